"""The columns of the list of process definitions, two of which are counts of instances."""

from __future__ import annotations

from typing import Any, Protocol

from c8tui.model.processes import ProcessDefinition
from c8tui.model.versions import version_word
from c8tui.session.list_fields import PROCESS_FIELDS
from c8tui.session.process_definitions import InstanceCounts
from c8tui.tui.screens.columns import ColumnSet, plain
from c8tui.tui.widgets.columns import Cell, Column

ACTIVE, STUCK = "active", "incidents"
"""The columns that are counted."""
STANDARD = ("process", "version", ACTIVE, STUCK, "id", "tag", "file", "tenant")


class InstancesCounted(Protocol):
    """Who counts the instances of definitions."""

    @property
    def trouble(self) -> str:
        """Why nothing is counted."""

    def counts_of(self, definition: ProcessDefinition) -> InstanceCounts | None:
        """What is known."""


def definition_columns(counted: InstancesCounted) -> ColumnSet[ProcessDefinition]:
    """The columns; counts are known when the list has rested."""

    def number(definition: ProcessDefinition, name: str) -> int | None:
        counts = counted.counts_of(definition)
        return None if counts is None else counts.incidents if name == STUCK else counts.active

    def cell(definition: ProcessDefinition, name: str) -> Cell:
        if (found := number(definition, name)) is None:
            return "?" if counted.trouble else "…", "dim"
        return f"{found:,}", "error" if name == STUCK and found else "" if found else "dim"

    columns: dict[str, Column[Any]] = {
        "process": Column("Process", 18, lambda d: (d.name or d.process_definition_id, ""), grow=3, order="name"),
        "version": Column("Version", 9, lambda d: (version_word(d.version), ""), order="version"),
        ACTIVE: Column("Active", 9, lambda d: cell(d, ACTIVE), right=True, value=lambda d: number(d, ACTIVE)),
        STUCK: Column("Incidents", 9, lambda d: cell(d, STUCK), right=True,
                          value=lambda d: number(d, STUCK)),
        "id": Column("Id", 14, lambda d: (d.process_definition_id, "dim"), grow=2, order="process_definition_id"),
        "tag": Column("Tag", 8, lambda d: (d.version_tag or "-", "dim"), show_from=100, order="version_tag"),
        "file": Column("File", 14, lambda d: (d.resource_name or "-", "dim"), grow=1, show_from=120,
                       order="resource_name"),
        "tenant": Column("Tenant", 10, lambda d: (d.tenant_id, "dim"), show_from=100, order="tenant_id"),
        "start_form": plain("Start form", 10, PROCESS_FIELDS["start_form"]),
        "state": plain("State", 10, PROCESS_FIELDS["state"]),
        "key": plain("Key", 17, PROCESS_FIELDS["key"], "process_definition_key"),
    }  # fmt: skip
    return ColumnSet(columns, STANDARD)
