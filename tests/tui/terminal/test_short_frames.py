"""Fewer bytes, the same cells: frames are drawn on two terminals, as they are and shortened."""

from __future__ import annotations

import random
import re

import pytest

from c8tui.tui.terminal.short_frames import ShownCells

STYLES = ("", "1", "38;5;253;48;5;234", "1;38;2;1;2;3;48;5;16", "7", "4;31", "39;49", "0;94;103")
TOKEN = re.compile(r"\x1b\[([\d;]*)([mH])|([^\x1b])")
Cells = dict[tuple[int, int], tuple[str, frozenset[str]]]


def draw(cells: Cells, text: str) -> tuple[int, int]:
    """Draw on a terminal that knows every SGR code by itself; where the cursor is then."""
    row = column = 1
    on: dict[str, str] = {}
    for numbers, final, character in TOKEN.findall(text):
        if final == "H":
            row, column = map(int, numbers.split(";"))
        elif final == "m":
            codes = re.findall(r"[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|\d+", numbers) or ["0"]
            for code in codes:
                kind = {"3": "fg", "9": "fg", "4": "bg", "10": "bg"}.get(code.split(";")[0][:-1], code)
                if code == "0":
                    on.clear()
                elif code in ("39", "49"):
                    on.pop(kind, None)
                else:
                    on[kind] = code
        elif character == "\n":
            row, column = row + 1, 1
        else:
            cells[row, column] = character, frozenset(on.items())  # type: ignore[arg-type]
            column += 1
    assert not on, "a frame ends in plain style"
    return row, column


def frame(chance: random.Random) -> str:
    """Some pieces of lines, as Textual draws them, and the cursor behind them."""
    pieces = []
    for row in sorted(chance.sample(range(1, 9), chance.randint(1, 8))):
        piece = f"\x1b[{row};{chance.randint(1, 20)}H"
        for _ in range(chance.randint(1, 5)):
            text = "".join(chance.choices("ab ─é", k=chance.randint(1, 12)))
            style = chance.choice(STYLES)
            piece += f"\x1b[{style}m{text}\x1b[0m" if style else text
        pieces.append(piece)
    return "\n".join(pieces) + f"\x1b[{chance.randint(1, 8)};3H"


@pytest.mark.parametrize("seed", range(40))
def test_the_same_is_shown(seed: int) -> None:
    chance, shown = random.Random(seed), ShownCells()
    whole: Cells = {}
    short: Cells = {}
    for number in range(30):
        one = frame(chance)
        if number % 7 == 3:
            shown.sent(one)
            sent = one
        elif number % 11 == 5:
            shown.forget()
            short.clear()  # and whatever stood there
            whole.clear()
            sent = shown.shortened(one)
        else:
            sent = shown.shortened(one)
        assert draw(short, sent) == draw(whole, one)
        assert short == whole
        assert len(sent) <= len(one) + 12


def test_what_is_shown_already_is_not_sent_again() -> None:
    shown = ShownCells()
    line = "\x1b[2;1H\x1b[31mone\x1b[0m two \x1b[31mthree\x1b[0m\x1b[1;1H"
    shown.sent(line)
    assert shown.shortened(line) == "\x1b[1;1H"
    assert shown.shortened(line.replace("two", "2wo")) == "\x1b[2;4H 2\x1b[1;1H".replace("4H ", "5H")
    shown.forget()
    assert len(shown.shortened(line)) > 20


def test_many_frames_that_nobody_read_are_let_go() -> None:
    shown = ShownCells()
    shown.sent("\x1b[1;1Hfirst\x1b[1;1H")
    for _ in range(100):
        shown.sent("\x1b[2;1Hmore\x1b[1;1H")
    assert "first" in shown.shortened("\x1b[1;1Hfirst\x1b[1;1H")


@pytest.mark.parametrize("odd", ["日本", "e\u0301", "\x1b]8;;x\x1b\\link\x1b]8;;\x1b\\", "\x1b[?2026h"])
def test_what_is_no_plain_cell_is_sent_as_it_is_and_nothing_is_known_then(odd: str) -> None:
    shown = ShownCells()
    known = "\x1b[1;1Hknown\x1b[1;1H"
    assert shown.shortened(known) == known
    strange = f"\x1b[1;1H{odd}x\x1b[1;1H"
    assert shown.shortened(strange) == strange
    assert shown.shortened(known) == known
