"""With NO_COLOR not one colour leaves, and what is selected can still be told."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from c8tui.tui.terminal.colourless import Colourless

BLACK = Color(0, 0, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Style(color="red", bold=True), Style(bold=True)),
        (Style(color="red", bgcolor="blue"), Style(reverse=True)),
        (Style(color="default", bgcolor="default", underline=True), Style(underline=True)),
        (Style(reverse=True, color="red"), Style(reverse=True)),
        (None, None),
    ],
)
def test_attributes_stay_and_a_ground_becomes_reverse(before: Style | None, after: Style | None) -> None:
    (segment,) = Colourless().apply([Segment("x", before)], BLACK)
    assert segment == Segment("x", after)
