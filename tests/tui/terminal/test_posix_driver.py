"""Every way to die, and what is left on the terminal; keys and editors on a real one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from tests.terminals import Terminal

APP = """
import asyncio, sys, time
from textual.widgets import Static, Input
from c8tui.cli import _run, _COMMANDS
from c8tui.tui.terminal.app import AnyTerminal
secret = "s3cr3t-in-a-local"
class Small(AnyTerminal):
    def compose(self):
        yield Input(id="typed")
        yield Static("ready", id="seen")
    def on_input_changed(self, event):
        seen = "".join(reversed(event.value[-40:]))
        self.query_one(Static).update(f"{len(event.value)} {seen}")
        if event.value.endswith("BUG"):
            local = secret
            raise ValueError(local)
        if event.value.endswith("HANG"):
            print("", file=open(sys.argv[1], "w"))
            time.sleep(60)
        if event.value.endswith("WORKER"):
            async def fail():
                local = secret
                raise ValueError(local)
            self.run_worker(fail())
    def on_key(self, event):
        if event.key == "escape":
            self.query_one("#typed").value = "<esc>"
def run(flags):
    app = Small()
    app.run()
    return app.return_code or 0
_COMMANDS["keys"] = run
sys.exit(_run(["keys"]))
"""
COMMAND = ["-c", APP]
LONG = pytest.mark.long


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}


def killed(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.process.send_signal(number)


def typed(keys: bytes) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.type(keys)


@pytest.mark.parametrize("answers", [pytest.param(False, id="silent", marks=LONG), pytest.param(True, id="answering")])
@pytest.mark.parametrize(
    ("end", "code"),
    [
        (typed(b"\x11"), 0),
        (typed(b"\x1b[200~pasted without an end\x11"), 0),
        (killed(signal.SIGTERM), 143),
        (killed(signal.SIGHUP), 129),
        (killed(signal.SIGQUIT), 131),
        (killed(signal.SIGINT), 130),
        (typed(b"BUG"), 70),
        (typed(b"WORKER"), 70),
    ],
    ids=["ctrl+q", "ctrl+q in a paste", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT", "bug", "bug in a worker"],
)
def test_the_terminal_is_given_back(
    end: Callable[[Terminal], None], code: int, answers: bool, home: dict[str, str], tmp_path: Path
) -> None:
    with Terminal(COMMAND, home, answers=answers) as terminal:
        terminal.shows("ready")
        assert {1049, 2004, 1000} <= terminal.screen.on
        end(terminal)
        assert terminal.ended() == code
        assert terminal.left == set()
        assert b"Traceback" not in terminal.raw
        assert b"s3cr3t" not in terminal.raw
        reports = [path.read_text() for path in tmp_path.rglob("crash-*.txt")]
        assert len(reports) == (code == 70)
        assert not any("s3cr3t-in-a-local" in report for report in reports)
        if code == 70:
            behind = terminal.raw.rpartition(b"\x1b[?1049l")[2].rpartition(b"\x1b[0m")[2].decode()
            assert behind.startswith("c8tui: a mistake in c8tui has ended it (ValueError")
            assert f"is in {next(tmp_path.rglob('crash-*.txt'))}; your drafts are kept.\r\n" in behind
            assert behind.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.long)], ids=str)
def test_an_app_that_hangs_gives_it_back_too(number: signal.Signals, home: dict[str, str], tmp_path: Path) -> None:
    with Terminal([*COMMAND, str(tmp_path / "hangs")], home) as terminal:
        terminal.shows("ready")
        terminal.type(b"HANG")
        terminal.until((tmp_path / "hangs").exists)
        terminal.process.send_signal(number)
        assert terminal.ended() == 128 + number
        assert terminal.left == set()


@pytest.mark.parametrize("ignored", [(), (signal.SIGHUP,)], ids=["", "nohup"])
@pytest.mark.parametrize("stdin", ["terminal", pytest.param("null", marks=LONG), "pipe"])
def test_it_does_not_outlive_its_terminal(ignored: tuple[signal.Signals], stdin: str, home: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(writing)
    null = os.open(os.devnull, os.O_RDONLY)
    source = {"terminal": None, "null": null, "pipe": reading}[stdin]
    with Terminal(COMMAND, home, ignored=ignored, stdin=source) as terminal:
        terminal.shows("ready")
        terminal.hang_up()
        assert terminal.process.wait(timeout=30) == 129
    os.close(reading)
    os.close(null)


@pytest.mark.parametrize("term", ["dumb", "", None])
def test_a_terminal_that_cannot_be_drawn_on(term: str | None, home: dict[str, str]) -> None:
    command = ["-c", APP] if term is not None else ["-c", f"import os; del os.environ['TERM']\n{APP}"]
    with Terminal(command, {**home, "TERM": term or ""}) as terminal:
        assert terminal.ended() == 2
        assert terminal.raw.count(b"\n") == 1
        assert b"TERM (environment)" in terminal.raw
        assert terminal.left == set()


def test_where_there_is_no_terminal(home: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *COMMAND], stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True,
        env={**os.environ, "TERM": "xterm", **home}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"terminal (stdin and stderr)" in done.stderr


def test_escape_and_a_key_in_one_packet_and_what_is_pasted_without_an_end(home: dict[str, str]) -> None:
    with Terminal(COMMAND, home) as terminal:
        terminal.shows("ready")
        terminal.type(b"ab\x1bc")
        terminal.shows("6 >csce<")
        terminal.type(b"\x1b[200~" + b"def")
        terminal.shows("9 >csfedce<")


def test_a_slow_line_shows_the_newest_and_not_all(home: dict[str, str]) -> None:
    """What comes in between is dropped: fewer frames than keys are drawn, the last one with everything in it."""
    with Terminal(COMMAND, home, answers=True) as terminal:
        terminal.shows("ready")
        terminal.read(0.3)
        before = len(terminal.raw)
        keys = [f"{number % 10}".encode() for number in range(300)]
        began = monotonic()
        for key in keys:
            os.write(terminal.ours, key)
            terminal.read(0.0, 40)
        while "300 " not in terminal.screen.text:
            terminal.read(0.02, 40)
            assert monotonic() - began < 60
        frames = terminal.raw[before:].count(b"\x1b[5n")
        assert frames < len(keys)


@pytest.mark.parametrize("stopped", [False, True])
def test_an_editor_on_the_terminal(stopped: bool, home: dict[str, str], tmp_path: Path) -> None:
    """The loop goes on behind it; when it has ended, however that is, the screen comes back, and the words."""
    editor = tmp_path / "editor"
    editor.write_text(
        "#!/bin/sh\nstty raw -echo\nprintf '\\033[?25lEDITOR'\n"
        f"while [ ! -e {tmp_path}/go ]; do sleep 0.05; done\n" + ("kill -9 $$\n" if stopped else 'printf new > "$1"\n')
    )
    editor.chmod(0o700)
    app = f"""
import asyncio, sys
from textual.widgets import Static
from c8tui.cli import _run, _COMMANDS
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.terminal.editor import edit_outside
class Small(AnyTerminal):
    BINDINGS = [("e", "edit", "edit")]
    ticks = 0
    def compose(self):
        yield Static("ready")
    def on_mount(self):
        self.set_interval(0.01, self.tick)
    def tick(self):
        self.ticks += 1
        if self.editing and self.ticks > self.began + 20:
            open({str(tmp_path / "go")!r}, "w").close()
    editing = False
    def action_edit(self):
        self.editing, self.began = True, self.ticks
        self.run_worker(self.edit())
    async def edit(self):
        edited = await edit_outside(self, {str(editor)!r} + " ''", "old")
        self.editing = False
        self.query_one(Static).update(f"back with {{edited.text}}: {{edited.said}}")
def run(flags):
    Small().run()
    return 0
_COMMANDS["keys"] = run
sys.exit(_run(["keys"]))
"""
    with Terminal(["-c", app.replace(" ''", "")], home) as terminal:
        terminal.shows("ready")
        terminal.type(b"e")
        terminal.until(lambda: b"EDITOR" in terminal.raw)
        assert 1049 not in terminal.screen.on
        terminal.shows("was killed by SIGKILL" if stopped else "back with new")
        assert 1049 in terminal.screen.on
        terminal.type(b"\x11")
        assert terminal.ended() == 0
        assert terminal.left == set()


def test_a_signal_while_the_editor_is_open(home: dict[str, str], tmp_path: Path) -> None:
    form = tmp_path / "a.form"
    form.write_text(json.dumps({"type": "default", "id": "f", "components": []}))
    app = """
import sys
from textual.widgets import Static
from c8tui.cli import _run, _COMMANDS
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.terminal.editor import edit_outside
class Small(AnyTerminal):
    def on_mount(self):
        self.set_timer(0.1, lambda: self.run_worker(edit_outside(self, "sleep 60; true", "old")))
def run(flags):
    app = Small()
    app.run()
    return app.return_code or 0
_COMMANDS["keys"] = run
sys.exit(_run(["keys"]))
"""
    editor = tmp_path / "ed"
    editor.write_text("#!/bin/sh\nprintf EDITOR\nexec sleep 60\n")
    editor.chmod(0o700)
    with Terminal(["-c", app.replace("sleep 60; true", str(editor))], {**home, "TMPDIR": str(tmp_path)}) as terminal:
        terminal.until(lambda: b"EDITOR" in terminal.raw)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ended() == 143
        assert terminal.left == set()
        assert list(tmp_path.glob("c8tui-*.json")) == []
