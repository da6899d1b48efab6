"""A list drawn line by line over rows that are fetched as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual.binding import BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from c8tui.session.rows import Rows
from c8tui.tui.widgets.columns import MORE_RIGHT, Column, column_at
from c8tui.tui.widgets.lens import Lens
from c8tui.tui.widgets.line_breaking import broken
from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS, SIDEWAYS_KEYS
from c8tui.tui.widgets.row_painter import CSS, STYLES, RowPainter

T = TypeVar("T")


class RecordList(ScrollView, Generic[T], can_focus=True):
    """Rows of fixed height over `Rows`; work and memory depend on what is seen, not on how much there is.

    The cursor is on a row, not on a number: it stays on its row when rows before it come and go.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"list--{name}" for name in (*STYLES, "header", "cursor")}
    DEFAULT_CSS = CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        G_TO_TOP,
        *SIDEWAYS_KEYS,
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another row now, or that row has changed, or what is marked."""

        def can_replace(self, message: Message) -> bool:
            """Only where it is now matters."""
            return isinstance(message, RecordList.Moved)

    class Chosen(Message):
        """A row was clicked twice."""

    class TitleClicked(Message):
        """The title of a column was clicked."""

        def __init__(self, column: Column[Any]) -> None:
            self.column = column
            super().__init__()

    class Wanted(Message):
        """Rows `first` to `last` are in sight and not loaded."""

        def __init__(self, first: int, last: int) -> None:
            self.first, self.last = first, last
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only what is in sight now matters."""
            return isinstance(message, RecordList.Wanted)

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        flag: Callable[[T], str] = lambda _: " ",
        remark: Callable[[T], str] = lambda _: "",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._painter = RowPainter(self, columns, flag, remark)
        self._lens: Lens[T] = Lens()
        self._cursor_key: str | None = None
        self.marks: dict[str, T] = {}
        """The marked rows by key, each as it was when it was marked, in the order of marking."""
        self.carried: set[str] = set()
        """Keys that were marked before another question was asked: whether that has them, only its rows can tell."""
        self.range_from: int | None = None
        """Where a range was begun that reaches to the cursor."""
        self.empty_text = "nothing here"
        """What stands in the place of rows when there are none, in one line or several."""

    @property
    def rows(self) -> Rows[T] | None:
        """What is listed."""
        return self._lens.rows

    @property
    def count(self) -> int:
        """How many rows can be reached."""
        return self._lens.count

    @property
    def current(self) -> T | None:
        """The row under the cursor, when it is loaded."""
        return self.item(self.cursor)

    @property
    def window(self) -> tuple[int, int]:
        """Index in `rows` of the first and the last row in sight."""
        first = self.scroll_offset.y
        last = max(first, min(self.count, first + self._height) - 1)
        return self._lens.source(first), self._lens.source(last)

    def item(self, index: int) -> T | None:
        """The row that is drawn at `index`."""
        return self._lens.item(index)

    @property
    def columns(self) -> Sequence[Column[T]]:
        """The columns, whether or not there is room for all of them."""
        return self._painter.columns

    def set_columns(self, columns: Sequence[Column[T]]) -> None:
        """Show other columns, from the first on; those of the same titles where the others stood."""
        self._painter.set_columns(columns)
        self.refresh()

    def mark_sorted(self, title: str, mark: str) -> None:
        """Say behind the title of a column that the rows are sorted by it; by none where it is empty."""
        if (self._painter.sorted_by, self._painter.sort_mark) != (title, mark):
            self._painter.sorted_by, self._painter.sort_mark = title, mark
            self.refresh_line(0)

    def is_marked(self, index: int) -> bool:
        """Whether the row at `index` is marked, or in the range that is open."""
        if self.range_from is not None and min(self.range_from, self.cursor) <= index <= max(
            self.range_from, self.cursor
        ):
            return True
        return bool(self.marks) and self._lens.key_at(index) in self.marks

    def list_rows(self, rows: Rows[T]) -> None:
        """List something else, from its start; what is marked stays marked."""
        self.carried = set(self.marks)
        self._lens, self._cursor_key, self.range_from = Lens(rows), None, None
        self._scroll(0)
        self.set_reactive(RecordList.cursor, 0)
        self.rows_changed()

    def show_only(self, indexes: list[int] | None) -> None:
        """Show only these indexes of `rows`, or all of them again."""
        if indexes != self._lens.only:
            self.range_from = None
        self._lens.only = indexes
        self.rows_changed()

    def rows_changed(self) -> None:
        """The rows were fetched anew: draw them, the cursor still on its row."""
        drawn = self._painter.forget()
        before, cursor = (self.virtual_size, self.scroll_offset, self._painter.width), self.cursor
        self.virtual_size = Size(0, self.count + 1)
        self._follow_cursor()
        if before == (self.virtual_size, self.scroll_offset, self.scrollable_content_region.width):
            self._refresh_changed(drawn, cursor)
        else:
            self.refresh()
        self._want()
        self.post_message(self.Moved())

    def rows_loaded(self, first: int, last: int) -> None:
        """Rows `first` to `last` were fetched: where none of them is in sight, nothing is drawn."""
        top, bottom = self.window
        if self._lens.only is None and (last < top or first > bottom):
            self.virtual_size = Size(0, self.count + 1)
        else:
            self.rows_changed()

    def _refresh_changed(self, drawn: Mapping[tuple[int, bool], Strip], cursor: int) -> None:
        """Repaint lines that say something else than `drawn`, the cursor at `cursor`: a quiet poll sends nothing."""
        top = self.scroll_offset.y
        if not self.count:
            self.refresh()
        for index in range(top, min(self.count, top + self._height)):
            if drawn.get((index, index == cursor)) != self._row_strip(index, index == self.cursor):
                self.refresh_line(index + 1)

    def redraw_row(self, index: int) -> None:
        """What is said of one row has changed."""
        self._painter.forget()
        self.refresh_line(index + 1)

    def sources(self, first: int, last: int) -> list[int]:
        """Where in `rows` those stand that are drawn from `first` to `last`."""
        return [self._lens.source(index) for index in range(first, min(last + 1, self.count))]

    def loaded(self) -> Iterator[T]:
        """The rows that are listed and loaded, in their order."""
        return self._lens.loaded()

    def in_sight(self) -> Iterator[tuple[int, T]]:
        """The rows that are drawn and loaded, with where they are drawn."""
        top = self.scroll_offset.y
        shown = ((index, self.item(index)) for index in range(top, min(self.count, top + self._height)))
        yield from ((index, item) for index, item in shown if item is not None)

    def redraw(self) -> None:
        """What is laid over the rows, or stands in their cells, has changed."""
        self._painter.forget()
        self.refresh()
        self.post_message(self.Moved())

    def _follow_cursor(self) -> None:
        """Put the cursor where its row went, and let that row keep its place on the screen."""
        before = self.cursor
        if (now := self._lens.drawn_at(self._cursor_key)) is not None:
            self.set_reactive(RecordList.cursor, now)
        self.set_reactive(RecordList.cursor, self.validate_cursor(self.cursor))
        if moved := self.cursor - before:
            self._scroll(self.scroll_offset.y + moved)
        self._show_cursor()
        self._cursor_key = self._lens.key_at(self.cursor)

    def key_of(self, item: T) -> str:
        """The key of a row."""
        return self.rows.key_of(item) if self.rows is not None else ""

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row with this key; False when it is not loaded, or not listed."""
        if (index := self._lens.drawn_at(key)) is None:
            return False
        self.cursor = index
        return True

    def drop_range(self) -> None:
        """The range that is open is no more."""
        self.range_from = None
        self.redraw()

    @property
    def _height(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _want(self, heading: int = 0) -> None:
        """Ask for rows in sight that are not loaded; else for those that come next where the list is heading."""
        rows = self.rows
        if rows is None or not self.count:
            return
        first, last = self.window
        if not rows.missing(first, last) and heading and self._lens.only is None:
            ahead = rows.size // 2
            first, last = (last + 1, last + ahead) if heading > 0 else (first - ahead, first - 1)
            first, last = max(0, first), min(self.count - 1, last)
        if first <= last and rows.missing(first, last):
            self.post_message(self.Wanted(first, last))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._want(heading=(new_value > old_value) - (new_value < old_value))

    def on_resize(self, _: Resize) -> None:
        self._show_cursor()
        self._want()

    def notify_style_update(self) -> None:
        self._painter.forget_styles()
        super().notify_style_update()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(self.count - 1, cursor))

    def watch_cursor(self, old: int, new: int) -> None:
        if old == new:
            return
        self._cursor_key = self._lens.key_at(self.cursor)
        if self.range_from is not None:
            self._painter.forget()
            self.refresh()
        if not self._show_cursor():
            self.refresh_line(old + 1)
            self.refresh_line(new + 1)
        self.post_message(self.Moved())

    def _show_cursor(self) -> bool:
        """Scroll the cursor into sight, half a page at a time, so that holding a key repaints seldom."""
        top, height = self.scroll_offset.y, self._height
        if top <= self.cursor < top + height:
            return False
        self._scroll(self.cursor - height // 2)
        return True

    def _scroll(self, top: int) -> None:
        """Scroll now; by force, because right behind a change of length the scrollbar is not there yet."""
        self.scroll_to(None, top, animate=False, immediate=True, force=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.cursor += rows

    def action_page(self, pages: float) -> None:
        """Move cursor and view by so many pages."""
        step = int(pages * self._height)
        self._scroll(self.scroll_offset.y + step)
        self.cursor += step

    def action_jump(self, index: int) -> None:
        """Move the cursor to a row; -1 is the last."""
        self.cursor = index if index >= 0 else self.count - 1

    def action_aside(self, columns: int) -> None:
        """Show columns that have no room, so many further to the right or, negative, to the left."""
        if self._painter.move_aside(columns, self.scrollable_content_region.width):
            self.refresh()

    def on_click(self, event: Click) -> None:
        if event.y == 0:
            placement = self._painter.placement(self.scrollable_content_region.width)
            if placement.more and event.x >= self.scrollable_content_region.width - len(MORE_RIGHT):
                self.action_aside(1)
            elif (column := column_at(placement, event.x)) is not None:
                self.post_message(self.TitleClicked(column))
        elif event.y >= 1:
            self.cursor = self.scroll_offset.y + event.y - 1
            if event.chain == 2:
                self.post_message(self.Chosen())

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            return self._painter.header(width)
        index = self.scroll_offset.y + y - 1
        if index >= self.count:
            lines = () if self.count else _lines(self.empty_text, width - 3)
            return self._painter.words(f"  {lines[y - 1]}" if y <= len(lines) else "", width)
        return self._row_strip(index, index == self.cursor)

    def _row_strip(self, index: int, at_cursor: bool) -> Strip:
        width, item = self.scrollable_content_region.width, self.item(index)
        if item is None:
            return self._painter.waiting(at_cursor, width)
        return self._painter.row(index, item, at_cursor, self.is_marked(index), width)


def _lines(text: str, width: int) -> list[str]:
    """The lines of a text, each in as many as have room."""
    return [part for line in text.split("\n") for part in broken(line, max(20, width))]


def targets_of(listed: RecordList[T]) -> tuple[T, ...]:
    """What is marked, each as the list has it now, else the row under the cursor."""
    rows, marks = listed.rows, listed.marks
    if marks and rows is not None:
        return tuple(_now(rows, key, item) for key, item in marks.items())
    return () if listed.current is None else (listed.current,)


def _now(rows: Rows[T], key: str, item: T) -> T:
    """A marked row as the list has it now, else as it was marked."""
    index = rows.index_of(key)
    now = rows.row(index) if index is not None else None
    return item if now is None else now


def unlisted_marks(listed: RecordList[Any]) -> list[str]:
    """Keys of the marked rows that are not listed.

    Those that were marked since the question was asked are listed, though their rows may not be loaded; of others, only
    what is loaded is known to be.
    """
    lens = listed._lens
    if (rows := lens.rows) is None or rows.loaded_at is None or not listed.marks:
        return []
    missing = lens.missing(listed.marks)
    return missing if lens.only is not None or rows.complete else [key for key in missing if key in listed.carried]
