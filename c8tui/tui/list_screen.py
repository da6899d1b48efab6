"""A screen that is a list with a pane of facts: search, opening, following the cursor."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from c8tui.errors import C8Error
from c8tui.session.find import Find, compile_find
from c8tui.session.rows import Rows
from c8tui.text import visible
from c8tui.tui.base import BaseScreen
from c8tui.tui.widgets.columns import Column
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.record_list import RecordList
from c8tui.tui.widgets.spoken import row_words

T = TypeVar("T")
SETTLE_S = 0.15
"""The cursor rests for so long before the pane asks about its row: holding a key asks nothing."""


class ListScreen(BaseScreen, Generic[T]):
    """Lists `Rows`; wide screens show the pane beside the list, narrow ones in its place when a row is opened.

    A subclass gives `COLUMNS`, makes its `rows()`, and describes a row in the pane.
    """

    NAME = "list"
    DEFAULT_CSS = """
    ListScreen #caption { height: 1; padding: 0 1; color: $foreground-muted; }
    ListScreen #side { width: 1fr; }
    ListScreen #pane { width: 2fr; border-left: tall $panel; display: none; }
    ListScreen.-wide #pane { display: block; }
    ListScreen.-wide #side { width: 3fr; }
    ListScreen.-narrow.-opened #side { display: none; }
    ListScreen.-narrow.-opened #pane { display: block; width: 1fr; border-left: none; }
    """
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = ()
    EMPTY: ClassVar[str] = "nothing here; a missing permission would look the same"

    def __init__(self) -> None:
        super().__init__()
        self.listed: RecordList[T] = RecordList(self.COLUMNS, flag=self.flag, remark=self.remark, id="listed")
        self.listed.empty_text = "loading"
        self.wanted = ""
        """What the list is searched for, as it was typed."""
        self.sorted_by = ""
        """The title of the column by which what is loaded is sorted; none for the order of the cluster."""
        self._caption = ""
        self._settling: Timer | None = None
        self._described: tuple[T, str] | None = None
        """The row that the pane tells of, and its flag then."""

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

    def key_of(self, item: T) -> str:
        """The key to copy."""
        return self.listed.rows.key_of(item) if self.listed.rows else ""

    # The frame

    def body(self) -> ComposeResult:
        with Horizontal():
            yield from self.left()
            with Vertical(id="side"):
                yield Static(id="caption", markup=False)
                yield self.listed
            yield Facts(id="pane")

    def left(self) -> ComposeResult:
        """What stands left of the list, if anything."""
        yield from ()

    def on_mount(self) -> None:
        # Not calling the handler of the base: Textual calls that of every class itself.
        self.listed.focus()
        self.restart()

    @property
    def current(self) -> T | None:
        """The row under the cursor."""
        return self.listed.current

    def go_to(self, key: str) -> None:
        """Put the cursor on the row with this key, when it is loaded and listed."""
        source = self.listed.rows.index_of(key) if self.listed.rows else None
        if source is not None:
            self.listed.cursor = self.listed.drawn_at(source, self.listed.cursor)

    def restart(self) -> None:
        """Ask a new question: the list starts from its beginning."""
        self.listed.empty_text = "loading"
        self.listed.list_rows(self.rows())
        self._described = None
        self.query_one("#pane", Facts).show(())
        self.tell()
        self.poll_anew()

    # Loading

    async def load(self) -> object:
        """Fetch what is in sight anew."""
        rows = self.listed.rows
        assert rows is not None
        await rows.refresh(*self.listed.window)
        return rows

    def show(self, answer: object) -> None:
        """Draw what came, unless another question has been asked meanwhile."""
        if answer is self.listed.rows:
            self.listed.empty_text = "nothing matches" if self.wanted else self.empty_words()
            self.search_again()
            self._describe_current()

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
            loading = rows.load(event.first, event.last)
            self.ask(loading, lambda _: self._more(rows, event), failed=self.load_failed, group="rows")

    def _more(self, rows: Rows[T], event: RecordList.Wanted) -> None:
        """More rows are loaded: they are drawn where they are in sight, and searched."""
        if self.wanted or self.sorted_by:
            self.search_again()
        elif rows is self.listed.rows:
            self.listed.rows_loaded(event.first, event.last)
            self.tell()

    # Searching what is loaded

    def on_prompt_line_typed(self, event: PromptLine.Typed) -> None:
        if event.sign == "/":
            self.wanted = event.text
            self.search_again()

    def on_prompt_line_entered(self, event: PromptLine.Entered) -> None:
        self.listed.focus()
        if event.sign == "/":
            self.search_entered(event.text)

    def on_prompt_line_closed(self, event: PromptLine.Closed) -> None:
        """Escape on the `/` line takes the search back."""
        self.listed.focus()
        if event.sign == "/":
            self.search_for("")

    def search_entered(self, text: str) -> None:
        """Enter on the `/` line: the search stays while the list is walked."""
        self.search_for(text)

    def search_for(self, text: str) -> None:
        """Show only the loaded rows that contain `text`."""
        self.wanted = text
        self.search_again()

    def search_again(self) -> None:
        """What is found, or its order, may be other than before."""
        rows = self.listed.rows
        if rows is None:
            return
        lens = None
        if self.wanted or self.sorted_by:
            find = self.find
            lens = [n for n, item in rows.loaded() if not self.wanted or find.hits(self.cells_of(item))]
            self.listed.empty_text = "nothing that is loaded matches"
        if lens is not None and self.sorted_by:
            lens.sort(key=lambda index: self._rank(rows.row(index)))
        self.listed.show_only(lens)
        self.tell()

    @property
    def find(self) -> Find:
        """What was typed behind `/`, understood."""
        return compile_find(self.wanted, (column.title for column in self.listed.columns))

    def cells_of(self, item: T) -> list[tuple[str, str]]:
        """The cells of a row, shown or not, with their titles."""
        return [(column.title, column.cell(item)[0]) for column in self.listed.columns]

    def _rank(self, item: T | None) -> tuple[int, object]:
        return (3, "") if item is None else self.sort_key(item, self.sorted_by)

    def sort_key(self, item: T, title: str) -> tuple[int, object]:
        """What sorts a row by a column: what is written there, nothing last."""
        text = dict(self.cells_of(item)).get(title, "-")
        return (2, "") if text == "-" else (1, text.casefold())

    def matches(self, item: T, text: str) -> bool:
        """Whether a row is found by a text of the `/` search."""
        return compile_find(text, (column.title for column in self.listed.columns)).hits(self.cells_of(item))

    # The pane

    def on_record_list_moved(self, _: RecordList.Moved) -> None:
        self.tell()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE_S, self._describe_current)

    def on_record_list_chosen(self, _: RecordList.Chosen) -> None:
        self.action_do("open")

    @property
    def pane_shown(self) -> bool:
        """Whether the pane is in sight."""
        return self.has_class("-wide") or self.has_class("-opened")

    def _describe_current(self) -> None:
        """Describe the row under the cursor, unless the pane tells of it as it is."""
        item = self.current
        if not self.pane_shown or item is None:
            self._described = None
            return
        if self._described != (item, self.flag(item)):
            if not self.is_described(self.key_of(item)):
                self.query_one("#pane", Facts).rewind()
            self._described = item, self.flag(item)
            self.describe(item)

    def is_described(self, key: str) -> bool:
        """Whether the pane is about this row: answers about others came too late."""
        return self._described is not None and self.key_of(self._described[0]) == key

    def action_refresh(self) -> None:
        """Ask for the list and for what the pane tells."""
        self._described = None
        super().action_refresh()

    def action_open(self) -> None:
        """Show the row in the pane and go there."""
        self.add_class("-opened")
        self._describe_current()
        self.query_one("#pane", Facts).focus()

    def action_back(self) -> None:
        """Pane, then search, then what the subclass adds."""
        if self.has_class("-opened"):
            self.remove_class("-opened")
            self.listed.focus()
        elif self.wanted:
            self.search_for("")
        else:
            self.listed.focus()
            super().action_back()

    def action_search(self) -> None:
        """Open the `/` line."""
        self.query_one(PromptLine).open("/", self.wanted)

    def action_copy(self) -> None:
        """Copy the row's key."""
        if (item := self.current) is not None:
            key = self.key_of(item)
            self.copy(key, lambda where: self.say(f"copied {key} {where}"))

    # What the frame says

    def count_words(self) -> str:
        rows = self.listed.rows
        if rows is None or rows.loaded_at is None:
            return ""
        total = f"{rows.total:,}{'+' if rows.capped else ''}"
        return f"{self.listed.count:,} of {total}" if self.wanted else total

    def spoken(self) -> str:
        """The row under the cursor: which one it is, what has happened to it, and its columns by their titles."""
        item = self.current
        if item is None:
            return self.listed.empty_text if not self.listed.count else f"row {self.listed.cursor + 1:,}, not loaded"
        flag = "*" if self.listed.is_marked(self.listed.cursor) else self.flag(item)
        return row_words(f"{self.listed.cursor + 1:,} of {self.count_words()}", flag, self.cells_of(item))

    def tell(self) -> None:
        super().tell()
        words = self.caption()
        if self.wanted:
            words += f"   / {self.find.words} (what is loaded)"
        if self.sorted_by:
            words += f"   sorted by {self.sorted_by} (the {self.listed.count:,} that are loaded)"
        words = "   ".join((words, *(self.listed.rows.remarks() if self.listed.rows else ())))
        if words != self._caption:  # an update lays the whole screen out anew
            self._caption = words
            self.query_one("#caption", Static).update(Content(visible(words)))
