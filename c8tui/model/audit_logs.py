"""The audit log (8.9+): who did what, when, and whether it took effect."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Moment, Text


class AuditLog(Record, frozen=True, kw_only=True):
    """One operation; `result` is SUCCESS or FAIL, `operation_type` ASSIGN, COMPLETE, UPDATE, ..."""

    audit_log_key: str = ""
    operation_type: str = ""
    timestamp: Timestamp | None = None
    actor_id: str | None = None
    actor_type: str | None = None
    result: str = ""
    category: str = ""
    entity_type: str = ""
    entity_key: str = ""
    entity_description: str | None = None
    user_task_key: str | None = None
    process_instance_key: str | None = None
    tenant_id: str | None = None

    def __post_init__(self) -> None:
        canonical(self, "operation_type", "actor_type", "result", "category", "entity_type")


class AuditLogFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /user-tasks/{key}/audit-logs/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "actor_id", "actor_type", "audit_log_key", "batch_operation_key", "batch_operation_type", "category",
            "decision_definition_id", "decision_definition_key", "decision_evaluation_key", "decision_requirements_id",
            "decision_requirements_key", "element_instance_key", "entity_key", "entity_type", "job_key",
            "operation_type", "process_definition_id", "process_definition_key", "process_instance_key", "result",
            "tenant_id", "timestamp", "user_task_key",
        }
    )  # fmt: skip

    operation_type: Text | None = None
    result: Text | None = None
    timestamp: Moment | None = None
    actor_type: Text | None = None
    actor_id: Text | None = None


class InstanceAuditFilter(AuditLogFilter, frozen=True, kw_only=True):
    """Filter of POST /audit-logs/search, as far as it is about process instances."""

    process_instance_key: Key | None = None
