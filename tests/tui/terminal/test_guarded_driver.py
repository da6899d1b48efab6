"""A form on a terminal of its own, whose streams lead elsewhere."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from time import monotonic

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from c8tui.errors import SettingsError
from c8tui.tui.terminal import guarded_driver as terminal_driver
from c8tui.tui.terminal.guarded_driver import driver_of, refuse_no_terminal
from c8tui.tui.terminal.posix_driver import size_of

FORM = {
    "type": "default", "schemaVersion": 19, "id": "f",
    "components": [{"type": "textfield", "id": "a", "key": "name", "label": "Name"}],
}  # fmt: skip
PATIENCE_S = 30.0


class Terminal:
    """A pseudo-terminal with a program on it, of which any stream but the terminal itself may lead elsewhere."""

    def __init__(self, columns: int, rows: int) -> None:
        self.ours, self.theirs = pty.openpty()
        self.written = b""
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def run(
        self, *arguments: str, stdin: int | None, stdout: int | None, stderr: int | None
    ) -> subprocess.Popen[bytes]:
        theirs = self.theirs

        def take_terminal() -> None:
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        return subprocess.Popen(
            [sys.executable, "-m", "c8tui", *arguments],
            stdin=theirs if stdin is None else stdin,
            stdout=theirs if stdout is None else stdout,
            stderr=theirs if stderr is None else stderr,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "20", "LINES": "5"},
            start_new_session=True,
            preexec_fn=take_terminal,
        )

    def until(self, true: Callable[[bytes], object]) -> None:
        """Reads what is drawn until something is true of it."""
        end = monotonic() + PATIENCE_S
        while not true(self.written):
            assert monotonic() < end, self.written
            if select.select([self.ours], [], [], 0.1)[0]:
                self.written += os.read(self.ours, 65_536)

    def type(self, keys: bytes) -> None:
        self.written = b""
        os.write(self.ours, keys)

    def close(self) -> None:
        os.close(self.ours)
        os.close(self.theirs)


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(("stdout",), marks=pytest.mark.long),
        pytest.param(("stdin", "stdout"), marks=pytest.mark.long),
        ("stdin", "stdout", "stderr"),
    ],
)
def test_it_draws_on_the_terminal_in_its_size_and_sends_to_stdout(elsewhere: tuple[str, ...], tmp_path: Path) -> None:
    form, sent = tmp_path / "a.form", tmp_path / "out.json"
    form.write_text(json.dumps(FORM))
    terminal = Terminal(100, 30)
    with sent.open("wb") as out, (tmp_path / "err").open("wb") as err, open(os.devnull, "rb") as nothing:
        streams = {"stdin": nothing, "stdout": out, "stderr": err}
        process = terminal.run(
            "form", str(form), **{name: streams[name].fileno() if name in elsewhere else None for name in streams}
        )
        try:
            terminal.until(lambda drawn: b"Name" in drawn and b"\x1b[30;" in drawn)
            terminal.resize(70, 40)
            terminal.until(lambda drawn: b"\x1b[40;" in drawn)
            terminal.type(b"Anna")
            terminal.until(lambda drawn: b"a" in drawn)
            terminal.type(b"\x13")
            terminal.until(lambda _: process.poll() is not None)
        finally:
            process.kill()
            process.wait()
            terminal.close()
    assert (process.returncode, json.loads(sent.read_text())) == (0, {"name": "Anna"})


def test_other_drivers_stay(tmp_path: Path) -> None:
    assert driver_of(HeadlessDriver) is HeadlessDriver
    with (tmp_path / "file").open("w") as file:
        assert size_of(file) is None


def test_streams_that_are_no_terminal_do_where_the_process_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = (StringIO(), None)
    monkeypatch.setattr(terminal_driver, "_has_terminal", lambda: True)
    refuse_no_terminal({"TERM": "xterm"}, nowhere)
    monkeypatch.setattr(terminal_driver, "_has_terminal", lambda: False)
    with pytest.raises(SettingsError, match="here is none"):
        refuse_no_terminal({"TERM": "xterm"}, nowhere)


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_that_says_nothing_of_itself(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_driver, "_has_terminal", lambda: True)
    with pytest.raises(SettingsError, match="TERM"):
        refuse_no_terminal({"TERM": term} if term else {}, (StringIO(), StringIO()))
