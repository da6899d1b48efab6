"""The one search engine: a request body and a resource in, a page of items out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from c8tui.sandbox.fields import Field, Resource, View, reaches
from c8tui.sandbox.paging import MOST, Order, Page, encode, read_page, read_sort
from c8tui.sandbox.problems import invalid
from c8tui.sandbox.query import Conditions, compile_filter
from c8tui.sandbox.schema import index_name
from c8tui.sandbox.store import Store
from c8tui.sandbox.values import iso

Item = dict[str, Any]


def search(
    store: Store, view: View, body: Mapping[str, object], scope: Conditions, *, offset_only: bool = False
) -> dict[str, object]:
    """The answer to a search: `scope` narrows it beyond the filter, to tenants or to one task's things."""
    for name in body:
        if name not in ("filter", "sort", "page"):
            raise invalid(f"The property '{name}' is not known. There are: filter, page, sort.")
    conditions = compile_filter(view, body.get("filter"))
    conditions.add(scope.sql, *scope.params)
    order = read_sort(view, body.get("sort"))
    page = read_page(body.get("page"), order, offset_only=offset_only)
    total = _count(store, view.resource, conditions)
    rows = _rows(store, view, conditions, order, page, dense=total > MOST) if total else []
    width = len(view.shown)
    return {
        "items": [item(view, row[:width]) for row in rows],
        "page": {
            "totalItems": min(total, MOST),
            "hasMoreTotalItems": total > MOST,
            "startCursor": encode(rows[0][width:], order) if rows else None,
            "endCursor": encode(rows[-1][width:], order) if rows else None,
        },
    }


def nothing() -> dict[str, object]:
    """The answer to a search by somebody who may see nothing."""
    page = {"totalItems": 0, "hasMoreTotalItems": False, "startCursor": None, "endCursor": None}
    return {"items": [], "page": page}


def by_key(store: Store, view: View, column: str, key: int | str, scope: Conditions) -> Item | None:
    """The item with a key as eventually consistent reads see it, or None."""
    sql = f"SELECT {view.columns} FROM {view.resource.table} t WHERE t.{column} = ? AND {scope.sql}"
    rows = store.select(sql, (key, *scope.params))
    return item(view, rows[0]) if rows else None


def item(view: View, row: Sequence[Any]) -> Item:
    """One row, whose values are those of `view.columns`, as the wire shows it."""
    return {
        field.name: _absent(view, field) if value is None else _SHOWN[field.kind](value)
        for field, value in zip(view.shown, row, strict=True)
    }


def _absent(view: View, field: Field) -> str | None:
    return None if field.absent_end and reaches(view.dialect, field.absent_end) else field.absent


_SHOWN: Mapping[str, Callable[[Any], Any]] = {
    "text": lambda value: value,
    "int": lambda value: value,
    "instance": lambda value: value,
    "key": str,
    "bool": bool,
    "date": iso,
    "json": lambda value: msgspec.Raw(value.encode()),
}


def _count(store: Store, resource: Resource, conditions: Conditions) -> int:
    """How many rows match, counted no further than one beyond the most that is told."""
    where = f"{_any_state(resource, conditions)}{conditions.sql}"
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {resource.table} t WHERE {where} LIMIT {MOST + 1})"
    found: int = store.select(sql, conditions.params)[0][0]
    return found


def _rows(
    store: Store, view: View, conditions: Conditions, order: Order, page: Page, *, dense: bool
) -> list[tuple[Any, ...]]:
    """The rows of a page in order, each with its sort values behind its columns."""
    read = order if page.before is None else order.reversed()
    position = page.after or page.before
    terms, params = conditions.terms, list[object](conditions.params)
    if position is not None:
        beyond, more = read.beyond(position)
        terms, params = [*terms, beyond], params + more
    where = " AND ".join(terms) or "1"
    # `+` keeps sqlite from walking through a whole order for a few matches that some other index leads to.
    plus = "" if dense else "+"
    keys = "".join(f", {plus}{column} AS o{i}" for i, column in enumerate(order.columns))
    names = ", ".join(f"o{i} {'DESC' if down else 'ASC'}" for i, down in enumerate(read.descending))
    branches = list(_branches(view.resource, conditions, order, where)) if dense else []
    if branches:
        inner = " UNION ALL ".join(f"SELECT t.key AS k{keys} {branch}" for branch in branches)
    else:
        where = f"{_any_state(view.resource, conditions)}{where}"
        inner = f"SELECT t.key AS k{keys} FROM {view.resource.table} t WHERE {where}"
    # A scan of keys first: sorting is cheap on them, and whole rows are fetched for one page only.
    sql = (
        f"SELECT {view.columns}, {', '.join(f'o{i}' for i in range(len(order.columns)))} "
        f"FROM ({inner} ORDER BY {names} LIMIT {page.limit} OFFSET {page.offset}) "
        f"CROSS JOIN {view.resource.table} t ON t.key = k ORDER BY {names}"
    )
    rows = store.select(sql, params * max(1, len(branches)))
    return rows if page.before is None else rows[::-1]


def _any_state(resource: Resource, conditions: Conditions) -> str:
    """A condition that always holds, and opens the indexes that begin with the state to searches that name none."""
    if conditions.states is not None or not resource.state_branches or conditions.sql == "1":
        return ""
    return f"t.state IN ({', '.join(repr(state) for state in resource.state_branches)}) AND "


def _branches(resource: Resource, conditions: Conditions, order: Order, where: str) -> Iterator[str]:
    """One scan per state along an index that has the order ready, for sqlite to merge; none without such an index."""
    wanted = [_directed(order), _directed(order.reversed())]
    fitting = [
        index
        for index in resource.indexes
        if (*index, "key") in wanted or (index and index in [one[: len(index)] for one in wanted])
    ]
    if not fitting:
        return
    name = index_name(resource, max(fitting, key=len))
    for state in resource.state_branches:
        if conditions.states is None or state in conditions.states:
            yield f"FROM {resource.table} t INDEXED BY {name} WHERE t.state = '{state}' AND {where}"


def _directed(order: Order) -> tuple[str, ...]:
    """The columns of an order as indexes name them."""
    return tuple(
        column.removeprefix("t.") + (" DESC" if down else "")
        for column, down in zip(order.columns, order.descending, strict=True)
    )
