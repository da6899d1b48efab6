"""The columns of the list of incidents: the message has the most room."""

from __future__ import annotations

from c8tui.model.incidents import Incident
from c8tui.session.dates import ago
from c8tui.tui import clock
from c8tui.tui.widgets.columns import Cell, Column


def state_of(incident: Incident) -> Cell:
    return in_words(incident.state), "error" if incident.state == "ACTIVE" else "dim"


def in_words(member: str) -> str:
    """An enum member as sentences have it: `JOB_NO_RETRIES` -> `job no retries`."""
    return member.lower().replace("_", " ") or "unknown"


COLUMNS: tuple[Column[Incident], ...] = (
    Column("Error", 18, lambda i: (in_words(i.error_type), ""), grow=1, order="error_type"),
    Column("Message", 20, lambda i: (i.error_message or "-", "error"), grow=4),
    Column("Process", 14, lambda i: (i.process_definition_id, "dim"), grow=2, show_from=80,
           order="process_definition_id"),
    Column("Element", 12, lambda i: (i.element_id or "-", "dim"), grow=1, show_from=100, order="element_id"),
    Column("State", 9, state_of, order="state"),
    Column("Since", 9, lambda i: (ago(i.creation_time, clock.now()), "dim"), order="creation_time"),
)  # fmt: skip
