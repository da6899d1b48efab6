"""The last guard: whatever a widget forgot, nothing that acts on a terminal leaves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from c8tui.text import without_controls
from c8tui.tui.terminal.line_guard import ControlGuard

BLACK = Color(0, 0, 0)
BOLD = Style(bold=True)


def guarded(*texts: str) -> list[Segment]:
    return ControlGuard().apply([Segment(text, BOLD) for text in texts], BLACK)


@pytest.mark.parametrize(
    ("hostile", "left"),
    [
        ("a\x1b]52;c;aGk=\x07b", "a]52;c;aGk=b"),
        ("a\x1b[2Jb", "a[2Jb"),
        ("a\x9b31mb", "a31mb"),
        ("a\x90q\x9cb", "aqb"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("a\u200bb\ufeffc", "abc"),
        ("a\ud800b", "ab"),
        ("a\r\nb\tc\x00", "abc"),
        ("a\x7fb\x85c", "abc"),
    ],
)
def test_what_could_act_is_gone(hostile: str, left: str) -> None:
    (segment,) = guarded(hostile)
    assert segment.text.rstrip() == left
    assert cell_len(segment.text) == cell_len(hostile)
    assert segment.style == BOLD


def test_harmless_text_goes_through_untouched() -> None:
    plain = [Segment("plain", BOLD), Segment("[bold]markup[/]")]
    assert ControlGuard().apply(plain, BLACK) is plain
    for text in ("Zürich", "京都", "e\u0301", "💳", "│ ▸ ●"):
        assert guarded(text) == [Segment(text, BOLD)]


def test_only_the_hostile_one_among_several() -> None:
    before = [Segment("ok ", BOLD), Segment("a\x1bb"), Segment("京")]
    after = ControlGuard().apply(before, BLACK)
    assert [segment.text for segment in after] == ["ok ", "ab", "京"]
    assert after[0] is before[0]
    assert after[2] is before[2]


@pytest.mark.parametrize(
    ("joined", "left"), [("❤\ufe0f", "❤ "), ("👩\u200d👧", "👩"), ("京\u200d都市", "京都"), ("a\u200db", "a")]
)
def test_what_widens_or_joins_leaves_its_width(joined: str, left: str) -> None:
    """What stood behind it on the line stays where it was, and no line becomes longer than the terminal is wide."""
    assert guarded(joined)[0].text == left


@given(st.lists(st.text(st.characters(), max_size=30), max_size=4))
def test_no_text_gets_through_and_no_column_moves(texts: list[str]) -> None:
    after = guarded(*texts)
    assert len(after) == len(texts)
    for text, segment in zip(texts, after, strict=True):
        assert segment.text == without_controls(segment.text)
        assert not re.search("[\x00-\x1f\x7f-\x9f]", segment.text)
        assert cell_len(segment.text) == cell_len(text)
