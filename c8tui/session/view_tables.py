"""A view as a table of TOML: what may stand in it, what is wrong with one, and the view that it describes.

What may stand there is that of its list. The lists beside the inbox are imported when a table names one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from c8tui.model.search import Sort
from c8tui.model.user_tasks import UserTaskFilter
from c8tui.session.filter_syntax import NotWords, parts, quoted
from c8tui.session.identity import Identity
from c8tui.session.task_filters import FIELDS, QueryContext, read
from c8tui.session.views import BUILT_IN, NEAREST_DUE, TASKS, View

LIST = "list"
"""The key that names the list of a view."""
INBOX = "inbox"
"""The other name of the list of tasks."""
_SOMEBODY = QueryContext(Identity("me", ("mine",), ""), datetime(2026, 1, 1, tzinfo=UTC))
"""By whom conditions are read to see whether they can be."""


class TableRules(Struct, frozen=True):
    """What may stand in the tables of views of one list."""

    fields: tuple[str, ...]
    """By what the list is filtered."""
    read: Callable[[str, str], object]
    """Reads the words of a field; raises NotWords."""
    sorts: tuple[str, ...]
    standard_sort: tuple[Sort, ...]
    taken: frozenset[str]
    """Ids of the views that everybody has."""
    columns: tuple[str, ...] = ()
    """The only names of columns; any name where there are none here, as it may be that of a variable."""
    several: bool = False
    """Whether alternatives and several sort keys may stand there."""
    versioned: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """All that may stand there."""
        own = (("any_of",) if self.several else ()) + (("every_version",) if self.versioned else ())
        return ("title", LIST, *own, "sort", "columns", *self.fields)


def list_of(table: Mapping[str, Any]) -> str:
    """The list that a table is of, as it says so; that of tasks where it does not."""
    name = table.get(LIST, TASKS)
    return TASKS if name == INBOX else str(name)


def rules_of(name: str) -> TableRules | None:
    """The rules of a list by its name; None for one that there is none of."""
    if name == TASKS:
        return TableRules(
            FIELDS,
            lambda field, words: read(field, words, _SOMEBODY),
            tuple(sorted(UserTaskFilter.sort_fields)),
            NEAREST_DUE,
            frozenset(view.id for view in BUILT_IN),
            several=True,
        )
    from c8tui.session.lists import LISTS

    if (spec := LISTS.get(name)) is None:
        return None
    return TableRules(
        tuple(one.field for one in spec.schema.conditions),
        lambda field, words: spec.schema.read({field: words}, _SOMEBODY.now),
        tuple(one.field for one in spec.schema.orders),
        (spec.plain.sort,),
        frozenset(view.id for view in spec.built_in),
        () if spec.variables else spec.columns,
        versioned=spec.versioned,
    )


# What is wrong


def problems_of(id_: str, table: object, is_id: Callable[[str], object]) -> Iterator[tuple[str, str]]:
    """What is wrong with the table of a view, by key."""
    if not isinstance(table, dict):
        yield id_, "it is no table"
        return
    if (rules := rules_of(list_of(table))) is None:
        yield LIST, _no_such_list(list_of(table))
        return
    if not is_id(id_) or id_ in rules.taken:
        yield id_, "that name is taken, or has other characters than letters, digits, - and _"
    for key, value in table.items():
        if key == "any_of" and rules.several:
            yield from _alternative_problems(value, rules)
        elif wrong := _problem(key, value, rules):
            yield key, wrong


def _no_such_list(name: str) -> str:
    from c8tui.session.lists import LISTS

    near = get_close_matches(name, (INBOX, *LISTS), n=1)
    return f"there is no list {name}" + (f"; did you mean {near[0]}?" if near else f"; {', '.join((INBOX, *LISTS))}")


def _alternative_problems(value: object, rules: TableRules) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list) or not value or not all(isinstance(part, dict) for part in value):
        yield "any_of", "it is a list of tables of conditions"
        return
    for part in value:
        yield from (
            ("any_of", f"{key}: {wrong}")
            for key, words in part.items()
            if (wrong := _condition_problem(key, words, rules))
        )


def unasked(view: View) -> Iterator[tuple[str, str]]:
    """Why the conditions of a view, each of which can be asked, cannot be asked together."""
    if view.of != TASKS:
        return
    try:
        filters = view.filters(_SOMEBODY.identity, _SOMEBODY.now)
    except NotWords as wrong:
        yield "any_of", wrong.detail
    else:
        if not filters:
            yield "any_of", "no task can meet the conditions in it and those above it"


def _problem(key: str, value: object, rules: TableRules) -> str | None:
    if key == LIST:
        return None
    if key == "title":
        return None if isinstance(value, str) and value.strip() else "it is a text"
    if key == "columns":
        return _columns_problem(value, rules)
    if key == "sort":
        return _sort_problem(value, rules)
    if key == "every_version" and rules.versioned:
        return None if isinstance(value, bool) else "it is true or false"
    return _condition_problem(key, value, rules)


def _condition_problem(key: str, value: object, rules: TableRules) -> str | None:
    if key not in rules.fields:
        near = get_close_matches(key, rules.keys, n=1)
        return "there is no such key" + (
            f"; did you mean {near[0]}?" if near else f"; there are {', '.join(rules.keys)}"
        )
    if (words := _words(key, value)) is None:
        return "it is a text, a number, true or false, or a list of texts"
    try:
        rules.read(key, words)
    except NotWords as wrong:
        return wrong.detail
    return None


def _columns_problem(value: object, rules: TableRules) -> str | None:
    if not isinstance(value, list) or not _texts(value):
        return "it is a list of names"
    if rules.columns and (unknown := [name for name in value if name not in rules.columns]):
        return f"there is no column {unknown[0]}; there are {', '.join(rules.columns)}"
    return None


def _sort_problem(value: object, rules: TableRules) -> str | None:
    known = ", ".join(rules.sorts)
    if not _texts(value):
        return f"it is a list of fields, falling ones with a minus: {known}"
    assert isinstance(value, list)
    if wrong := [name for name in value if name.removeprefix("-") not in rules.sorts]:
        return f"the cluster does not sort by {wrong[0]}; it sorts by {known}"
    return "this list is sorted by one field" if len(value) > 1 and not rules.several else None


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, str) and part for part in value)


def _words(key: str, value: object) -> str | None:
    """A value of the file as the words of a condition."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, list) or not _texts(value):
        return None
    if key.endswith("variables"):
        return "; ".join(value)
    if key == "any_of":
        return " | ".join(value)
    return ", ".join(part if len(parts(part)) < 2 else quoted(part) for part in value)


# The view, and its table


def view_of(id_: str, table: Mapping[str, Any]) -> View:
    """The view that a table describes, of which nothing is wrong."""
    of = list_of(table)
    rules = rules_of(of)
    assert rules is not None
    alternatives = table.get("any_of", ()) if rules.several else ()
    conditions = _conditions({key: value for key, value in table.items() if key in rules.fields})
    several = tuple(map(_conditions, alternatives))
    sort = tuple(Sort(name.removeprefix("-"), "DESC" if name[0] == "-" else "ASC") for name in table.get("sort", ()))
    return View(
        id_,
        table.get("title", id_),
        several or (conditions,),
        sort or rules.standard_sort,
        tuple(table.get("columns", ())),
        own=True,
        common=conditions if several else {},
        of=of,
        every_version=table.get("every_version", False),
    )


def _conditions(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: _words(key, value) or "" for key, value in table.items()}


def values_of(view: View) -> dict[str, Any]:
    """What stands in the table of a view."""
    rules = rules_of(view.of)
    assert rules is not None
    found: dict[str, Any] = {"title": view.title}
    if view.of != TASKS:
        found[LIST] = view.of
    above = view.alternatives[0] if len(view.alternatives) == 1 and not view.common else view.common
    found.update((key, words) for key, words in above.items() if words)
    if above is not view.alternatives[0]:
        found["any_of"] = [dict(part) for part in view.alternatives]
    if view.every_version:
        found["every_version"] = True
    if view.sort != rules.standard_sort:
        found["sort"] = [f"{'-' if key.order == 'DESC' else ''}{key.field}" for key in view.sort]
    if view.columns:
        found["columns"] = [*view.columns]
    return found
