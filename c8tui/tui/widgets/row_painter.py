"""Drawing the rows of a list: columns laid out once a width, styles worked out once, drawn rows kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from c8tui.tui.widgets.clipped import clipped
from c8tui.tui.widgets.columns import Cell, Column, Placement, fit, place, runs_of, titles
from c8tui.tui.widgets.style_cache import StyleCache

T = TypeVar("T")
STYLES = ("dim", "warn", "error", "ok", "strong", "mark")
"""The names of styles that cells may have; each is a component class `list--NAME` of the list."""
CSS = """
RecordList {
    background: $surface; color: $foreground; height: 1fr; scrollbar-size-vertical: 1;
    & > .list--header { background: $panel; color: $foreground-muted; text-style: bold; }
    & > .list--cursor { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    & > .list--dim { color: $foreground-muted; }
    & > .list--warn { color: $text-warning; }
    & > .list--error { color: $text-error; text-style: bold; }
    & > .list--ok { color: $text-success; }
    & > .list--strong { text-style: bold; }
    & > .list--mark { color: $text-accent; text-style: bold; }
    &:focus > .list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
}
"""
"""The looks of a list, by the names of its component classes."""
ON_ITS_WAY = ("~", "w")
"""Flags of rows that a command of ours is on its way to: they stand before marked rows, too."""
MOST_KEPT = 200
"""Drawn rows that are kept: some screens full; each is about 2 KiB."""


class RowPainter(Generic[T]):
    """Draws for one list, whose component classes give the colours."""

    def __init__(
        self, owner: Widget, columns: Sequence[Column[T]], flag: Callable[[T], str], remark: Callable[[T], str]
    ) -> None:
        self.columns = columns
        self.width = -1
        """The width that rows were drawn for last."""
        self._owner, self._flag, self._remark = owner, flag, remark
        self.sorted_by, self.sort_mark = "", ""
        """The title of the column that the rows are sorted by, and the sign behind it."""
        self._placement: Placement[T] = Placement()
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._styles = StyleCache(self._make_style)

    def set_columns(self, columns: Sequence[Column[T]]) -> None:
        """Draw other columns from now on."""
        if [column.title for column in columns] != [column.title for column in self.columns]:
            self._placement = Placement()
        self.columns, self.width = columns, -1

    def move_aside(self, columns: int, width: int) -> bool:
        """Move what a list of this width shows sideways, as far as there are columns; whether that changed anything."""
        before = self.placement(width).aside
        self._placement = place(self.columns, width, max(0, before + columns))
        self._strips.clear()
        return self._placement.aside != before

    def forget(self) -> Mapping[tuple[int, bool], Strip]:
        """What was drawn is worth nothing any more; returns it, by index and whether the cursor stood there."""
        drawn, self._strips = self._strips, {}
        return drawn

    def forget_styles(self) -> None:
        """The theme has changed."""
        self._styles.clear()
        self._strips.clear()

    def header(self, width: int) -> Strip:
        """The titles."""
        style = self._styles["header", False]
        line = titles(self.placement(width), width, self.sorted_by, self.sort_mark)
        return Strip([Segment(line, style)]).adjust_cell_length(width, style)

    def words(self, text: str, width: int) -> Strip:
        """A line that is no row."""
        strip = clipped(Strip([Segment(text, self._styles["dim", False])]), width)
        return strip.adjust_cell_length(width, self._owner.rich_style)

    def waiting(self, at_cursor: bool, width: int) -> Strip:
        """A row that is not loaded yet."""
        return Strip([Segment(fit(("> " if at_cursor else "  ") + "…", width, False), self._styles["dim", at_cursor])])

    def row(self, index: int, item: T, at_cursor: bool, marked: bool, width: int) -> Strip:
        """A row; one that was drawn before is not drawn again."""
        self.placement(width)
        key = (index, at_cursor)
        if (strip := self._strips.get(key)) is None:
            strip = self._draw(item, at_cursor, marked).adjust_cell_length(width, self._styles["", at_cursor])
            if len(self._strips) > MOST_KEPT:
                self._strips.clear()
            self._strips[key] = strip
        return strip

    def _draw(self, item: T, at_cursor: bool, marked: bool) -> Strip:
        """A row in as few segments as it has colours: blanks show none, and a segment is 27 bytes more on the line."""
        own = self._flag(item)
        flag: Cell = ("*", "mark") if marked and own not in ON_ITS_WAY else (own, "warn")
        runs = [
            (">" if at_cursor else " ", "strong"),
            flag,
            *runs_of(item, self._placement.columns, self._remark(item)),
        ]
        segments = [Segment("", self._styles["", at_cursor])]
        for text, name in (*runs, (" " * self.width, "")):
            before, style, _ = segments[-1]
            style = style if text.isspace() else self._styles[name, at_cursor]
            if style == segments[-1].style or not before.strip():
                segments[-1] = Segment(before + text, style)
            else:
                segments.append(Segment(text, style))
        return Strip(segments)

    def placement(self, width: int) -> Placement[T]:
        """The columns as they stand at a width; another width makes every drawn row worthless."""
        if width != self.width:
            self.width = width
            self._placement = place(self.columns, width, self._placement.aside)
            self._strips.clear()
        return self._placement

    def _make_style(self, named: tuple[str, bool]) -> Style:
        """The style of this name, at the cursor or elsewhere."""
        name, at_cursor = named
        style = self._owner.rich_style
        if at_cursor:
            style += self._owner.get_component_rich_style("list--cursor", partial=True)
        if name and (not at_cursor or name == "strong"):  # the cursor's ground suits one colour only
            style += self._owner.get_component_rich_style(f"list--{name}", partial=True)
            color = self._owner.get_component_styles(f"list--{name}").color
            if 0 < color.a < 1:  # Rich knows no transparency
                style += Style(color=(self._owner.background_colors[1] + color).rich_color)
        return style
