"""The audit log: who did what to which task, from 8.9 on."""

from __future__ import annotations

from c8tui.sandbox.auth import Principal
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import AUDIT_LOGS
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.reads import found, page_of
from c8tui.sandbox.schema import columns
from c8tui.sandbox.store import Row, Store

_TASK_FILTERS = ("actorId", "actorType", "operationType", "result", "timestamp")


def record(
    store: Store, flow: Flow, task: Row, operation: str, actor: str | Principal, at: int, result: str = "SUCCESS"
) -> None:
    """Notes an operation on a user task."""
    entry: Row = dict.fromkeys(columns(AUDIT_LOGS))
    shared = ("tenant_id", "process_definition_id", "process_definition_key", "element_instance_key")
    entry |= {column: task[column] for column in (*shared, "process_instance_key", "root_process_instance_key")}
    name, actor_type = _actor(actor)
    entry |= {
        "key": store.new_key(),
        "entity_key": task["key"],
        "entity_type": "USER_TASK",
        "operation_type": operation,
        "timestamp": at,
        "actor_id": name,
        "actor_type": actor_type,
        "result": result,
        "category": "USER_TASKS",
        "user_task_key": task["key"],
        "entity_description": task["name"],
    }
    flow.put("audit_log", entry, at)


def _actor(actor: str | Principal) -> tuple[str | None, str]:
    if isinstance(actor, str):
        return actor, "USER"
    if actor.username is not None:
        return actor.username, "USER"
    return actor.client_id, "CLIENT" if actor.client_id else "ANONYMOUS"


async def search_audit_logs(call: Call) -> object:
    """`POST /audit-logs/search`."""
    return page_of(call, AUDIT_LOGS)


async def search_task_audit_logs(call: Call) -> object:
    """`POST /user-tasks/{userTaskKey}/audit-logs/search`: the same about one task, with fewer filters."""
    scope = call.scope()
    scope.add("t.user_task_key = ?", call.key("userTaskKey"))
    return page_of(call, AUDIT_LOGS, scope, filters=_TASK_FILTERS)


async def get_audit_log(call: Call) -> object:
    """`GET /audit-logs/{auditLogKey}`."""
    return found(call, AUDIT_LOGS, "audit log entry")


ENDPOINTS = (
    Endpoint("search", "POST", "/audit-logs/search", search_audit_logs, "8.9"),
    Endpoint("get", "GET", "/audit-logs/{auditLogKey}", get_audit_log, "8.9"),
    Endpoint("search", "POST", "/user-tasks/{userTaskKey}/audit-logs/search", search_task_audit_logs, "8.9"),
)
