"""Searching and sorting what is loaded of a list: the `/` line narrows it while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from c8tui.session.find import Find, compile_find
from c8tui.session.rows import Rows
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine

if TYPE_CHECKING:
    from c8tui.tui.screens.base import BaseScreen
    from c8tui.tui.widgets.record_list import RecordList

T = TypeVar("T")
SIGN = "/"
"""What stands before the line."""
NOTHING = 2
"""The rank, from which on nothing is there to sort by."""


class Search(Prompted, Generic[T]):
    """What a list is searched for, and the column by which what is loaded is sorted."""

    def __init__(self, screen: BaseScreen, listed: RecordList[T]) -> None:
        self.screen, self.listed = screen, listed
        self.wanted = ""
        """What the list is searched for, as it was typed."""
        self.sorted_by = ""
        """The title of the column by which what is loaded is sorted; none for the order of the cluster."""
        self.falling = False
        """Whether what is sorted so begins with the highest; what is empty comes last all the same."""

    def action_search(self) -> None:
        """Open the `/` line."""
        self.screen.query_one(PromptLine).open(SIGN, self.wanted)

    def typed(self, text: str) -> None:
        self.search_for(text)

    def entered(self, text: str) -> None:
        """The search stays while the list is walked."""
        self.search_for(text)

    def closed(self, text: str) -> None:
        """Escape takes the search back."""
        self.search_for("")

    def search_for(self, text: str) -> None:
        """Show only the loaded rows that contain `text`."""
        self.wanted = text
        self.again()

    def again(self) -> None:
        """What is found, or its order, may be other than before."""
        listed = self.listed
        if (rows := listed.rows) is None:
            return
        lens = None
        if self.wanted or self.sorted_by:
            find = self.find
            lens = [n for n, item in rows.loaded() if not self.wanted or find.hits(self.cells_of(item))]
            listed.empty_text = "nothing that is loaded matches"
        if lens is not None and self.sorted_by:
            ranks = {index: self._rank(rows.row(index)) for index in lens}
            lens.sort(key=ranks.__getitem__, reverse=self.falling)
            lens.sort(key=lambda index: ranks[index][0] >= NOTHING)
        listed.show_only(lens)
        self.screen.tell()

    async def load_more(self, rows: Rows[T], first: int, last: int) -> None:
        """Load these rows: they are drawn where they are in sight, and searched."""
        await self.screen.flow.heard(rows.load(first, last))
        if self.wanted or self.sorted_by:
            self.again()
        elif rows is self.listed.rows:
            self.listed.rows_loaded(first, last)
            self.screen.tell()

    @property
    def find(self) -> Find:
        """What was typed, understood."""
        return compile_find(self.wanted, self._titles())

    def matches(self, item: T, text: str) -> bool:
        """Whether a row is found by a text."""
        return compile_find(text, self._titles()).hits(self.cells_of(item))

    def _titles(self) -> list[str]:
        return [column.title for column in self.listed.columns]

    def cells_of(self, item: T) -> list[tuple[str, str]]:
        """The cells of a row, shown or not, with their titles."""
        return [(column.title, column.cell(item)[0]) for column in self.listed.columns]

    def _rank(self, item: T | None) -> tuple[int, Any]:
        return (NOTHING + 1, "") if item is None else self.sort_key(item, self.sorted_by)

    def sort_key(self, item: T, title: str) -> tuple[int, Any]:
        """What sorts a row by a column: its value, else what is written there; nothing last."""
        column = next((one for one in self.listed.columns if one.title == title), None)
        if column is not None and column.value is not None:
            value = column.value(item)
            return (NOTHING, "") if value is None else (1, value)
        text = column.cell(item)[0] if column is not None else "-"
        return (NOTHING, "") if text in ("-", "") else (1, text.casefold())

    def words(self) -> str:
        """What the caption says of it."""
        found = f"   / {self.find.words} (what is loaded)" if self.wanted else ""
        number = self.listed.count
        return found + (f"   sorted by {self.sorted_by} (the {number:,} that are loaded)" if self.sorted_by else "")
