"""`c8tui init` on a terminal of its own: five questions, what is written, and the check of what was said."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from c8tui.sandbox.options import Options
from c8tui.sandbox.server import running
from tests.bench.terminal import Terminal
from tests.stories.pictures import svg_of

COLUMNS, LINES = 100, 60
SECRET = "demo"
"""The password that the sandbox wants."""
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def dialogue(address: str, home: Path) -> str:
    """All that is said, for a cluster with basic auth at `address`, with the settings in `home`."""
    command = [sys.executable, "-m", "c8tui", "init"]
    environ = {"HOME": str(home), "NO_COLOR": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    with Terminal(command, environ, columns=COLUMNS, lines=LINES) as terminal:
        said = b"".join(_answered(terminal, address))
    return _CONTROL.sub("", said.decode()).replace("\r\n", "\n")


def _answered(terminal: Terminal, address: str) -> Iterator[bytes]:
    answers = (
        (b"]: ", address), (b"name [dev]: ", "eu"), (b"t [n]: ", "b"), (b"user: ", "demo"), (b"[f]: ", ""),
        (b"(not shown): ", SECRET), (b"user [demo]: ", ""), (b"[y/N]: ", "y"), (b"[Y/n]: ", ""),
    )  # fmt: skip
    for prompt, answer in answers:
        yield from _until(terminal, prompt)
        terminal.write(f"{answer}\n".encode())
    while data := terminal.read(30):
        yield data


def _until(terminal: Terminal, prompt: bytes) -> Iterator[bytes]:
    seen = b""
    while not seen.endswith(prompt):
        data = terminal.read(30)
        assert data, seen
        seen += data
        yield data


def draw(said: str, home: Path) -> str:
    """The dialogue as SVG, without what differs each time."""
    lines = said.replace(str(home), "/home/anna")
    lines = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8080", re.sub(r"\d+ ms", "3 ms", lines))
    console = Console(
        width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True,
        legacy_windows=False,
    )  # fmt: skip
    console.print(lines, markup=False, highlight=False)
    return svg_of(console, "c8tui init")


def picture() -> str:
    """The whole dialogue, ending with a check that finds nothing wrong."""
    with tempfile.TemporaryDirectory() as home, running(Options(tasks=5, auth="basic")) as cluster:
        return draw(dialogue(cluster.url, Path(home)), Path(home))
