"""Columns of a list: which fit, how wide they are, and how a row of cells is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.cells import cell_len, set_cell_size

from c8tui.text import visible

T = TypeVar("T")
Cell = tuple[str, str]
"""The text of a cell, raw, and the name of its style: one of `RecordList.STYLES`, or empty."""

GUTTER = 2
"""Cells left of the columns: the cursor's arrow and the row's flag."""

GAP = "  "
"""What stands between two columns."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column. `width` is its least width in cells; what is left over goes to the columns by their `grow`."""

    title: str
    width: int
    cell: Callable[[T], Cell]
    grow: int = 0
    show_from: int = 0
    """Shown when the list is at least so many cells wide."""
    right: bool = False


def layout(columns: Sequence[Column[T]], width: int) -> list[tuple[Column[T], int]]:
    """The columns that a list of this width shows, each with the width it gets."""
    shown = [column for column in columns if width >= column.show_from]
    spare = max(0, width - GUTTER - sum(column.width for column in shown) - len(GAP) * (len(shown) - 1))
    grow = sum(column.grow for column in shown) or 1
    return [(column, column.width + spare * column.grow // grow) for column in shown]


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
