"""A widget of lines that scrolls by itself, and paints only the cells that differ from what it drew last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from c8tui.tui.widgets.style_cache import StyleCache


class LineView(Widget, can_focus=True):
    """A subclass says how many lines there are and draws those in sight.

    Textual's own scrolling lays the screen out and paints all of it several times for every text of another length.
    Here what is shown instead of something else sends the cells that differ, once.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        self._styles = StyleCache(self.make_style)
        self._drawn: list[Strip] = []
        """The lines in sight as they were drawn last."""

    @property
    def top(self) -> int:
        """The line that is drawn first."""
        return self._top

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def draw_line(self, y: int) -> Strip:
        """What stands in this row of the widget now, over its whole width."""
        raise NotImplementedError

    def make_style(self, name: str) -> Style:
        """The style of this name, as it is with the looks of now; `_styles` keeps it until these change."""
        return self.rich_style

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()

    def scroll_lines(self, top: int) -> None:
        """Draws from this line on, as far as there is something; repaints what says something else then."""
        height = self.content_size.height
        self._top = max(0, min(top, self.line_count - height))
        for y, drawn in enumerate(self._drawn[:height]):  # it may have been higher when it was drawn
            begin, end = _differing(drawn, self.draw_line(y))
            if begin < end:
                self.refresh(Region(begin, y, end - begin, 1))

    def render_line(self, y: int) -> Strip:
        height = self.content_size.height
        if len(self._drawn) != height:
            self._drawn = [Strip([])] * height
        line = self.draw_line(y)
        if y < height:
            self._drawn[y] = line
        return line

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(self._top + 3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(self._top - 3)


def _differing(one: Strip, other: Strip) -> tuple[int, int]:
    """The cells from which on and up to which two lines differ; whole runs of one colour are compared."""
    begin = 0
    for before, now in zip(one, other, strict=False):
        if before != now:
            break
        begin += now.cell_length
    else:
        if len(one) == len(other):
            return begin, begin
    if one.cell_length == other.cell_length:
        end = other.cell_length
        for before, now in zip(reversed(list(one)), reversed(list(other)), strict=False):
            if before != now or end - now.cell_length < begin:
                break
            end -= now.cell_length
        if end < other.cell_length:
            return begin, end
    ends = {_last_style(line) for line in (one, other)}
    same_ground = len(ends) == 1
    return begin, max(_written(line) if same_ground else line.cell_length for line in (one, other))


def _last_style(line: Iterable[Segment]) -> Any:
    return next((segment.style for segment in reversed(list(line))), None)


def _written(line: Strip) -> int:
    """The cells up to the blanks at its end that have one colour."""
    cells, ground = line.cell_length, _last_style(line)
    for segment in reversed(list(line)):
        if segment.style != ground:
            break
        cells -= len(segment.text) - len(segment.text.rstrip(" "))
        if segment.text.strip(" "):
            break
    return cells
