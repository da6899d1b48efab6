"""The column of views left of a wide inbox, each with how many tasks it holds."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from c8tui.text import visible

NARROWEST, WIDEST = 18, 28
"""Cells that the column has at least and at most."""


class Views(Widget):
    """Names and counts of the views, the chosen one marked; own ones below a title. `v` chooses."""

    DEFAULT_CSS = """
    Views { width: 18; padding: 0 1; background: $surface; border-right: tall $panel; }
    """

    class Widened(Message):
        """The column takes another width."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted_width = NARROWEST
        """Cells that its names and counts take."""
        self._entries: tuple[tuple[str, str, bool], ...] = ()
        self._chosen = ""

    def tell(self, entries: Sequence[tuple[str, str, bool]], chosen: str) -> None:
        """Show these views: title (raw), count, and whether it is one's own; `chosen` is a title."""
        told = tuple((visible(title, WIDEST), count, own) for title, count, own in entries)
        if (told, chosen) == (self._entries, self._chosen):
            return
        self._entries, self._chosen = told, chosen
        widest = max((cell_len(title) + len(count) + 2 for title, count, _ in told), default=0)
        width = max(NARROWEST, min(WIDEST, widest + 4))
        if width != self.wanted_width:
            self.wanted_width = self.styles.width = width
            self.post_message(self.Widened())
        self.refresh()

    def render(self) -> Content:
        """A line each: the marked title at the left, the count at the right."""
        width, lines, were_own = self.content_size.width, [Content.styled("Views (v)", "$foreground-muted")], False
        for title, count, own in self._entries:
            if own and not were_own:
                lines.append(Content.styled("Your views", "$foreground-muted"))
            were_own = own
            here = title == visible(self._chosen, WIDEST)
            name = Content(f"{'>' if here else ' '} {title}").truncate(max(0, width - len(count) - 1), ellipsis=True)
            gap = " " * max(1, width - name.cell_length - len(count))
            line = Content.assemble(name, gap, (count, "$foreground-muted"))
            lines.append(line.stylize("bold $text-accent") if here else line)
        return Content("\n").join(lines)
