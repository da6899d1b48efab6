"""Shows a decision that is no table: its boxed expressions, scrolled and searched."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize

from c8tui.decisions.parts import Part
from c8tui.tui.decisions.boxes import draw_part
from c8tui.tui.forms.lines import Line
from c8tui.tui.widgets.styled_lines import ScrolledLines

STYLES = (
    *("number", "string", "keyword", "sign", "comment"),
    *("label", "hint", "rule", "head", "name", "trouble", "text", "note", "any", "output", "value", "hit", "count"),
)


class BoxesView(ScrolledLines):
    """Draws a `Part` for the width there is."""

    PREFIX = "boxes"
    STYLES = STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"boxes--{name}" for name in STYLES}
    DEFAULT_CSS = """
    BoxesView { height: 1fr; padding: 0 1; background: $surface; color: $foreground; }
    BoxesView > .boxes--number { color: $text-accent; }
    BoxesView > .boxes--string { color: $text-success; }
    BoxesView > .boxes--keyword { color: $text-primary; text-style: bold; }
    BoxesView > .boxes--sign, BoxesView > .boxes--comment { color: $foreground-muted; }
    BoxesView > .boxes--hint, BoxesView > .boxes--rule, BoxesView > .boxes--name { color: $foreground-muted; }
    BoxesView > .boxes--note, BoxesView > .boxes--any, BoxesView > .boxes--count { color: $foreground-muted; }
    BoxesView > .boxes--label, BoxesView > .boxes--head { text-style: bold; }
    BoxesView > .boxes--output { color: $text-primary; }
    BoxesView > .boxes--value { color: $text-success; text-style: bold; }
    BoxesView > .boxes--trouble { color: $text-warning; }
    BoxesView > .boxes--hit { color: $text-accent; text-style: bold underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_hit(1)", show=False),
        Binding("N", "next_hit(-1)", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._part: Part | None = None
        self.wanted = ""

    def show(self, part: Part) -> None:
        """Shows another part, from its beginning."""
        self._part = part
        self._lay()
        self.scroll_lines(0)

    def _lay(self) -> None:
        if self._part is not None and self.content_size.width:
            self._lines = draw_part(self._part, self.content_size.width)

    def on_resize(self, _: Resize) -> None:
        """Another width draws it anew."""
        self._lay()
        self.scroll_lines(self.top)

    # Searching

    def search(self, text: str) -> int:
        """Marks lines that have the text, and goes to the first of them; their number."""
        self.wanted = text.casefold()
        hits = self._hits()
        if hits and not any(self.top <= hit < self.top + self.content_size.height for hit in hits):
            self.scroll_lines(hits[0])
        self.scroll_lines(self.top)
        return len(hits)

    def _hits(self) -> list[int]:
        if not self.wanted:
            return []
        return [n for n, line in enumerate(self.text.split("\n")) if self.wanted in line.casefold()]

    def action_next_hit(self, steps: int) -> None:
        """To the next line that has the text, or the one before, around the end."""
        hits = self._hits()
        if hits:
            behind = [hit for hit in hits if hit > self.top] or hits[:1]
            before = [hit for hit in hits if hit < self.top] or hits[-1:]
            self.scroll_lines(behind[0] if steps > 0 else before[-1])

    # Drawing

    def line_at(self, index: int) -> Line:
        """A line, marked where it has what is searched for; frames stay as they are."""
        line = super().line_at(index)
        if self.wanted and self.wanted in "".join(text for text, _ in line).casefold():
            return tuple((text, style if style == "rule" else "hit") for text, style in line)
        return line
