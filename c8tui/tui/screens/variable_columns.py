"""Columns of process variables: their cells are fetched for the rows in sight, and sort what is loaded."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from c8tui.tui.debounce import Debounce
from c8tui.tui.flow import Ui
from c8tui.tui.screens.columns import ColumnSet
from c8tui.tui.widgets.columns import Cell

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen

T = TypeVar("T")
MOST_LOOKED_AT = 200
"""Rows that decide whether a column holds numbers."""
REST_S = 0.1
"""The list rests for so long before its cells are fetched: scrolling asks nothing."""


class VariableColumns(Generic[T]):
    """Shows the columns that were chosen of those a list can have, and fills the cells of variables."""

    def __init__(self, ui: Ui, session: Session, screen: ListScreen[Any], columns: ColumnSet[T]) -> None:
        self._ui, self._session, self._screen, self._columns = ui, session, screen, columns
        screen.search.late = self
        self.names: tuple[str, ...] = ()
        """The columns of the view; none for the standard ones."""
        self._resting = Debounce(screen, REST_S, self._begin_fetching)
        self._told_trouble = ""
        self._numbers: frozenset[str] = frozenset()
        """The paths whose columns hold numbers, as far as is loaded."""
        self._just_sorted = False
        """Whether the cells of the column that was chosen are still on their way: then its first row is gone to."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of variables that are columns."""
        return self._columns.paths_in(self.names)

    def cell(self, record: T, path: str) -> Cell:
        """The cell of a variable; a sign while it is not known."""
        text = self._session.cells.text(record, path)
        if text is None:
            return ("?" if self._session.cells.trouble else "…"), "dim"
        return text, "dim" if text == "-" else ""

    def sort_key(self, record: T, path: str) -> tuple[int, object]:
        """What sorts a row by a variable."""
        return self._session.cells.sort_key(record, path)

    def show(self, names: tuple[str, ...]) -> None:
        """Let the list have these columns."""
        self.names = names
        self._screen.listed.set_columns(self._columns.chosen(names, self.cell, self._numbers))

    def _align(self) -> None:
        """Numbers stand at the right, texts at the left: what a column holds is known when its cells are."""
        records, cells = [*islice(self._screen.listed.loaded(), MOST_LOOKED_AT)], self._session.cells
        known = {path: numbers for path in self.paths if (numbers := cells.are_numbers(records, path)) is not None}
        before, self._numbers = self._numbers, self._numbers - known.keys() | {one for one in known if known[one]}
        if self._numbers != before:
            self.show(self.names)

    def fetch_soon(self) -> None:
        """Fetch what is missing when the list rests."""
        self._resting.stop()
        if self.paths:
            self._resting.ask()

    def _begin_fetching(self) -> None:
        self._screen.flow.start(self._fetch(), group="cells", exclusive=True)

    async def _fetch(self) -> None:
        """Those of the rows in sight; of all that are loaded where these are sorted or searched."""
        listed, cells = self._screen.listed, self._session.cells
        if (rows := listed.rows) is None:
            return
        records = [one for _, one in (rows.loaded() if self._wants_all else listed.in_sight())]
        new = await self._screen.flow.heard(cells.fetch(records, self.paths))
        trouble = f"the variables of the columns cannot be read: {cells.trouble}" if cells.trouble else ""
        if trouble and trouble != self._told_trouble:
            self._ui.say(trouble, "warn")
        elif self._told_trouble and not trouble:
            self._ui.hush(self._told_trouble)
        self._told_trouble = trouble
        if new:
            self._align()
        if new and self._wants_all:
            self._screen.search.again()
            if self._just_sorted:
                listed.action_jump(0)
        elif new or cells.trouble:
            listed.redraw()
        self._just_sorted = False

    @property
    def _wants_all(self) -> bool:
        return self._screen.search.sorted_by in self.paths or bool(self._screen.search.wanted)

    def sorted_loaded(self) -> None:
        """What is loaded is sorted otherwise: the cells that this takes are fetched."""
        self._just_sorted = True
        self.fetch_soon()
