"""A screen that is a list with a pane of facts: search, opening, following the cursor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from c8tui.errors import C8Error
from c8tui.session.rows import Rows
from c8tui.text import visible
from c8tui.tui.screens import search
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.column_sort import ColumnSort, FillsColumns
from c8tui.tui.screens.pane import ListPane
from c8tui.tui.screens.panes import Panes
from c8tui.tui.screens.returning import ComeBack
from c8tui.tui.screens.search import Search
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.columns import Column
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.record_list import RecordList, unlisted_marks
from c8tui.tui.widgets.side_by_side import SideBySide
from c8tui.tui.widgets.spoken import row_words

T = TypeVar("T")
OR_NO_PERMISSION = "(You would see the same without permission to read them.)"
"""What an empty list says besides: the cluster answers so, too."""


def marked_words(listed: RecordList[Any]) -> str:
    """How many rows are marked, and how many of them are out of sight for good: `3 marked, 2 not listed`."""
    if not listed.marks:
        return ""
    unlisted = unlisted_marks(listed)
    return f"{len(listed.marks):,} marked" + (f", {len(unlisted):,} not listed" if unlisted else "")


def number_of(listed: RecordList[Any]) -> int | None:
    """How many rows there are, as `count_words` ends; None before the first answer."""
    rows = listed.rows
    return None if rows is None or rows.loaded_at is None else rows.total


@runtime_checkable
class BacksOut(Protocol):
    """A part that escape steps back in."""

    @property
    def depth(self) -> int:
        """How many steps one can back out."""

    def back(self) -> bool:
        """Back out one step; False when there is none."""


@runtime_checkable
class HearsAnswers(Protocol):
    """A part that goes on when what was asked for is listed."""

    def answered(self) -> None:
        """An answer is listed."""


class Arrivals:
    """From where somebody came to what a list is narrowed to: backing out of that leads there again."""

    def __init__(self, screen: ListScreen[Any]) -> None:
        self._screen = screen
        self._came: list[tuple[int, Callable[[], object]]] = []
        """The way back from each, by how deep the list was then."""

    @property
    def _parts(self) -> list[BacksOut]:
        return [part for part in self._screen.parts if isinstance(part, BacksOut)]

    @property
    def _depth(self) -> int:
        return sum(part.depth for part in self._parts)

    def arrive(self, then: Callable[[Any], object], back: Callable[[], object]) -> None:
        """Somebody comes from elsewhere to do `then`; where that narrows the list, `back` is the way out of it."""
        rows = self._screen.listed.rows
        then(self._screen)
        if self._screen.listed.rows is not rows and (depth := self._depth):
            self._came = [*(one for one in self._came if one[0] < depth), (depth, back)]

    def back_out(self) -> bool:
        """Back out one step, and go back to where somebody came from by it; False when there is none."""
        depth = self._depth
        came = [one for one in self._came if one[0] <= depth]
        way = came.pop()[1] if came and came[-1][0] == depth else None
        if way is None:
            backed = self._back()
        else:
            places = self._screen.host.navigation
            places.look()
            with places.moving():  # the list itself is on the way, and no place that was gone to
                if backed := self._back():
                    way()
        if backed:
            self._came = came
        return backed

    def _back(self) -> bool:
        return any(part.back() for part in self._parts)

    def ways_again(self) -> Callable[[], object]:
        """What gives back the ways as they are now."""
        return partial(setattr, self, "_came", self._came)


class ListScreen(BaseScreen, Generic[T]):
    """Lists `Rows`; the pane stands beside the list where there is room, else in its place when a row is opened.

    A subclass gives `COLUMNS`, makes its `rows()`, and describes a row in the pane.
    """

    DEFAULT_CSS = """
    ListScreen #caption {
        height: 1; padding: 0 1; color: $foreground-muted; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = ()
    BESIDE: ClassVar[tuple[type[Widget], ...]] = ()
    """What stands left of the list."""
    EMPTY: ClassVar[str] = f"Nothing here. {OR_NO_PERMISSION}"

    def __init__(self) -> None:
        super().__init__()
        self.listed: RecordList[T] = RecordList(self.COLUMNS, flag=self.flag, remark=self.remark, id="listed")
        self.listed.empty_text = "loading"
        self.search: Search[T] = Search(self, self.listed)
        self.beside = SideBySide(lambda: self.pane.describe())
        self.pane: ListPane[T] = ListPane(self, self.beside, self.listed, self.flag, self.describe)
        self.column_sort = ColumnSort(self, self.listed, lambda: self.search)
        self.arrivals = Arrivals(self)
        self.come_back = ComeBack(self)
        self.shown = self.come_back.shown
        self._caption = ""
        self._filling: list[FillsColumns] | None = None
        """Looked for once: a check against a protocol takes time, and a key waits for it."""

    # What a subclass provides

    def rows(self) -> Rows[T]:
        """A new question to the cluster for the list."""
        raise NotImplementedError

    def describe(self, item: T) -> None:
        """Fill the pane for a row, asking for what is not known yet."""
        raise NotImplementedError

    def caption(self) -> str:
        """What the list shows, raw."""
        raise NotImplementedError

    def empty_words(self) -> str:
        """What an empty list means."""
        return self.EMPTY

    def flag(self, item: T) -> str:
        """One character before a row: `~` ours and not indexed yet, `:` changed since the last look."""
        rows = self.listed.rows
        return ":" if rows is not None and rows.key_of(item) in rows.changed else " "

    def remark(self, item: T) -> str:
        """What a row says in place of its last cells; empty where they stand."""
        return ""

    # The frame

    def body(self) -> ComposeResult:
        session = self.session
        layout, alone = session.layout_of(self.NAME), session.settings.linear
        with self.beside.begin(layout, alone=alone):
            yield from (widget() for widget in self.BESIDE)
            with Vertical(id="side"):
                yield Clipped(id="caption", markup=False)
                yield self.listed
            yield Facts(id="pane")

    def begin(self) -> None:
        self.parts += [self.arrivals, self.pane, self.search, self.column_sort, Panes(self, self.beside)]
        self.prompts[search.SIGN] = self.search
        self.frame.number = lambda: number_of(self.listed)
        self.listed.focus()
        self.restart()

    @property
    def current(self) -> T | None:
        """The row under the cursor."""
        return self.listed.current

    def known(self) -> dict[str, Any]:
        return super().known() | {
            "selected": self.current is not None,
            "marked": len(self.listed.marks),
            # Where rows open elsewhere, they do so from the pane, too.
            "opened": self.pane.has_keys and self.doing("action_open") == self.pane.action_open,
        }

    def restart(self) -> None:
        """Ask a new question: the list starts from its beginning, and what was said of the one before goes with it."""
        self.ui.hush()
        self.listed.empty_text = "loading"
        self.listed.list_rows(self.rows())
        self.pane.clear()
        self.tell()
        self.polling.anew()

    # Loading

    async def load(self) -> object:
        """Fetch what is in sight anew."""
        rows = self.listed.rows
        assert rows is not None
        await rows.refresh(*self.listed.window, keep=self.search.narrows)
        return rows

    def show(self, answer: object) -> None:
        """Draw what came, unless another question has been asked meanwhile."""
        if answer is self.listed.rows:
            self.listed.empty_text = self.empty_words()
            self.search.again()
            self.come_back.loaded()
            self.pane.describe()
            for part in self.parts:
                if isinstance(part, HearsAnswers):
                    part.answered()

    def load_failed(self, error: C8Error) -> None:
        """Where nothing was shown yet, the reason stands in its place."""
        if self.listed.rows is not None and self.listed.rows.loaded_at is None:
            self.listed.empty_text = f"cannot be shown: {visible(error.detail, 200)}"
            self.listed.redraw()
        super().load_failed(error)

    def on_record_list_wanted(self, event: RecordList.Wanted) -> None:
        """Rows came into sight that are not loaded."""
        rows = self.listed.rows
        if rows is not None and rows.loaded_at is not None:
            loading = self.search.load_more(rows, event.first, event.last)
            self.flow.start(loading, failed=self.load_failed, group="rows")

    def on_record_list_moved(self, _: RecordList.Moved) -> None:
        self.come_back.loaded()
        self.tell()
        self.pane.moved()
        if self._filling is None:
            self._filling = [part for part in self.parts if isinstance(part, FillsColumns)]
        for part in self._filling:
            part.fetch_soon()

    def on_record_list_chosen(self, _: RecordList.Chosen) -> None:
        self.action_do("open")

    def on_record_list_title_clicked(self, event: RecordList.TitleClicked) -> None:
        self.flow.start(self.column_sort.by(event.column), group="commands")

    def on_prompt_line_said(self, event: PromptLine.Said) -> None:
        """Beside what every screen does then: the list has the keys again."""
        if event.how != "typed":
            self.listed.focus()

    def action_back(self) -> None:
        """What is being loaded, a range that is open, the pane, the search, then what its parts can back out of."""
        if self.search.stop_loading():
            return
        if self.listed.range_from is not None:
            self.listed.drop_range()
        elif self.pane.is_open:
            self.pane.close()
        elif self.search.wanted:
            self.search.search_for("")
        else:
            self.listed.focus()
            if not self.arrivals.back_out():
                super().action_back()

    # What the frame says

    def count_words(self) -> str:
        rows, marked = self.listed.rows, marked_words(self.listed)
        if marked.endswith("listed"):
            marked += " (M)"  # the key that takes their marks off
        if rows is None or rows.loaded_at is None:
            return marked
        total = f"{rows.total:,}{'+' if rows.capped else ''}"
        count = f"{self.listed.count:,} of {total}" if self.search.wanted else total
        return f"{marked}   {count}" if marked else count

    def spoken(self) -> str:
        """The row under the cursor: which one it is, what has happened to it, and its columns by their titles."""
        item = self.current
        if item is None:
            return (
                self.listed.empty_text.replace("\n", " ")
                if not self.listed.count
                else f"row {self.listed.cursor + 1:,}, not loaded"
            )
        flag = "*" if self.listed.is_marked(self.listed.cursor) else self.flag(item)
        cells = self.search.cells_of(item)
        return row_words(f"{self.listed.cursor + 1:,} of {self.count_words()}", flag, cells)

    def tell(self) -> None:
        super().tell()
        self.column_sort.mark()
        remarks = self.listed.rows.remarks() if self.listed.rows else ()
        what, gap, order = self.caption().partition("   ")
        words = "   ".join((f"{what}{self.search.words()}{gap}{order}", *remarks))
        line = self.query_one("#caption", Clipped)
        # The order can be spared where a sign in the titles of the columns says it, too.
        spare = len(gap + order) if self.come_back.asks is not None and not remarks else 0
        words = self.way_line.before(visible(words), line.content_size.width, spare)
        if words != self._caption:  # an update lays the whole screen out anew
            self._caption = words
            line.update(Content(words))
