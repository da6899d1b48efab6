"""NO_COLOR taken at its word: not greys instead of colours, but none, and what a colour would have shown in reverse."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

REVERSE = Style(reverse=True)


class Colourless(LineFilter):
    """Takes every colour out of rendered segments; one with a ground of its own is shown in reverse instead.

    It wants a theme of the terminal's own colours, where only what is selected has a ground.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without a colour."""
        return [Segment(text, style and without_colour(style), control) for text, style, control in segments]


@lru_cache(maxsize=1_000)
def without_colour(style: Style) -> Style:
    """The style's attributes; `reverse` where it stood on a ground of its own."""
    grounded = style.bgcolor is not None and not style.bgcolor.is_default
    return style.without_color + REVERSE if grounded else style.without_color
