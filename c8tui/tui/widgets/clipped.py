"""Text that may have more lines than there is room for: the last line in sight ends in an ellipsis then."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Static

ELLIPSIS = "…"


class Clipped(Static):
    """Textual's `Static`, which leaves out without a word what lies below its height."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        width, height = self.content_size
        if y != height - 1 or width < 1 or self.get_content_height(self.size, self.app.size, width) <= height:
            return strip
        return with_ellipsis(strip, width)


def clipped(strip: Strip, width: int) -> Strip:
    """A line in at most so many cells; where something but blanks is cut off it ends in an ellipsis."""
    if strip.cell_length <= width:
        return strip
    cut = strip.crop(0, width)
    return with_ellipsis(cut, width) if strip.crop(width, strip.cell_length).text.strip() else cut


def with_ellipsis(strip: Strip, width: int) -> Strip:
    """A line with an ellipsis behind its last character, or in place of what stands in the last of so many cells."""
    end = min(Strip([Segment(strip.text.rstrip())]).cell_length, width - 1)
    before = strip.crop(0, end)
    style = next((segment.style for segment in reversed(list(before))), None)
    return Strip([*before, Segment(ELLIPSIS, style), *strip.crop(end + 1, strip.cell_length)])
