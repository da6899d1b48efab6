"""The tables of the sandbox, made from the catalog of resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from c8tui.sandbox.catalog import RESOURCES
from c8tui.sandbox.fields import Field, Resource

VERSION = 4
"""Raised whenever a database of an earlier version can no longer be read."""

_TYPES = {
    "text": "TEXT",
    "json": "TEXT",
    "int": "INTEGER",
    "date": "INTEGER",
    "key": "INTEGER",
    "bool": "INTEGER",
    "instance": "TEXT",
}

_SHARED = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    # Lists (candidates, tags) are few but on every task: a task holds the list's text, this table its members.
    "CREATE TABLE member (list TEXT, value TEXT, PRIMARY KEY (value, list)) WITHOUT ROWID",
    "CREATE TABLE word (field TEXT, value TEXT, PRIMARY KEY (field, value)) WITHOUT ROWID",
)


COPIED = frozenset(resource.table for resource in RESOURCES if not resource.internal)
"""The tables that searches read."""


def stored(resource: Resource) -> Iterator[Field]:
    """The fields that have a column of their own."""
    return (field for field in resource.fields if not field.sql)


def columns(resource: Resource) -> list[str]:
    """The names of all columns that a row of the table is written with."""
    hidden = [definition.split()[0] for definition in resource.hidden]
    return list(dict.fromkeys(["key", *(resource.column(field) for field in stored(resource)), *hidden]))


def tables() -> Iterator[str]:
    """The statements that create every table, without indexes."""
    yield from _SHARED
    yield from _tables("main", RESOURCES)


def copies() -> Iterator[str]:
    """The statements that copy what searches read into tables of the connection's own, which may lag behind."""
    read = [resource for resource in RESOURCES if resource.table in COPIED]
    yield from _tables("temp", read)
    for resource in read:
        names = ", ".join(columns(resource))
        yield f"INSERT INTO temp.{resource.table} ({names}) SELECT {names} FROM main.{resource.table}"
    yield from _indexes("temp.", read)


def _tables(where: str, resources: Iterable[Resource]) -> Iterator[str]:
    for resource in resources:
        parts = ["key INTEGER PRIMARY KEY"]
        for field in stored(resource):
            column = resource.column(field)
            if column == "key":
                continue
            parts.append(f"{column} {_TYPES[field.kind]}{'' if field.null else ' NOT NULL'}")
            if field.null and field.sort:
                # An empty blob sorts behind every number and every text.
                parts.append(f"{column}_order GENERATED ALWAYS AS (ifnull({column}, x'')) VIRTUAL")
        parts.extend(resource.hidden)
        yield f"CREATE TABLE {where}.{resource.table} ({', '.join(parts)})"


def indexes() -> Iterator[str]:
    """The statements that create every index; run them after a bulk load."""
    yield from _indexes("main.", RESOURCES)


def _indexes(where: str, resources: Iterable[Resource]) -> Iterator[str]:
    for resource in resources:
        for order in resource.indexes:
            names = ", ".join(("state", *order, "key"))
            yield f"CREATE INDEX {where}{index_name(resource, order)} ON {resource.table} ({names})"
        for lookup in resource.lookups:
            name = f"{resource.table}_by_{lookup.replace(', ', '_')}"
            yield f"CREATE INDEX {where}{name} ON {resource.table} ({lookup})"
        for partial in resource.partial:
            names, _, condition = partial.partition(" WHERE ")
            name = f"{resource.table}_some_by_{names.replace(', ', '_')}"
            yield f"CREATE INDEX {where}{name} ON {resource.table} ({names}) WHERE {condition}"


def index_name(resource: Resource, order: tuple[str, ...]) -> str:
    """The name of the index that keeps an order ready."""
    return "_".join((resource.table, "order", *order, "key")).replace(" ", "_")
