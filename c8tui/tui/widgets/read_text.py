"""A text to read in a dialog, as high as it is or as its dialog allows, scrolled with the keys of a list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS


class ReadText(VerticalScroll):
    """Textual's scrolled container, which knows the arrows only."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS, G_TO_TOP]

    def action_move(self, lines: int) -> None:
        """So many lines on."""
        self.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: float) -> None:
        """So many pages on."""
        self.scroll_relative(y=round(pages * self.content_size.height), animate=False)

    def action_jump(self, line: int) -> None:
        """To the first line, or with -1 to the last."""
        self.scroll_to(y=line if line >= 0 else self.max_scroll_y, animate=False)
