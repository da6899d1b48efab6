"""The `/` search over rows that are loaded: a text, `/RE/` a regular expression, `!` what lacks it, `~` its letters
in order, `column>value`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from c8tui.session.filter_syntax import NotWords

Cells = Sequence[tuple[str, str]]
"""The cells of a row: title and text."""


class Find(Struct, frozen=True):
    """What is looked for."""

    hits: Callable[[Cells], bool]
    """Whether a row is found."""
    words: str
    """What it looks for, as a caption says it."""
    literal: bool = True
    """Whether it is a plain text, which the cluster could be asked for too."""


def compile_find(text: str, titles: Iterable[str], numbers: Container[str] = (), dates: Container[str] = ()) -> Find:
    """Understand what was typed; `titles` are those of the columns that are shown, of `numbers` and `dates` some.

    Raises NotWords for a regular expression that is none, and for a comparison that the column has no order for; so
    does looking with an expression that takes too long.
    """
    if text.startswith("/"):
        return _expression(text)
    if text.startswith("!"):
        wanted = text[1:].strip().casefold()
        return Find(lambda cells: not wanted or not _contains(cells, wanted), f"!{wanted} (without it)", literal=False)
    if text.startswith("~"):
        letters = "".join(text[1:].split()).casefold()
        return Find(lambda cells: _fuzzy(cells, letters), f"~{letters} (fuzzy)", literal=False)
    if (compared := _compared(text, [*titles], numbers, dates)) is not None:
        return compared
    wanted = text.casefold()
    return Find(lambda cells: _contains(cells, wanted), text)


def _expression(text: str) -> Find:
    """`/RE/` in whatever capitals, as JavaScript writes it; the slash at its end may be missing while it is typed."""
    # Here: the library takes long to import, and few searches are expressions.
    from c8tui.forms.patterns import NoPattern, matches

    body = text[1:]
    if body.endswith("/") and not body.endswith("\\/"):
        body = body[:-1]

    def found(cell: str) -> bool:
        try:
            return matches(body, cell, ignore_case=True)
        except NoPattern as wrong:
            raise NotWords(str(wrong)) from None

    found("")
    return Find(lambda cells: any(found(cell) for _, cell in cells), f"/{body}/", literal=False)


def _contains(cells: Cells, wanted: str) -> bool:
    return any(wanted in text.casefold() for _, text in cells)


def _fuzzy(cells: Cells, letters: str) -> bool:
    """Whether one cell has all the letters in their order."""
    # Not a regular expression: one of lazy gaps tries every way to place the letters before it gives up.
    return any(_in_order(text.casefold(), letters) for _, text in cells)


def _in_order(text: str, letters: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _compared(text: str, titles: list[str], numbers: Container[str], dates: Container[str]) -> Find | None:
    """`column>value` for a column that is shown; None for anything else."""
    match = re.fullmatch(r"\s*([^<>=!]+?)\s*(<=|>=|!=|=|<|>)\s*(.*)", text)
    if match is None or not match[3]:
        return None
    name, sign, value = match[1].casefold(), match[2], match[3].strip()
    chosen = [title for title in titles if title.casefold() == name] or [
        title for title in titles if title.casefold().startswith(name)
    ]
    if len(chosen) != 1:
        return None
    title, passes = chosen[0], _PASSES[sign]
    if title in dates:
        raise NotWords(f"{title} is a date in words here; f filters by it")
    if title in numbers and _number(value) is None and sign not in ("=", "!="):
        raise NotWords(f"{title} is compared with a number, as {title.casefold()}>50")
    numeric = title in numbers and _number(value) is not None

    def found(cells: Cells) -> bool:
        own = (cell for name, cell in cells if name == title and cell not in ("-", "…"))
        return any(passes(_order(cell, value)) for cell in own if not numeric or _number(cell) is not None)

    return Find(found, f"{title} {sign} {value}", literal=False)


_PASSES: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
    "=": lambda order: order == 0,
    "!=": lambda order: order != 0,
}


def _order(cell: str, value: str) -> int:
    """How a cell compares: as numbers when both are, else as texts in whatever capitals."""
    one, other = _number(cell), _number(value)
    if one is not None and other is not None:
        return (one > other) - (one < other)
    left, right = cell.casefold(), value.casefold()
    return (left > right) - (left < right)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").replace("_", "?"))  # Decimal would read 1_000
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
