"""The scanner knows what is not ours, and that a guard can be missing."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.filter import LineFilter
from textual.widgets import Static

from c8tui.sandbox.stories.hostile import ATTACKS
from c8tui.tui.terminal.line_guard import ControlGuard
from tests.stories.recorder import Recorder
from tests.stories.scanner import foreign, text_of

LEAKS = (
    b"\x1b]52;c;aGk=\x07", b"\x1b]0;t\x1b\\", b"\x1bP+q544e\x1b\\", "\x9b2J".encode(), b"\x07", b"a\x08b", b"\x1bc",
    "a\u202eb".encode(), "a\u200bb".encode(), b"\x1b[6n", b"\x1b[2J", b"\x1b[H", b"\x1b[?1003h", b"\x1b[999999999m",
    b"\x9b2J", b"\xed\xa0\xbd", "a\u2028b".encode(), "a\u1160b".encode(), "a\ufe0fb".encode(), b"\t", b"\x00", b"\x7f",
    "\x85".encode(), "\U000e0041".encode(), b"\x1b[1;31", b"\r", b"\n", b"a\r\nb", b"\x1b]8;;http://x\x1b\\",
)  # fmt: skip
HARMLESS = (
    b"\x1b[2;3H\x1b[1;38;5;12mreview\x1b[0m",
    "Prüfung 東京 e\u0301".encode(),
    b"\x1b[?2026ha\n\x1b[3;1Hb\r\n\x1b[4;1H\x1b[?25l",
)


@pytest.mark.parametrize("planted", LEAKS)
def test_it_finds_what_is_not_ours(planted: bytes) -> None:
    assert foreign(b"\x1b[1;1Hx" + planted + b"y")


@pytest.mark.parametrize("planted", HARMLESS)
def test_it_lets_ours_pass(planted: bytes) -> None:
    assert foreign(b"\x1b[1;1Hx" + planted + b"y") == []


class Careless(App[None]):
    """Shows what a cluster sent without having looked at it."""

    def __init__(self, text: str, guards: tuple[LineFilter, ...]) -> None:
        super().__init__()
        self._text, self._guards = text, guards
        self.driver_class = Recorder

    def get_line_filters(self) -> tuple[LineFilter, ...]:
        return (*super().get_line_filters(), *self._guards)

    def compose(self) -> ComposeResult:
        yield Static(Content(f"begin {self._text} end"))


ONLY_TEXT = {ATTACKS[n] for n in (7, 8, 9, 10, 15)}
"""Stand-ins for surrogates, markup, line ends, other people's languages: a stock widget makes nothing more of them."""


@pytest.mark.parametrize("attack", [*(attack for attack in ATTACKS if attack not in ONLY_TEXT), "half \ud83d pair"])
@pytest.mark.parametrize("guarded", [True, False])
async def test_a_leak_is_seen_where_the_guard_is_off(attack: str, guarded: bool) -> None:
    """What the hostile walk relies on: a widget that forgot its door leaks, the guard stops it, and both are seen."""
    app = Careless(attack, (ControlGuard(),) if guarded else ())
    async with app.run_test(headless=False, size=(80, 10)) as pilot:
        await pilot.pause()
        stream = Recorder.of(app).stream
    assert "begin" in text_of(stream)
    assert bool(foreign(stream)) is not guarded
