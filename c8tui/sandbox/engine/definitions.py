"""Deployed definitions as the engine looks them up: models by key, versions by id, and what a deployment brought."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from c8tui.sandbox.bpmn.model import Linked, Process
from c8tui.sandbox.bpmn.reader import read
from c8tui.sandbox.store import Row, Store


@lru_cache(maxsize=256)
def _processes(xml: str) -> dict[str, Process]:
    return {process.id: process for process in read(xml)}


class Definitions:
    """Lookups over one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._models: dict[int, Process] = {}
        self._found: dict[tuple[str, str, str], tuple[int, list[Row]]] = {}
        """Versions by table, id and tenant, with how often the table had been written to."""

    def process(self, definition: int) -> Process:
        """The model of a process definition."""
        if definition not in self._models:
            row = self._store.get("process_definition", definition)
            if row is None:
                raise LookupError(f"no process definition has the key {definition}")
            self._models[definition] = _processes(row["source"])[row["process_definition_id"]]
        return self._models[definition]

    def latest(self, table: str, column: str, id: str, tenant: str) -> Row | None:
        """The latest version of a definition that is not deleted."""
        return max(self._versions(table, column, id, tenant), key=lambda row: int(row["version"]), default=None)

    def version(self, table: str, column: str, id: str, tenant: str, version: int) -> Row | None:
        """One version of a definition."""
        rows = self._versions(table, column, id, tenant)
        return next((row for row in rows if row["version"] == version), None)

    def _versions(self, table: str, column: str, id: str, tenant: str) -> list[Row]:
        place, writes = (table, id, tenant), self._store.writes[table]
        kept, rows = self._found.get(place, (-1, []))
        if kept != writes:
            where: dict[str, Any] = {column: id, "tenant_id": tenant}
            rows = [row for row in self._store.find(table, **where) if not _deleted(row)]
            if rows:
                self._found[place] = (writes, rows)
        return rows

    def linked(self, table: str, column: str, id: str, link: Linked, caller: Row) -> Row | None:
        """What an element of the definition `caller` names by id: by its binding the latest version, the one of the
        same deployment, or the latest with a version tag."""
        tenant = caller["tenant_id"]
        if link.binding == "latest":
            return self.latest(table, column, id, tenant)
        if link.binding == "deployment":
            key = json.loads(caller["bound"]).get(table, {}).get(id)
            return None if key is None else self._store.get(table, key)
        rows = [row for row in self._versions(table, column, id, tenant) if row["version_tag"] == link.version_tag]
        return max(rows, key=lambda row: int(row["version"]), default=None)


def _deleted(row: Row) -> bool:
    return bool(row.get("state", "ACTIVE") != "ACTIVE")
