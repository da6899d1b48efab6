"""A decision table as text for elsewhere: a Markdown table, CSV for a spreadsheet, one rule in words."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Iterable, Iterator

from c8tui.decisions.sheet import ANY, Column, Row, Sheet
from c8tui.text import looks_like_formula, visible

_LINES = re.compile("\r\n|\r|\n")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&]")
_shown = functools.partial(visible, limit=None)


def markdown(sheet: Sheet, rows: Iterable[Row] | None = None) -> str:
    """A table of GitHub's Markdown that shows the texts as they are, of all rules or of these; ends in a newline.

    What looks like markup is escaped, lines of a cell are joined by `<br>`.
    """
    titles = [_markdown(heading) for heading in _headings(sheet)]
    lines = [titles, ["---:", *["---"] * (len(titles) - 1)]]
    lines += [[_markdown(cell) for cell in _cells(row)] for row in (sheet.rows if rows is None else rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown(text: str) -> str:
    return "<br>".join(_MARKDOWN.sub(r"\\\g<0>", _shown(line)) for line in _LINES.split(text.strip()))


def csv_text(sheet: Sheet, rows: Iterable[Row] | None = None) -> str:
    """The table as CSV by RFC 4180, of all rules or of these; lines end in CR LF, those within a cell in LF.

    A cell that a spreadsheet would take for a formula is led in by a quote; numbers and a mere `-` are none.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(csv_cell, _headings(sheet)))
    writer.writerows(map(csv_cell, _cells(row)) for row in (sheet.rows if rows is None else rows))
    return text.getvalue()


def csv_cell(text: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula, nor a terminal for an order."""
    shown = "\n".join(map(_shown, _LINES.split(text)))
    return f"'{shown}" if is_formula(text) else shown


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula; a number is none, nor is a mere `-`."""
    return text != ANY and looks_like_formula(text)


def row_text(sheet: Sheet, row: Row) -> str:
    """One rule in words, a line for every cell that says something; inputs that take anything are left out."""
    title = f"rule {row.number}" + (f" ({_shown(row.id)})" if row.id else "")
    columns = list(zip(sheet.columns, row.cells, strict=False))
    lines = [title]
    tests = [(column, cell) for column, cell in columns if column.kind == "input" and cell != ANY]
    lines += [
        f"{'and' if number else 'when'} {_said(column, cell)}" for number, (column, cell) in enumerate(tests)
    ] or ["always"]
    lines += [f"then {_said(column, cell)}" for column, cell in columns if column.kind == "output"]
    lines += [f"note {_said(column, cell)}" for column, cell in columns if column.kind == "note" and cell]
    return "\n".join(lines)


def _said(column: Column, cell: str) -> str:
    """Title and cell; further lines of the cell stand below its first one."""
    return f"{_one_line(column.title)}: " + "\n     ".join(map(_shown, _LINES.split(cell)))


def _one_line(text: str) -> str:
    return " ".join(map(_shown, _LINES.split(text)))


def _headings(sheet: Sheet) -> Iterator[str]:
    yield "#"
    for column in sheet.columns:
        about = ", ".join(filter(None, (column.type_ref, column.language and f"in {column.language}")))
        yield f"{column.kind}: {column.title}" + (f" ({about})" if about else "")


def _cells(row: Row) -> Iterator[str]:
    yield str(row.number)
    yield from row.cells
