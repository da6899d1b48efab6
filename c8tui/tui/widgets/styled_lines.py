"""Lines of spans with style names, painted and scrolled; the names are component classes of the widget."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip

from c8tui.tui.forms.lines import Line, fitted
from c8tui.tui.widgets.line_view import LineView
from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS


class StyledLines(LineView):
    """A subclass names its `STYLES`, each of which is the component class `PREFIX--NAME`."""

    PREFIX: ClassVar[str]
    STYLES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []

    @property
    def text(self) -> str:
        """All that it shows, also what is scrolled out of sight."""
        return "\n".join("".join(text for text, _ in line).rstrip() for line in self._lines)

    def paint(self, lines: list[Line]) -> None:
        """Shows these lines."""
        self._lines = lines
        self.scroll_lines(self.top)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def reveal(self, first: int, last: int) -> None:
        """Scrolls as little as it takes to see these lines; the first goes before the last."""
        top = self.revealing(first, last, self.top)
        if top != self.top:
            self.scroll_lines(top)

    def revealing(self, first: int, last: int, top: int) -> int:
        """The line to draw from to see these lines, as near to `top` as can be; the first goes before the last."""
        if last >= top + self.height:
            top = last - self.height + 1
        return min(top, first)

    @property
    def height(self) -> int:
        """How many lines are in sight, at least one."""
        return max(self.content_size.height, 1)

    def draw_line(self, y: int) -> Strip:
        width = self.content_size.width
        line = fitted(self.line_at(self.top + y), width)
        return Strip([Segment(text, self._styles[name]) for text, name in line if text], width)

    def line_at(self, index: int) -> Line:
        """What stands in a line; nothing behind the last one."""
        return self._lines[index] if index < len(self._lines) else ()

    def make_style(self, name: str) -> Style:
        base = super().make_style(name)
        return base + self.get_component_rich_style(f"{self.PREFIX}--{name}") if name in self.STYLES else base


class ScrolledLines(StyledLines):
    """Lines that are read: scrolled with the keys of a list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        G_TO_TOP,
        Binding("space", "page(1.0)", show=False),
    ]

    def action_move(self, lines: int) -> None:
        """So many lines on."""
        self.scroll_lines(self.top + lines)

    def action_page(self, pages: float) -> None:
        """So many pages on."""
        self.scroll_lines(self.top + round(pages * self.content_size.height))

    def action_jump(self, line: int) -> None:
        """To the first line, or with -1 to the last."""
        self.scroll_lines(line if line >= 0 else self.line_count)
