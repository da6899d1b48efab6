"""How a resource is declared: its fields, what each may be filtered and sorted by, and in which dialect."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

DIALECTS = ("8.8", "8.9", "8.10")
"""The versions of the API that the sandbox speaks, oldest first."""

OPERATORS: Mapping[str, frozenset[str]] = {
    "=": frozenset(),
    "S": frozenset({"$eq", "$neq", "$exists", "$in", "$notIn", "$like"}),
    "BS": frozenset({"$eq", "$neq", "$exists", "$in", "$notIn"}),
    "I": frozenset({"$eq", "$neq", "$exists", "$gt", "$gte", "$lt", "$lte", "$in"}),
    "D": frozenset({"$eq", "$neq", "$exists", "$gt", "$gte", "$lt", "$lte", "$in"}),
    "E": frozenset({"$eq", "$neq", "$exists", "$in", "$like"}),
    "EN": frozenset({"$eq", "$neq", "$exists", "$in", "$notIn", "$like"}),
    "K": frozenset({"$eq", "$neq", "$exists", "$in", "$notIn"}),
    "VV": frozenset(),
    "TAGS": frozenset(),
}
"""The operators that each filter code takes; a bare value always means equality, and `=` takes nothing else."""


def reaches(dialect: str, since: str) -> bool:
    """Whether something that came with version `since` is there in a dialect."""
    return DIALECTS.index(dialect) >= DIALECTS.index(since)


def snake(name: str) -> str:
    """The column of a field: `dueDate` becomes `due_date`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True)
class Field:
    """One property of a resource, as the wire names it."""

    name: str
    kind: str = "text"
    """`text`, `int`, `key`, `bool`, `date` (milliseconds since 1970 in the table), `json` (serialized in the table),
    `member` (a list, filtered by its members) or `instance` (the key of a decision instance: two numbers)."""
    filter: str = ""
    """Filter codes by version, oldest first: `= S@8.9` is exact in 8.8 and takes the operators of S from 8.9 on."""
    sort: str = ""
    """The version since which it may be sorted by; empty: never."""
    sort_end: str = ""
    """The version in which that ended; empty: never."""
    null: bool = False
    since: str = "8.8"
    """The version since which items carry it."""
    values: tuple[str, ...] = ()
    """The members of an enum."""
    shown: bool = True
    """False for what can be filtered or is kept, but is in no item."""
    few: bool = False
    """True where a large table has few different values: they are kept apart, for `$like` to look at them alone."""
    sql: str = ""
    """An expression over the table's alias `t` in place of a column of its own."""
    absent: str | None = None
    """What is said in place of null."""
    absent_end: str = "8.9"
    """The version in which that became null; empty: never."""
    through: str = ""
    """For what is filtered by rows of another table: a condition in which `{}` stands for that on one such row. Fields
    with the same one are about the same row; `sql` names the column in it, or is `1` where the row itself matters."""

    @cached_property
    def column(self) -> str:
        """The column that holds it; the resource's own key is always `key`."""
        return snake(self.name)

    def code(self, dialect: str) -> str:
        """Its filter code in a dialect; empty when it cannot be filtered."""
        found = ""
        for part in self.filter.split():
            code, _, since = part.partition("@")
            if reaches(dialect, since or "8.8"):
                found = code
        return found


@dataclass(frozen=True)
class Resource:
    """A kind of thing that can be searched, and the table that holds it."""

    table: str
    key: str
    """The wire name of its own key."""
    fields: tuple[Field, ...]
    state_branches: tuple[str, ...] = ()
    """The states over which a sorted page of a large table is merged; see `indexes`."""
    indexes: tuple[tuple[str, ...], ...] = ()
    """Orders (sort columns, `DESC` where they fall) kept ready as `state, ..., key`, for tables that grow large."""
    lookups: tuple[str, ...] = ()
    """Further indexes: comma-separated columns each."""
    partial: tuple[str, ...] = ()
    """Indexes over some of the rows: comma-separated columns and a condition each."""
    hidden: tuple[str, ...] = ()
    """Column definitions of what the engine keeps for itself."""
    internal: bool = False
    """Whether no search ever reads it."""
    _views: dict[str, View] = field(default_factory=dict, repr=False, compare=False)

    def column(self, fld: Field) -> str:
        """The column of one of its fields."""
        return "key" if fld.name == self.key and fld.kind == "key" else fld.column

    def view(self, dialect: str) -> View:
        """The resource as one dialect shows it."""
        if dialect not in self._views:
            self._views[dialect] = View(self, dialect)
        return self._views[dialect]

    def order_column(self, fld: Field) -> str:
        """The column to sort by: one without nulls, where null counts as greater than everything."""
        return f"{self.column(fld)}_order" if fld.null else self.column(fld)


class View:
    """A resource in one dialect: the fields of its items, the filters and the sorts that exist there."""

    def __init__(self, resource: Resource, dialect: str) -> None:
        self.resource = resource
        self.dialect = dialect
        self.shown = tuple(f for f in resource.fields if f.shown and reaches(dialect, f.since))
        self.filters: Mapping[str, tuple[Field, str]] = {
            f.name: (f, f.code(dialect)) for f in resource.fields if f.code(dialect)
        }
        self.sorts: Mapping[str, Field] = {f.name: f for f in resource.fields if _sortable(f, dialect)}
        self.columns = ", ".join(f"t.{resource.column(f)}" for f in self.shown)

    def values(self, fld: Field) -> frozenset[str]:
        """The members of an enum that exist in this dialect; empty for other fields."""
        split = (value.partition("@") for value in fld.values)
        return frozenset(word for word, _, since in split if reaches(self.dialect, since or "8.8"))


def _sortable(fld: Field, dialect: str) -> bool:
    return bool(fld.sort) and reaches(dialect, fld.sort) and not (fld.sort_end and reaches(dialect, fld.sort_end))
