"""A sheet in cells of the terminal: how wide its columns are, how high its rules, and what stands in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from rich.cells import cell_len

from c8tui.decisions.sheet import Column, Sheet
from c8tui.text import visible
from c8tui.tui.forms.lines import one_line, wrapped

WIDEST, NARROWEST = 30, 4
"""Cells of a column."""
SQUEEZED = 12
"""Cells that a column keeps when all of them are to fit."""
TALLEST = 12
"""Lines of a rule; what a cell has beyond them is cut."""
BETWEEN = 3
"""Cells between columns, at most."""


class Grid:
    """Lays out the rules `shown` of a sheet, by their indexes; `widths` are those of the columns."""

    def __init__(self, sheet: Sheet, widths: Sequence[int], shown: Sequence[int] | None = None) -> None:
        self.sheet = sheet
        self.widths = widths
        self.shown = range(len(sheet.rows)) if shown is None else shown
        self.number_width = max(2, len(str(len(sheet.rows))))
        self._begins = [0, *accumulate(map(self._height, self.shown))]
        self.cell_lines = lru_cache(maxsize=2_000)(self._cell_lines)
        """The lines of a cell, by row and column of the sheet, safe to show."""

    @property
    def line_count(self) -> int:
        """Lines of all rules that are shown."""
        return self._begins[-1]

    def at_line(self, line: int) -> tuple[int, int]:
        """The place among those shown of the rule that this line belongs to, and the line within it."""
        place = bisect_right(self._begins, line) - 1
        return place, line - self._begins[place]

    def lines_of(self, place: int) -> tuple[int, int]:
        """The first and the last line of a rule that is shown."""
        return self._begins[place], self._begins[place + 1] - 1

    def _height(self, row: int) -> int:
        """Most rules are of one line, and are seen to be without wrapping anything."""
        cells = self.sheet.rows[row].cells
        if all(
            len(cell) <= width and cell.isascii() and cell.isprintable()
            for cell, width in zip(cells, self.widths, strict=True)
        ):
            return 1
        return max(len(self._cell_lines(row, column)) for column in range(len(cells)))

    def _cell_lines(self, row: int, column: int) -> list[str]:
        cell, width = self.sheet.rows[row].cells[column], self.widths[column]
        if len(cell) <= width and cell.isascii() and cell.isprintable():
            return [cell]
        lines = wrapped(cell.strip("\n"), width)
        return lines if len(lines) <= TALLEST else [*lines[: TALLEST - 1], "…"]

    def heads(self) -> list[tuple[str, list[str]]]:
        """The lines above the rules, each with its style and a text for every column; empty ones are left out."""
        columns = self.sheet.columns
        lines = [
            ("head", [column.title for column in columns]),
            ("name", [column.expression if column.expression != column.title else "" for column in columns]),
            ("name", [f"in {column.language}" if column.language else "" for column in columns]),
            ("name", [column.type_ref for column in columns]),
            ("name", [column.allowed for column in columns]),
            ("name", [f"else {column.default}" if column.default else "" for column in columns]),
        ]
        return [(style, self.fitted(texts)) for style, texts in lines if any(texts)]

    def fitted(self, texts: Sequence[str]) -> list[str]:
        """Raw texts, one for every column, cut to its width."""
        return [one_line(text, width) for text, width in zip(texts, self.widths, strict=True)]


def natural_widths(sheet: Sheet) -> list[int]:
    """The cells that each column would like."""
    return [
        min(WIDEST, max(NARROWEST, _head_width(column), _widest_cell(sheet, index)))
        for index, column in enumerate(sheet.columns)
    ]


def with_values(widths: Sequence[int], values: Mapping[int, str]) -> list[int]:
    """The widths with room for the values of an evaluation, which stand above their columns behind a `= `."""
    return [
        max(width, min(WIDEST, cell_len(visible(values[column], WIDEST * 2)) + 2)) if column in values else width
        for column, width in enumerate(widths)
    ]


def squeezed(sheet: Sheet, widths: Sequence[int], room: int) -> list[int]:
    """The widths, smaller where that lets all columns fit into so many cells: annotations first, then the widest.

    Where they do not fit however small, each keeps what it likes, and the table is scrolled aside.
    """
    found = list(widths)
    over = sum(found) + BETWEEN * (len(found) - 1) - room
    if over <= 0 or sum(min(width, SQUEEZED) for width in found) + BETWEEN * (len(found) - 1) > room:
        return found
    notes_first = sorted(range(len(found)), key=lambda n: (sheet.columns[n].kind != "note", -found[n]))
    for column in notes_first:
        if sheet.columns[column].kind == "note":
            less = max(0, min(over, found[column] - SQUEEZED))
            found[column] -= less
            over -= less
    while over > 0:
        widest = max(range(len(found)), key=lambda n: found[n])
        found[widest] -= 1
        over -= 1
    return found


def _head_width(column: Column) -> int:
    return min(cell_len(visible(column.title, WIDEST * 2)), WIDEST)


def _widest_cell(sheet: Sheet, column: int) -> int:
    """The longest line of the column's cells, and of what is said of its values, as far as that matters."""
    about = sheet.columns[column]
    language = len(about.language) + 3 if about.language else 0
    widest = max(language, len(about.type_ref), min(len(about.expression), 20), min(len(about.allowed), 20))
    for row in sheet.rows:
        cell = row.cells[column]
        if len(cell) > widest or not cell.isascii():
            widest = max(widest, *(cell_len(visible(line, WIDEST * 2)) for line in cell.split("\n")))
    return widest
