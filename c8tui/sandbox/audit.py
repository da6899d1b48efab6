"""The audit log: who did what to what, from 8.9 on."""

from __future__ import annotations

from c8tui.sandbox.auth import Principal
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import AUDIT_LOGS
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.reads import found, page_of
from c8tui.sandbox.schema import columns
from c8tui.sandbox.store import Row

Batched = dict[str, object]
"""The batch that an operation is part of, by column: its key and its type."""
_TASK_FILTERS = ("actorId", "actorType", "operationType", "result", "timestamp")
_EMPTY: Row = dict.fromkeys(columns(AUDIT_LOGS))


def record_task(engine: Engine, task: Row, operation: str, actor: str | Principal, result: str = "SUCCESS") -> None:
    """Notes an operation on a user task, within a transaction."""
    shared = ("tenant_id", "process_definition_id", "process_definition_key", "element_instance_key")
    about = {column: task[column] for column in (*shared, "process_instance_key", "root_process_instance_key")}
    about |= {"user_task_key": task["key"], "entity_description": task["name"], "category": "USER_TASKS"}
    record(engine, "USER_TASK", task["key"], operation, actor, about, result)


def record(
    engine: Engine,
    entity: str,
    key: int,
    operation: str,
    actor: str | Principal,
    about: Row,
    result: str = "SUCCESS",
) -> None:
    """Notes an operation on an entity, within a transaction; `about` has what else is known of it, by column."""
    entry: Row = _EMPTY | {"category": "DEPLOYED_RESOURCES"} | about
    name, actor_type = _actor(actor)
    entry |= {
        "key": engine.store.new_key(),
        "entity_key": key,
        "entity_type": entity,
        "operation_type": operation,
        "timestamp": engine.work.at,
        "actor_id": name,
        "actor_type": actor_type,
        "result": result,
    }
    engine.records.put("audit_log", entry)


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
