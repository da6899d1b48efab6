"""A list of options in a dialog, with the keys of every list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import OptionList

from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS


class OptionRows(OptionList):
    """Textual's list of options, which knows the arrows only."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS, G_TO_TOP]

    def action_move(self, lines: int) -> None:
        """To the next option, or with -1 to the one before; behind the last comes the first."""
        if lines > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    def action_page(self, pages: float) -> None:
        """So many pages on, not beyond the ends."""
        if self.option_count:
            lines = int(pages * max(2, self.size.height))
            self.highlighted = max(0, min((self.highlighted or 0) + lines, self.option_count - 1))

    def action_jump(self, line: int) -> None:
        """To the first option, or with -1 to the last."""
        if line >= 0:
            self.action_first()
        else:
            self.action_last()
