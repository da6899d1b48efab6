"""Incidents: why process instances are stuck, as searches see them."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Moment, Text

INCIDENT_STATES = ("ACTIVE", "PENDING", "RESOLVED", "MIGRATED", "UNKNOWN")
"""The states every supported version knows."""
ERROR_TYPES = (
    "JOB_NO_RETRIES", "UNHANDLED_ERROR_EVENT", "EXECUTION_LISTENER_NO_RETRIES", "TASK_LISTENER_NO_RETRIES",
    "AD_HOC_SUB_PROCESS_NO_RETRIES", "IO_MAPPING_ERROR", "EXTRACT_VALUE_ERROR", "CONDITION_ERROR",
    "CALLED_ELEMENT_ERROR", "CALLED_DECISION_ERROR", "DECISION_EVALUATION_ERROR", "FORM_NOT_FOUND",
    "RESOURCE_NOT_FOUND", "MESSAGE_SIZE_EXCEEDED", "SECRET_RESOLUTION_ERROR", "UNKNOWN", "UNSPECIFIED",
)  # fmt: skip
"""The kinds of error that 8.10 knows; SECRET_RESOLUTION_ERROR is new there. Later versions may know more."""


class Incident(Record, frozen=True, kw_only=True):
    """An incident as POST /incidents/search returns it (8.8+)."""

    incident_key: str
    error_type: str = ""
    error_message: str = ""
    """Often several lines, and a stack trace where a worker sent one."""
    state: str = ""
    creation_time: Timestamp | None = None
    element_id: str | None = None
    element_instance_key: str = ""
    job_key: str | None = None
    """None where no job failed, as in a mapping or at a gateway."""
    process_definition_id: str = ""
    process_definition_key: str = ""
    process_instance_key: str = ""
    root_process_instance_key: str | None = None
    """8.9+."""
    tenant_id: str = ""

    def __post_init__(self) -> None:
        canonical(self, "state", "error_type")


class ErrorCount(Record, frozen=True, kw_only=True):
    """How many active process instances have an incident with one message (8.9+)."""

    error_hash_code: int = 0
    error_message: str = ""
    active_instances_with_error_count: int = 0


class ProcessErrorCount(Record, frozen=True, kw_only=True):
    """How many active instances of one definition have an incident with one message (8.9+)."""

    process_definition_id: str = ""
    process_definition_key: str = ""
    process_definition_version: int | None = None
    active_instances_with_error_count: int = 0


class IncidentFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /incidents/search. It sorts by all of these but the message, which only 8.8 sorts by."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "incident_key", "process_definition_key", "process_definition_id", "process_instance_key", "error_type",
            "element_id", "element_instance_key", "creation_time", "state", "job_key", "tenant_id",
        }
    )  # fmt: skip

    state: Text | None = None
    """Exact, `in_` and patterns; `not_in` from 8.9, as the next one."""
    error_type: Text | None = None
    error_message: Text | None = None
    process_definition_id: Text | None = None
    element_id: Text | None = None
    creation_time: Moment | None = None
    process_instance_key: Key | None = None
    job_key: Key | None = None
    element_instance_key: Key | None = None
    process_definition_key: Key | None = None
    incident_key: Key | None = None
    tenant_id: Text | None = None
