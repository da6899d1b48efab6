"""Searching and sorting what is loaded of a list: the `/` line narrows it while it is typed, enter keeps it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from c8tui.session.filter_syntax import NotWords
from c8tui.session.find import Find, compile_find
from c8tui.session.rows import MOST_ROWS, Rows
from c8tui.tui.debounce import Debounce
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine

if TYPE_CHECKING:
    from textual.worker import Worker

    from c8tui.tui.screens.base import BaseScreen
    from c8tui.tui.widgets.record_list import RecordList

T = TypeVar("T")
Cells = list[tuple[str, str]]
SIGN = "/"
"""What stands before the line."""
NOTHING = 2
"""The rank, from which on nothing is there to sort by."""
AT_ONCE = 2_000
"""Rows that are looked through with every key; where there are more, when the keys rest."""
REST_S = 0.15
PLACEHOLDER = "text, /RE/, ~fuzzy, !without, column>value"


class ClusterSearch:
    """What of a list the cluster can be asked for by a text; here: nothing."""

    what = ""
    """Where the cluster looks, as the hint of the line says it; "" where it cannot be asked."""

    def wrong(self, text: str) -> str:
        """Why the cluster cannot be asked for a text; "" where it can."""
        raise NotImplementedError

    def ask(self, text: str) -> None:
        """List what the cluster finds by a text."""
        raise NotImplementedError


def plain_text_only(text: str) -> str:
    """Why the cluster cannot be asked for what only this program understands."""
    return "the cluster looks for plain text only; enter searches what is loaded" if text[:1] in ("/", "~", "!") else ""


class LateCells(Protocol):
    """What knows the cells of columns that are fetched after their rows."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The titles of those columns."""

    def sort_key(self, record: Any, path: str) -> tuple[int, object]:
        """What sorts a row by such a column."""


class Search(Prompted, Generic[T]):
    """What a list is searched for, and the column by which what is loaded is sorted."""

    def __init__(self, screen: BaseScreen, listed: RecordList[T]) -> None:
        self.screen, self.listed = screen, listed
        self.cluster = ClusterSearch()
        self.late: LateCells | None = None
        self.wanted = ""
        """What the list is searched for, as it was typed."""
        self.sorted_by = ""
        """The title of the column by which what is loaded is sorted; none for the order of the cluster."""
        self._before = ""
        """What it was searched for when the line was opened."""
        self._trouble = ""
        """Why the list could not be searched."""
        self._loading: Worker[None] | None = None
        self._resting = Debounce(screen, REST_S, self.again)
        self._cells: dict[str, tuple[T, Cells]] = {}
        """The lasting cells of a row, by its key: dates in words take long, and ten thousand rows are searched."""
        self._cells_of: list[str] = []
        """The columns that those are of."""
        self.falling = False
        """Whether what is sorted so begins with the highest; what is empty comes last all the same."""

    def action_search(self) -> None:
        """Open the `/` line."""
        self.open(self.wanted)

    def open(self, text: str) -> None:
        """Open the `/` line with a text in it."""
        self._before = self.wanted
        self._cells.clear()  # dates in words grow old
        cluster = self.cluster
        asks = f"   ctrl+s ask the cluster ({cluster.what})" if cluster.what else ""
        self.screen.query_one(PromptLine).open(
            SIGN,
            text,
            placeholder=PLACEHOLDER,
            hint=f"enter, down keep{asks}   esc back",
            wrong=self.wrong,
            unaskable=cluster.wrong if cluster.what else None,
            leaves=True,
        )

    def wrong(self, text: str) -> str:
        """What is wrong with a text to look for."""
        try:
            self._compiled(text)
        except NotWords as wrong:
            return wrong.detail
        return ""

    def typed(self, text: str) -> None:
        if self.wrong(text):  # what was found before stays while an expression is not finished
            return
        self.wanted = text
        if self.listed.rows is not None and self.listed.rows.loaded_count > AT_ONCE:
            self._resting.ask()
        else:
            self.again()

    def entered(self, text: str) -> None:
        """The search stays while the list is walked."""
        self.search_for(text)

    def closed(self, text: str) -> None:
        """Escape takes back what was typed."""
        self.search_for(self._before)

    def asked(self, text: str) -> None:
        """The cluster is asked in place of what is loaded."""
        self.search_for("")
        self.cluster.ask(text)

    def search_for(self, text: str) -> None:
        """Show only the loaded rows in which `text` is found."""
        self.wanted = text
        self.again()

    @property
    def narrows(self) -> bool:
        """Whether what is drawn depends on all that is loaded."""
        return bool(self.wanted or self.sorted_by)

    def again(self) -> None:
        """What is found, or its order, may be other than before."""
        self._resting.stop()
        listed = self.listed
        if (rows := listed.rows) is None:
            return
        lens = None
        if self.narrows:
            lens = self._found(rows)
            if self.wanted:
                listed.empty_text = self._empty_words(rows)
        else:
            self._cells.clear()
        if lens is not None and self.sorted_by:
            ranks = {index: self._rank(rows.row(index)) for index in lens}
            lens.sort(key=ranks.__getitem__, reverse=self.falling)
            lens.sort(key=lambda index: ranks[index][0] >= NOTHING)
        listed.show_only(lens)
        self.screen.tell()

    def _found(self, rows: Rows[T]) -> list[int]:
        """Where in the rows those stand that are found; all of them where the search takes too long."""
        self._trouble = ""
        try:
            if not self.wanted:
                return [n for n, _ in rows.loaded()]
            find = self.find
            return [n for n, item in rows.loaded() if find.hits(self._known_cells(rows.key_of(item), item))]
        except NotWords as wrong:
            self._trouble = wrong.detail
            return [n for n, _ in rows.loaded()]

    def _empty_words(self, rows: Rows[T]) -> str:
        if rows.complete:
            return "Nothing matches.\nesc shows all, / changes the search."
        return (
            f"Nothing matches in the {rows.loaded_count:,} loaded.\nesc shows all, / changes the search, L loads more."
        )

    async def load_more(self, rows: Rows[T], first: int, last: int) -> None:
        """Load these rows: they are drawn where they are in sight, and searched."""
        await self.screen.flow.heard(rows.load(first, last))
        if self.narrows:
            self.again()
        elif rows is self.listed.rows:
            self.listed.rows_loaded(first, last)
            self.screen.tell()

    # Loading the rest

    @property
    def is_loading(self) -> bool:
        """Whether the rest of the list is being loaded."""
        return self._loading is not None and not self._loading.is_finished

    def action_load_all(self) -> None:
        """Load the rest of the list in the background."""
        rows = self.listed.rows
        if rows is None or rows.loaded_at is None or self.is_loading:
            return
        if rows.complete:
            self.screen.ui.say(f"All {rows.total:,} are loaded.")
            return
        self._loading = self.screen.flow.start(self._load_all(rows), group="load all", exclusive=True)

    async def _load_all(self, rows: Rows[T]) -> None:
        def came() -> None:
            if rows is self.listed.rows and self.screen.flow.listening:
                self.again()

        try:
            await self.screen.flow.heard(rows.load_all(came))
        finally:
            self._loading = None
            came()

    def stop_loading(self) -> bool:
        """Stop loading the rest, and keep what has come; False where nothing is being loaded."""
        if self._loading is None or self._loading.is_finished:
            return False
        self._loading.cancel()
        return True

    @property
    def find(self) -> Find:
        """What was typed, understood. Raises NotWords."""
        return self._compiled(self.wanted)

    def matches(self, item: T, text: str) -> bool:
        """Whether a row is found by a text. Raises NotWords."""
        return self._compiled(text).hits([*self.cells_of(item), *self._numbers_of(item)])

    def _compiled(self, text: str) -> Find:
        valued = [column for column in self.listed.columns if column.value is not None]
        dates = {column.title for column in valued if column.dated}
        return compile_find(text, self._titles(), {column.title for column in valued} - dates, dates)

    def _titles(self) -> list[str]:
        return [column.title for column in self.listed.columns]

    def cells_of(self, item: T) -> Cells:
        """The cells of a row, shown or not, with their titles."""
        return [(column.title, column.cell(item)[0]) for column in self.listed.columns]

    def _numbers_of(self, item: T) -> Cells:
        """The numbers behind what some cells say in words, by which they compare."""
        numbers = (one for one in self.listed.columns if one.value is not None and not one.dated)
        return [(one.title, str(one.value(item))) for one in numbers if one.value is not None]

    def _known_cells(self, key: str, item: T) -> Cells:
        """The cells of a row, those that last as they were when it was looked through before."""
        if (titles := self._titles()) != self._cells_of:
            self._cells, self._cells_of = {}, titles
        known = self._cells.get(key)
        if known is None or known[0] is not item:
            lasting = [
                (column.title, column.cell(item)[0]) for column in self.listed.columns if self.lasts(column.title)
            ]
            known = self._cells[key] = item, lasting
        fresh = [column for column in self.listed.columns if not self.lasts(column.title)]
        return [*self._numbers_of(item), *known[1], *((column.title, column.cell(item)[0]) for column in fresh)]

    def lasts(self, title: str) -> bool:
        """Whether the cells of a column change with their row only."""
        return self.late is None or title not in self.late.paths

    def _rank(self, item: T | None) -> tuple[int, Any]:
        return (NOTHING + 1, "") if item is None else self.sort_key(item, self.sorted_by)

    def sort_key(self, item: T, title: str) -> tuple[int, Any]:
        """What sorts a row by a column: its value, else what is written there; nothing last."""
        if self.late is not None and title in self.late.paths:
            return self.late.sort_key(item, title)
        column = next((one for one in self.listed.columns if one.title == title), None)
        if column is not None and column.value is not None:
            value = column.value(item)
            return (NOTHING, "") if value is None else (1, value)
        text = column.cell(item)[0] if column is not None else "-"
        return (NOTHING, "") if text in ("-", "") else (1, text.casefold())

    # What the caption says

    def words(self) -> str:
        """What is found of how many, and where that was looked for."""
        rows = self.listed.rows
        if rows is None or rows.loaded_at is None:
            return ""
        if self.wanted:
            return f"   / {self._found_words(rows)}"
        if self.sorted_by:
            return f"   sorted by {self.sorted_by} ({self._where(rows) or 'all of them'})"
        return f"   {self._where(rows)}" if self.is_loading else ""

    def _found_words(self, rows: Rows[T]) -> str:
        if self._trouble:
            return f"{self.wanted} ({self._trouble})"
        where = self._where(rows)
        total = f"{rows.total:,}{'+' if rows.capped else ''}"
        return f"{self.find.words} ({self.listed.count:,} of {total}{'; ' if where else ''}{where})"

    def _where(self, rows: Rows[T]) -> str:
        """Of what it is said, where that is not the whole list."""
        loaded = rows.loaded_count
        if self.is_loading:
            return f"loading: {loaded:,} of {min(rows.total, MOST_ROWS):,}, esc stops"
        if rows.complete:
            return ""
        if loaded >= MOST_ROWS:
            return f"in the first {loaded:,}, which is the most; a filter narrows the rest"
        return f"in the {loaded:,} loaded, L loads {'all' if rows.total <= MOST_ROWS else f'{MOST_ROWS:,}'}"
