"""What is started without POSIX: no module and no name that only it has is needed on the way.

This is no test on Windows; it takes away here what Windows lacks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from c8tui.sandbox.options import Options
from c8tui.sandbox.server import running

ROOT = Path(__file__).parents[1]
ON_POSIX = "c8tui.tui.terminal.posix_driver"
"""The only module that may need it; it is imported where Textual has chosen its driver for POSIX."""
WITHOUT = """
import os, signal, sys
GONE = {"fcntl", "termios", "tty", "pty", "pwd", "grp", "resource", "syslog", "readline", "curses", "crypt", "spwd"}
class Nowhere:
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in GONE:
            raise ImportError(f"{name}: only on POSIX")
sys.meta_path.insert(0, Nowhere())
for name in GONE & set(sys.modules):
    del sys.modules[name]
import asyncio, subprocess, tempfile, shutil  # the standard library has its own ways on each system
for module, names in {
    os: "fork mkfifo uname chown fchown fchmod O_NOFOLLOW O_NONBLOCK O_DIRECTORY",
    signal: "SIGHUP SIGQUIT SIGKILL SIGTSTP SIGCONT SIGUSR1 SIGUSR2 SIGALRM SIGPIPE SIGWINCH",
}.items():
    for name in names.split():
        delattr(module, name)
"""


def run(code: str, *argv: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("C8TUI_", "CAMUNDA_", "XDG_"))}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + code, *argv],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT, env={**kept, **environ},
    )  # fmt: skip


@pytest.mark.long
def test_every_module_is_imported_without_posix() -> None:
    files = [path.relative_to(ROOT).with_suffix("") for path in sorted((ROOT / "c8tui").rglob("*.py"))]
    names = [".".join(path.parts).removesuffix(".__init__") for path in files if path.name != "__main__"]
    assert ON_POSIX in names
    ran = run(
        "import importlib\nfor name in sys.argv[1:]: importlib.import_module(name)",
        *(name for name in names if name != ON_POSIX),
    )
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert "only on POSIX" in run(f"import {ON_POSIX}").stderr, "what is taken away is missed"


@pytest.mark.parametrize("argv", [["--version"], ["help"], ["keys"], ["config", "--address", "http://127.0.0.1:9"]])
def test_what_prints_does_without(argv: list[str], tmp_path: Path) -> None:
    ran = run("from c8tui.cli import main; sys.exit(main())", *argv, HOME=str(tmp_path))
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert ran.stdout


def test_a_cluster_is_reached_without(tmp_path: Path) -> None:
    """Settings, sign-in, the cache of tokens and the log of requests."""
    with running(Options(auth="oauth", tasks=20)) as sandbox:
        environ = {
            "CAMUNDA_REST_ADDRESS": sandbox.url, "CAMUNDA_OAUTH_URL": f"{sandbox.url}/oauth/token",
            "CAMUNDA_CLIENT_ID": "c8tui", "CAMUNDA_CLIENT_SECRET": "c8tui-secret", "HOME": str(tmp_path),
        }  # fmt: skip
        main = "from c8tui.cli import main; sys.exit(main())"
        ran = run(main, "tasks", "--limit", "3", "--log", str(tmp_path / "log"), **environ)
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert ran.stdout.count("\n") == 3
    assert "POST /user-tasks/search 200" in (tmp_path / "log").read_text()
