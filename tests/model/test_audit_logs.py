"""The audit log: unknown operations survive, the sort is the API's."""

from __future__ import annotations

from c8tui.model.audit_logs import AuditLog, AuditLogFilter
from c8tui.model.base import decode


def test_an_entry() -> None:
    entry = decode(b'{"auditLogKey":"1","operationType":"TELEPORT","result":"FAIL","actorId":null}', AuditLog)
    assert (entry.operation_type, entry.result, entry.actor_id) == ("TELEPORT", "FAIL", None)


def test_it_is_not_sorted_by_what_the_api_lacks() -> None:
    assert "timestamp" in AuditLogFilter.sort_fields
    assert "entity_description" not in AuditLogFilter.sort_fields
