"""Columns of a list: which fit, how wide they are, how far they are moved sideways, and how a row of cells is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct, field
from rich.cells import cell_len, set_cell_size

from c8tui.text import visible

T = TypeVar("T")
Cell = tuple[str, str]
"""The text of a cell, raw, and the name of its style: one of `RecordList.STYLES`, or empty."""

GUTTER = 2
"""Cells left of the columns: the cursor's arrow and the row's flag."""

GAP = "  "
"""What stands between two columns."""

MORE_LEFT, MORE_RIGHT = "< ", " >"
"""In the titles, where columns are that are not in sight."""


class Column(Struct, Generic[T], frozen=True):
    """One column. `width` is its least width in cells; what is left over goes to the columns by their `grow`."""

    title: str
    width: int
    cell: Callable[[T], Cell]
    grow: int = 0
    show_from: int = 0
    """In a list of fewer cells it stands behind the others, where it is reached sideways."""
    right: bool = False
    """Whether it is aligned at the right, as numbers are."""
    order: str = ""
    """The field by which the cluster sorts what the column shows; empty where there is none."""
    value: Callable[[T], Any] | None = None
    """What sorts the rows that are loaded, None where there is nothing; the text of the cell unless given."""
    dated: bool = False
    """Whether that is a date, which the cell tells in words; a number else."""


class Placement(Struct, Generic[T], frozen=True):
    """The columns in sight, each with the width it gets."""

    columns: list[tuple[Column[T], int]] = field(default_factory=list)
    aside: int = 0
    """How many steps it is moved sideways."""
    before: bool = False
    """Whether there are columns behind the first that are passed over."""
    more: bool = False
    """Whether there are columns on the right that have no room."""


def place(columns: Sequence[Column[T]], width: int, aside: int = 0) -> Placement[T]:
    """What a list of this width shows, moved sideways by so many columns or as many as there are; the first stays."""
    room = width - GUTTER
    home = _home(columns, width, room)
    narrow = len(home) < len(columns)
    order = [*home, *(column for column in columns if column not in home)]
    all_fit = _needed(order) <= room
    # Where all would fit, narrow as they are, those that stand behind the others are one step away.
    furthest = int(narrow) if all_fit else _furthest(order, room)
    aside = max(0, min(aside, furthest))
    passed = 0 if all_fit else aside
    if not aside and narrow and _needed(home) <= room - len(MORE_RIGHT):
        shown = home
    else:
        shown = _fitting([*order[:1], *order[1 + passed :]], room)
    more = len(shown) + passed < len(order)
    return Placement(_widened(shown, room - (len(MORE_RIGHT) if more else 0)), aside, passed > 0, more)


def _home(columns: Sequence[Column[T]], width: int, room: int) -> list[Column[T]]:
    """The columns in front: those that a list of this width has room for, and those that never stand behind others."""
    home = [column for column in columns if width >= column.show_from]
    while home and _needed(home) > room - (len(MORE_RIGHT) if len(home) < len(columns) else 0):
        last = max(home, key=lambda column: column.show_from)
        if not last.show_from:
            break
        home.remove(last)
    return home


def _needed(columns: Sequence[Column[Any]]) -> int:
    """The cells that columns take at least."""
    return sum(column.width for column in columns) + len(GAP) * max(0, len(columns) - 1)


def _furthest(order: Sequence[Column[Any]], room: int) -> int:
    """How many columns have to be passed over until the last one is in sight."""
    most = max(0, len(order) - 2)
    return next((n for n in range(most) if _needed([*order[:1], *order[1 + n :]]) <= room), most)


def _fitting(columns: list[Column[T]], room: int) -> list[Column[T]]:
    """As many of the columns as there is room for; the first two, however narrow it is."""
    if _needed(columns) <= room:
        return columns
    number = next((n for n in range(len(columns), 2, -1) if _needed(columns[:n]) <= room - len(MORE_RIGHT)), 2)
    return columns[:number]


def _widened(shown: Sequence[Column[T]], room: int) -> list[tuple[Column[T], int]]:
    """The columns with their widths: what is left over of the room goes to those that grow."""
    spare = max(0, room - _needed(shown))
    grow = sum(column.grow for column in shown) or 1
    return [(column, column.width + spare * column.grow // grow) for column in shown]


def titles(placement: Placement[Any], width: int, sorted_by: str = "", mark: str = "") -> str:
    """The line of titles, `width` cells wide: the column that is sorted by has the `mark`; marks say there is more."""
    line, last = " " * GUTTER, len(placement.columns) - 1
    for number, (column, cells) in enumerate(placement.columns):
        gap = "" if number == last else MORE_LEFT if number == 0 and placement.before else GAP
        borrowed = int(gap == GAP)  # a mark may stand in the gap, where the title takes all of the column
        marked = mark if column.title == sorted_by else ""
        text = f"{column.title} {marked}" if cell_len(column.title) + 2 <= cells else f"{column.title}{marked}"
        if marked and cells < cell_len(text) <= cells + borrowed:
            cells, gap = cells + 1, gap[1:]
        if marked and cell_len(text) > cells:
            text = fit(column.title, cells - 1, False) + marked
        line += fit(text if marked else column.title, cells, column.right) + gap
    return fit(line, width - len(MORE_RIGHT), False) + MORE_RIGHT if placement.more else fit(line, width, False)


def column_at(placement: Placement[T], x: int) -> Column[T] | None:
    """The column whose title stands at a cell of the line, with the gap behind it."""
    begin = GUTTER
    for column, cells in placement.columns:
        if begin <= x < begin + cells + len(GAP):
            return column
        begin += cells + len(GAP)
    return None


def runs_of(item: T, placed: Sequence[tuple[Column[T], int]], remark: str = "") -> list[Cell]:
    """The cells of one row as runs of text and style; neighbours of one style are one run, which halves the bytes.

    A `remark` on the row stands in place of as many of its last cells as it takes.
    """
    if remark:
        placed = _with_remark(placed, remark)
    runs: list[Cell] = []
    for number, (column, width) in enumerate(placed):
        text, style = column.cell(item)
        shown = GAP * (number > 0) + fit(visible(text, width + 1), width, column.right)
        if runs and (runs[-1][1] == style or not shown.strip()):
            runs[-1] = (runs[-1][0] + shown, runs[-1][1])
        else:
            runs.append((shown, style))
    return runs


def _with_remark(placed: Sequence[tuple[Column[T], int]], remark: str) -> list[tuple[Column[T], int]]:
    """The columns with one that says `remark` in place of the last; the first gives way only where it is alone."""
    kept, width = list(placed), -len(GAP)
    while kept and width < cell_len(remark) and (len(kept) > 1 or width < 0):
        width += len(GAP) + kept.pop()[1]
    width = max(0, width)
    return [*kept, (Column("", width, lambda _: (remark, "warn")), width)]


def fit(text: str, width: int, right: bool) -> str:
    """`text` in exactly `width` cells, its end cut with an ellipsis where it is longer."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, max(0, width - 1)) + "…" * (width > 0)
    return " " * (width - length) + text if right else text + " " * (width - length)
