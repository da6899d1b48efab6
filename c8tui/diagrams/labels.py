"""Labels of boxes: cut to a width in cells, and broken between words into lines about as long."""

from __future__ import annotations

import re
from collections.abc import Callable

from c8tui.text import visible

Span = tuple[str, str]
"""A text and the name of its style."""
Width = Callable[[str], int]
"""How many cells a text takes."""

_BREAK = re.compile(r" (?=[^ ])|(?<=[-_/.])(?=[^-_/. ])|(?<=[a-z0-9])(?=[A-Z])")
"""Between words, behind what joins them, and at the humps of camelCase."""


def cut(text: str, most: int, width: Width = len) -> str:
    """A text in at most so many cells, with a mark where it is cut."""
    text = text[: most * 4]
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def broken(name: str, wrapped_from: int, widest: int, width: Width = len) -> list[str]:
    """A name on one line, or between its words on two that are about as long if it has more cells than that."""
    name = name[: widest * 8]
    places = [found.start() for found in _BREAK.finditer(name)]
    if width(name) <= wrapped_from or not places:
        return [name]
    pairs = [(name[:at].rstrip(), name[at:].lstrip()) for at in places]
    fitting = [pair for pair in pairs if width(pair[0]) <= widest] or pairs[:1]
    first, second = min(fitting, key=lambda pair: max(width(pair[0]), width(pair[1])))
    return [first, second]


def one_line(text: str, limit: int) -> str:
    """A text of a file on one line and safe to draw; modelling tools break names into lines."""
    return visible(" ".join(text[: limit * 2].split()), limit)


def padded(text: str, cells: int, width: Width = len) -> str:
    """A text filled up with blanks."""
    return text + " " * (cells - width(text))


def joined(cells: list[str], styles: list[str]) -> list[Span]:
    """Neighbouring cells of one style as one span."""
    spans: list[Span] = []
    begin = 0
    for index in range(1, len(cells) + 1):
        if index == len(cells) or styles[index] != styles[begin]:
            spans.append(("".join(cells[begin:index]), styles[begin]))
            begin = index
    return spans


def put(text: str, style: str, x: int, cells: list[str], styles: list[str], width: Width = len) -> int:
    """Writes a text into the cells of a row from column `x` on, which may be out of sight; gives the column behind."""
    for character in text:
        size = width(character)
        if size > 0 and x >= 0 and x + size <= len(cells):
            cells[x], styles[x] = character, style
            cells[x + 1 : x + size] = [""] * (size - 1)
            styles[x + 1 : x + size] = [style] * (size - 1)
        elif size > 0:  # half of a wide character is none
            for half in range(max(x, 0), min(x + size, len(cells))):
                cells[half], styles[half] = " ", style
        x += size
    return x
