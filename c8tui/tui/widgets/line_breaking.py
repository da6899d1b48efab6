"""Line breaking: a text as lines of so many cells, broken between words where that can be.

`textwrap` counts characters, of which some take two cells and some none: what a line is too long by would be cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

from rich.cells import cell_len, chop_cells, set_cell_size

_PIECES = re.compile(r"\s+|\S+")


def broken(line: str, width: int, indent: str = "") -> list[str]:
    """One line as lines of at most `width` cells; `indent` stands before all but the first."""
    if line.isascii():
        return wrap(line, width, subsequent_indent=indent, replace_whitespace=False, break_on_hyphens=False)
    first, *rest = _filled(line, width - cell_len(indent)) or [""]
    return [first, *(f"{indent}{one}" for one in rest)] if first else []


def _filled(line: str, width: int) -> list[str]:
    lines, now = [], ""
    for piece in _PIECES.findall(line):
        if cell_len(now) + cell_len(piece) <= width:
            now += piece
            continue
        if now.strip():
            lines.append(now.rstrip())
        *full, now = chop_cells(piece.strip(), width) or [""]
        lines += full
    return [*lines, now.rstrip()] if now.strip() else lines


def first_lines(lines: Sequence[str], number: int, width: int) -> list[str]:
    """The first lines of a text; where there are more, an ellipsis ends the last one, within `width` cells."""
    if len(lines) <= number:
        return [*lines]
    last = lines[number - 1]
    if cell_len(last) >= width:
        last = set_cell_size(last, width - 1).rstrip()
    return [*lines[: number - 1], f"{last}…"]
