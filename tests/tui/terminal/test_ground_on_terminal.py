"""A terminal that is asked for its ground, or of few colours, or whose mouse is left to it: seen from its other end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminals import Terminal

APP = """
from textual.widgets import Input, Static
from c8tui.tui.terminal.app import AnyTerminal
class Small(AnyTerminal):
    CSS = "Screen { background: $surface; } Static { color: $text-error; }"
    def compose(self):
        yield Input(id="typed")
        yield Static("ready")
    def on_ready(self):
        self.themes.ask_ground()
        self.themes.use_mouse(False)
    def on_input_changed(self, event):
        self.query_one(Static).update(f"{self.theme}: {event.value!r}")
Small().run()
"""
LIGHT, DARK = b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\", b"\x1b]11;rgb:0000/2b2b/3636\x07"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "COLORTERM": "truecolor"}


@pytest.mark.parametrize(("ground", "theme"), [(LIGHT, "light"), (DARK, "dark"), (b"", "dark")])
def test_the_answer_chooses_the_theme_and_reaches_no_field(ground: bytes, theme: str, home: dict[str, str]) -> None:
    with Terminal(["-c", APP], home, answers=True, ground=ground) as terminal:
        terminal.shows("ready")
        terminal.until(lambda: b"\x1b]11;?" in terminal.raw)
        if ground == LIGHT:
            terminal.until(lambda: b"48;2;251;250;247" in terminal.raw)
        terminal.type(b"jk")
        terminal.shows(f"{theme}: 'jk'")
        assert 1000 not in terminal.screen.on
        terminal.type(b"\x11")
        assert terminal.ended() == 0
        assert terminal.left == set()


def test_without_colours_it_is_not_asked(home: dict[str, str]) -> None:
    with Terminal(["-c", APP], home | {"NO_COLOR": "1"}, answers=True) as terminal:
        terminal.type(b"jk")
        terminal.shows("'jk'")
        assert b"\x1b]11;?" not in terminal.raw
        assert b"38;" not in terminal.raw
        assert b"48;" not in terminal.raw


@pytest.mark.parametrize(
    ("term", "error"), [("xterm-256color", b"38;5;210"), ("xterm", b"91")], ids=["256 colours", "16 colours"]
)
def test_few_colours_are_those_that_were_chosen(term: str, error: bytes, home: dict[str, str]) -> None:
    with Terminal(["-c", APP], home | {"COLORTERM": "", "TERM": term}, answers=True) as terminal:
        terminal.shows("ready")
        terminal.until(lambda: error in terminal.raw)
        assert b"38;2;" not in terminal.raw
        assert b"48;2;" not in terminal.raw
