"""The columns of the list of incidents: the message has the most room."""

from __future__ import annotations

from typing import Any

from c8tui.model.incidents import Incident
from c8tui.session.list_fields import INCIDENT_FIELDS
from c8tui.tui.screens.columns import ColumnSet, plain, since
from c8tui.tui.widgets.columns import Cell, Column


def state_of(incident: Incident) -> Cell:
    return in_words(incident.state), "error" if incident.state == "ACTIVE" else "dim"


def in_words(member: str) -> str:
    """An enum member as sentences have it: `JOB_NO_RETRIES` -> `job no retries`."""
    return member.lower().replace("_", " ") or "unknown"


COLUMNS: dict[str, Column[Any]] = {
    "error": Column("Error", 18, lambda i: (in_words(i.error_type), ""), grow=1, order="error_type"),
    "message": Column("Message", 20, lambda i: (i.error_message or "-", "error"), grow=4),
    "process": Column("Process", 14, lambda i: (i.process_definition_id, "dim"), grow=2, show_from=80,
                      order="process_definition_id"),
    "element": Column("Element", 12, lambda i: (i.element_id or "-", "dim"), grow=1, show_from=100,
                      order="element_id"),
    "state": Column("State", 9, state_of, order="state"),
    "since": since("Since", lambda i: i.creation_time, "creation_time"),
    "job": plain("Job", 17, INCIDENT_FIELDS["job"], "job_key"),
    "instance": plain("Instance", 17, INCIDENT_FIELDS["instance"], "process_instance_key"),
    "root": plain("Root instance", 17, INCIDENT_FIELDS["root"]),
    "element_instance": plain("Element instance", 17, INCIDENT_FIELDS["element_instance"], "element_instance_key"),
    "process_key": plain("Process key", 17, INCIDENT_FIELDS["process_key"], "process_definition_key"),
    "tenant": plain("Tenant", 10, INCIDENT_FIELDS["tenant"], "tenant_id"),
    "key": plain("Key", 17, INCIDENT_FIELDS["key"], "incident_key"),
}  # fmt: skip
STANDARD = ("error", "message", "process", "element", "state", "since")
INCIDENT_COLUMNS: ColumnSet[Incident] = ColumnSet(COLUMNS, STANDARD, variables=True)
