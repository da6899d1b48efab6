"""A decision table as text for elsewhere: a Markdown table, CSV for a spreadsheet, one rule in words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from c8tui.decisions.sheet import ANY, Column, Row, Sheet

# What moves cursors, reorders or hides what stands beside it, or is no character; the same as `c8tui.text` names, which
# a library does not know.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LINES = re.compile("\r\n|\r|\n")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&]")
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


def visible(text: str) -> str:
    """The text with control, bidi and zero-width characters as escapes; `\\t` for a tab, `\\u0007` for a bell."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    point = ord(found[0])
    if found[0] == "\t":
        return "\\t"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def markdown(sheet: Sheet, rows: Iterable[Row] | None = None) -> str:
    """A table of GitHub's Markdown that shows the texts as they are, of all rules or of these; ends in a newline.

    What looks like markup is escaped, lines of a cell are joined by `<br>`.
    """
    titles = [_markdown(heading) for heading in _headings(sheet)]
    lines = [titles, ["---:", *["---"] * (len(titles) - 1)]]
    lines += [[_markdown(cell) for cell in _cells(row)] for row in (sheet.rows if rows is None else rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown(text: str) -> str:
    return "<br>".join(_MARKDOWN.sub(r"\\\g<0>", visible(line)) for line in _LINES.split(text.strip()))


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
    shown = "\n".join(map(visible, _LINES.split(text)))
    return f"'{shown}" if is_formula(text) else shown


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula; a number is none, nor is a mere `-`."""
    return bool(_FORMULA.match(text)) and text != ANY and not _NUMBER.fullmatch(text)


def row_text(sheet: Sheet, row: Row) -> str:
    """One rule in words, a line for every cell that says something; inputs that take anything are left out."""
    title = f"rule {row.number}" + (f" ({visible(row.id)})" if row.id else "")
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
    return f"{_one_line(column.title)}: " + "\n     ".join(map(visible, _LINES.split(cell)))


def _one_line(text: str) -> str:
    return " ".join(map(visible, _LINES.split(text)))


def _headings(sheet: Sheet) -> Iterator[str]:
    yield "#"
    for column in sheet.columns:
        about = ", ".join(filter(None, (column.type_ref, column.language and f"in {column.language}")))
        yield f"{column.kind}: {column.title}" + (f" ({about})" if about else "")


def _cells(row: Row) -> Iterator[str]:
    yield str(row.number)
    yield from row.cells
