"""Notices as they reach a terminal: seen from its other end, past what frames are drawn with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminals import Terminal

APP = """
import os
from textual.widgets import Static
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.work_notices import BELL, WorkNotices, osc9
class Small(AnyTerminal):
    session = None
    def compose(self):
        yield Static("ready")
    def on_key(self, event):
        if event.key in "bo":
            text = BELL if event.key == "b" else osc9("two\\x1b]0;owned\\x07 tasks")
            WorkNotices(self, self, None)._write(text)
        self.query_one(Static).update(f"typed {event.key}")
Small().run()
"""


OSC9 = b"\x1b]9;c8tui: two\\x1b]0;owned\\x07 tasks\x07"


@pytest.mark.parametrize(("key", "sequence"), [(b"b", b"\x07"), (b"o", OSC9)], ids=["bell", "osc9"])
def test_it_is_written_once_and_nothing_else(key: bytes, sequence: bytes, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with Terminal(["-c", APP], env, answers=True) as terminal:
        terminal.shows("ready")
        before = terminal.raw.count(b"\x07")
        terminal.type(key)
        terminal.shows(f"typed {key.decode()}")
        terminal.until(lambda: sequence in terminal.raw)
        assert terminal.raw.count(b"\x07") == before + 1
        assert b"\x1b]0;owned" not in terminal.raw
        terminal.type(b"\x11")
        assert terminal.ended() == 0
