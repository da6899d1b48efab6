"""Rows of a list as text: a table for a terminal, tab-separated lines for a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Sequence

from c8tui.text import visible

GAP = "  "
NARROWEST = 6
"""Cells that a column keeps where there is too little room for all."""


def cell_width(text: str) -> int:
    """Cells of a terminal that a text takes: two for wide characters, none for marks that combine."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def cut(text: str, width: int) -> str:
    """A text in at most so many cells, with an ellipsis where something is left out."""
    if cell_width(text) <= width:
        return text
    kept = ""
    for one in text:
        if cell_width(kept + one) >= width:
            break
        kept += one
    return f"{kept}…"


def widths(rows: Sequence[Sequence[str]], room: int, firm: Container[int] = ()) -> list[int]:
    """The cells of each column: as many as its longest text has, where there is room for that.

    Else the widest give way, those that are `firm` after the others, and the first, which is the key, never.
    """
    found = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    over = sum(found) + len(GAP) * (len(found) - 1) - room
    behind = range(1, len(found))
    for giving in ([one for one in behind if one not in firm], [one for one in behind if one in firm]):
        while over > 0 and giving and max(found[one] for one in giving) > NARROWEST:
            found[max(giving, key=found.__getitem__)] -= 1
            over -= 1
    return found


def table_lines(rows: Sequence[Sequence[str]], wide: Sequence[int]) -> Iterator[str]:
    """Rows of visible text in columns of these widths."""
    for row in rows:
        cells = (cut(text, width) for text, width in zip(row, wide, strict=True))
        padded = (text + " " * (width - cell_width(text)) for text, width in zip(cells, wide, strict=True))
        yield GAP.join(padded).rstrip()


def plain_line(values: Sequence[object]) -> str:
    """One row for a pipe: values whole, a tab between two; tabs and line breaks in them are escapes."""
    return "\t".join("" if value is None else visible(str(value), None) for value in values)
