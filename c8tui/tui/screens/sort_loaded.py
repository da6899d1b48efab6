"""Sorting what is loaded of a list by any of its columns, also by those that the cluster does not sort by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.text import counted
from c8tui.tui.screens.column_sort import FillsColumns

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen


class SortLoaded:
    """Asks for the column."""

    def __init__(self, screen: ListScreen[Any]) -> None:
        self._screen = screen

    async def action_sort_loaded(self) -> None:
        """Sort what is loaded by a column."""
        listed, search = self._screen.listed, self._screen.search
        choices = [("", "server order"), *((column.title, column.title) for column in listed.columns)]
        number = len([*listed.loaded()])
        about = f"Sorts what is loaded, {counted(number, 'row')}; rows that come later are not among them."
        search.sorted_by = await self._screen.ui.choose("Sort what is loaded", choices, search.sorted_by, about)
        search.falling = False
        for part in self._screen.parts:
            if isinstance(part, FillsColumns):
                part.sorted_loaded()
        search.again()
        listed.action_jump(0)
