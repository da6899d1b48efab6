"""Sorting and paging of a search: the four page forms, and cursors that remember where a page began and ended."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from c8tui.sandbox.fields import Field, View
from c8tui.sandbox.problems import invalid

DEFAULT_LIMIT = 100
MOST = 10_000
Position = tuple[object, ...]
"""Where a row stands in an order: its sort values (null as an empty blob), then its key."""


@dataclass(frozen=True)
class Order:
    """Sort columns and directions; the key comes last, in the direction of the last of them."""

    columns: tuple[str, ...]
    descending: tuple[bool, ...]
    names: tuple[str, ...]
    """What a cursor of this order is known by."""

    def reversed(self) -> Order:
        """The same order read backwards."""
        return Order(self.columns, tuple(not d for d in self.descending), self.names)

    def beyond(self, position: Position) -> tuple[str, list[object]]:
        """The condition that holds for the rows behind a position."""
        if len(set(self.descending)) == 1:
            marks = ", ".join("?" * len(self.columns))
            sign = "<" if self.descending[0] else ">"
            return f"({', '.join(self.columns)}) {sign} ({marks})", list(position)
        first = f"{self.columns[0]} {'<=' if self.descending[0] else '>='} ?"
        steps, params = [], [position[0]]
        for i, column in enumerate(self.columns):
            equal = [f"{c} = ?" for c in self.columns[:i]]
            steps.append("(" + " AND ".join([*equal, f"{column} {'<' if self.descending[i] else '>'} ?"]) + ")")
            params.extend(position[: i + 1])
        return f"{first} AND ({' OR '.join(steps)})", params


@dataclass(frozen=True)
class Page:
    """Which part of the result is wanted: `limit` rows from an offset, or behind or before a position."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    after: Position | None = None
    before: Position | None = None


def read_sort(view: View, sort: object) -> Order:
    """The order that a request asks for; by key when it asks for none. 400 for a field that cannot be sorted by."""
    if sort is not None and not isinstance(sort, list):
        raise invalid("The property 'sort' must be a list.")
    columns, descending, names = [], [], []
    for i, entry in enumerate(sort or []):
        field, down = _criterion(view, entry, f"sort[{i}]")
        column = f"t.{view.resource.order_column(field)}"
        if column not in columns:
            columns.append(column)
            descending.append(down)
            names.append(f"{field.name} {'DESC' if down else 'ASC'}")
    if "t.key" in columns:
        cut = columns.index("t.key") + 1
        columns, descending = columns[:cut], descending[:cut]
    else:
        columns.append("t.key")
        descending.append(descending[-1] if descending else False)
    return Order(tuple(columns), tuple(descending), tuple(names))


def _criterion(view: View, entry: object, where: str) -> tuple[Field, bool]:
    if not isinstance(entry, Mapping):
        raise invalid(f"The property '{where}' must be an object.")
    for name in entry:
        if name not in ("field", "order"):
            raise invalid(f"The property '{where}.{name}' is not known. There are: field, order.")
    field = view.sorts.get(entry["field"]) if isinstance(entry.get("field"), str) else None
    if field is None:
        known = ", ".join(sorted(view.sorts))
        raise invalid(f"The value of '{where}.field' must be one of {known}.")
    order = entry.get("order") or "ASC"
    if view.dialect == "8.10" and isinstance(order, str):
        order = order.upper()
    if order not in ("ASC", "DESC"):
        raise invalid(f"The value of '{where}.order' must be one of ASC, DESC.")
    return field, order == "DESC"


def read_page(page: object, order: Order, *, offset_only: bool = False) -> Page:
    """The page form of a request: limit, from+limit, after+limit or before+limit; 400 for anything else."""
    if page is None:
        return Page()
    if not isinstance(page, Mapping):
        raise invalid("The property 'page' must be an object.")
    given = {name: value for name, value in page.items() if value is not None}
    known = ("from", "limit") if offset_only else ("from", "limit", "after", "before")
    for name in page:
        if name not in known:
            raise invalid(f"The property 'page.{name}' is not known. There are: {', '.join(known)}.")
    mixed = [name for name in ("from", "after", "before") if name in given]
    if len(mixed) > 1:
        raise invalid(f"The property 'page' must have only one of from, after, before; it has {' and '.join(mixed)}.")
    limit = _whole(given.get("limit", DEFAULT_LIMIT), "page.limit", 1, MOST)
    offset = _whole(given.get("from", 0), "page.from", 0, 2**31 - 1)
    after = decode(given["after"], order, "page.after") if "after" in given else None
    before = decode(given["before"], order, "page.before") if "before" in given else None
    return Page(limit, offset, after, before)


def _whole(value: object, where: str, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise invalid(f"The value of '{where}' must be a whole number from {low} to {high}.")
    return value


def encode(position: Sequence[object], order: Order) -> str:
    """A cursor: base64 of what it is a position in, and the position."""
    values = [None if value == b"" else value for value in position]
    return base64.b64encode(json.dumps([order.names, *values]).encode()).decode()


def decode(cursor: object, order: Order, where: str) -> Position:
    """The position of a cursor; 400 when it is none, or one of another order."""
    try:
        names, *values = json.loads(base64.b64decode(str(cursor), validate=True))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise invalid(f"The value of '{where}' is not a cursor.") from None
    if names != list(order.names) or len(values) != len(order.columns):
        raise invalid(f"The value of '{where}' is a cursor of a search with another sort.")
    if not all(value is None or _fits(value) for value in values):
        raise invalid(f"The value of '{where}' is not a cursor.")
    return tuple(b"" if value is None else value for value in values)


def _fits(value: object) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    return isinstance(value, int) and -(2**63) <= value < 2**63
