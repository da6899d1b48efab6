"""A filter on one line, as captions write it: `state = failed + due < now`, each condition with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import TypeVar

from msgspec import Struct

from c8tui.model.search import Sort, camel
from c8tui.session.filter_syntax import NotWords
from c8tui.session.query import Condition, Order, QuerySchema

N = TypeVar("N", Condition, Order)


class NotAFilter(NotWords):
    """A filter that cannot be read; `place` is the character, from 1, at which the faulty part begins."""

    def __init__(self, detail: str, place: int) -> None:
        super().__init__(detail)
        self.place = place


class PlacedCondition(Struct, frozen=True):
    """One condition of a line."""

    field: str
    words: str
    place: int


def read_filter(text: str, schema: QuerySchema, now: datetime) -> dict[str, str]:
    """The conditions of a line, as words by field; all must hold. Raises NotAFilter.

    A field is called by its name in the settings, in the API, or by its title.
    """
    found: dict[str, str] = {}
    for one in split(text, schema):
        if one.field in found:
            raise NotAFilter(f"{_title(schema, one.field)} is asked for twice", one.place)
        if (wrong := schema.check(one.field, one.words, now)) is not None:
            raise NotAFilter(f"{_title(schema, one.field)}: {wrong}", one.place)
        found[one.field] = one.words
    return found


def split(text: str, schema: QuerySchema) -> Iterator[PlacedCondition]:
    """The conditions of a line, their words unread. Raises NotAFilter for a field that there is none of."""
    names = _names(schema.conditions)
    field = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # A plus separates only where a field follows: it may stand in a value as well, as in `Rock + Roll`.
    head = re.compile(rf"\s*({field})(?:\s*=\s*|\s*(?=[<>])|\s+|$)", re.I)
    begin = 0
    while text[begin:].strip():
        match = head.match(text, begin)
        if match is None:
            raise _unknown(text, begin, names)
        end = _end(text, match.end(), head)
        words = text[match.end() : end].strip()
        if not words:
            raise NotAFilter(f"{match[1]} has no condition behind it", match.start(1) + 1)
        yield PlacedCondition(names[match[1].casefold()].field, words, match.end() + 1)
        begin = end + 1


def _end(text: str, begin: int, head: re.Pattern[str]) -> int:
    """Where the words that begin there end: at a plus outside quotes with a field behind it, or with the line."""
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|(?<=\s)\+(?=\s)', text[begin:]):
        at = begin + found.start()
        if found[0] == "+" and head.match(text, at + 1):
            return at
    return len(text)


def read_sort(text: str, schema: QuerySchema) -> Sort:
    """A field to sort by, `asc` or `desc` behind it or the direction that is wanted first. Raises NotWords."""
    name, direction = text.strip(), ""
    if found := re.fullmatch(r"(.+?)\s+(asc|desc)", name, re.I):
        name, direction = found[1], found[2].upper()
    names = _names(schema.orders)
    order = names.get(name.casefold())
    if order is None:
        raise NotWords(f"it does not sort by {name}; it sorts by {', '.join(one.field for one in schema.orders)}")
    return Sort(order.field, "DESC" if direction == "DESC" else "ASC" if direction else order.first)


def _names(known: tuple[N, ...]) -> dict[str, N]:
    """Each of them by all its names, in small letters; the name of a field goes before a title like it."""
    found = {one.title.casefold(): one for one in reversed(known)}
    for one in known:
        found[camel(one.field).casefold()] = found[one.field] = one
    return found


def _unknown(text: str, begin: int, names: dict[str, Condition]) -> NotAFilter:
    rest = text[begin:].lstrip()
    word = re.split(r"[\s=<>]", rest, maxsplit=1)[0] or rest[:1]
    near = get_close_matches(word.casefold(), names, n=1)
    known = ", ".join(dict.fromkeys(one.field for one in names.values()))
    meant = f"the nearest is {near[0]}" if near else f"the fields are {known}"
    return NotAFilter(f"there is no field {word}; {meant}", len(text) - len(rest) + 1)


def _title(schema: QuerySchema, field: str) -> str:
    return next(one.title for one in schema.conditions if one.field == field)
