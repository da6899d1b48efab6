"""Paints the lines of a form."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from c8tui.tui.forms.lines import Line, fitted
from c8tui.tui.widgets.line_view import LineView

STYLES = (
    *("label", "focus", "box", "box-focus", "value", "chosen", "cursor", "hint", "locked"),
    *("error", "trouble", "title", "text", "link", "rule"),
)


class Canvas(LineView):
    """Lines with styles by name, drawn where they are in sight; editors stand above it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"form--{name}" for name in STYLES}
    DEFAULT_CSS = """
    Canvas { height: 1fr; background: $surface; color: $foreground; padding: 0 1; }
    Canvas > .form--label { color: $foreground-muted; }
    Canvas > .form--focus { color: $text-accent; text-style: bold; }
    Canvas > .form--box { background: $surface-lighten-1; }
    Canvas > .form--box-focus { background: $surface-lighten-2; }
    Canvas > .form--chosen { text-style: bold; color: $text-success; }
    Canvas > .form--cursor { background: $primary; color: $text; text-style: bold; }
    Canvas > .form--hint { color: $foreground-muted; }
    Canvas > .form--locked { color: $foreground-muted; text-style: italic; }
    Canvas > .form--error { color: $text-error; }
    Canvas > .form--trouble { color: $text-warning; }
    Canvas > .form--title { text-style: bold; }
    Canvas > .form--link { color: $text-accent; }
    Canvas:ansi > .form--box, Canvas:ansi > .form--box-focus { text-style: underline; }
    Canvas > .form--rule { color: $foreground-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._styles: dict[str, Style] = {}

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
        height = max(self.content_size.height, 1)
        top = self.top
        if last >= top + height:
            top = last - height + 1
        if first < top:
            top = first
        if top != self.top:
            self.scroll_lines(top)

    def draw_line(self, y: int) -> Strip:
        width = self.content_size.width
        line = self._lines[self.top + y] if self.top + y < len(self._lines) else ()
        return Strip([Segment(text, self._style(name)) for text, name in fitted(line, width) if text], width)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            base = self.rich_style
            self._styles[name] = base + self.get_component_rich_style(f"form--{name}") if name in STYLES else base
        return self._styles[name]

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()
