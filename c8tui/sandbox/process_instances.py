"""The commands on process instances: create, cancel, and set variables where they stand."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from c8tui.sandbox.activation import DEFAULT_POLL_MS, wait
from c8tui.sandbox.audit import Batched, record
from c8tui.sandbox.auth import Principal
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.modification import start_instructions
from c8tui.sandbox.engine.suspension import running
from c8tui.sandbox.engine.work import Execution
from c8tui.sandbox.problems import Problem, invalid, rejected
from c8tui.sandbox.store import Row
from c8tui.sandbox.tenants import tenant_of
from c8tui.sandbox.values import key

INT64 = 2**63 - 1
_LOOK_AGAIN_S = 0.05
_LONGEST_WAIT_MS = 3_600_000
_CREATION = (
    *("processDefinitionId", "processDefinitionKey", "processDefinitionVersion", "variables", "tenantId"),
    *("startInstructions", "runtimeInstructions", "operationReference", "awaitCompletion", "requestTimeout"),
    *("fetchVariables", "tags"),
)
_MOST_TAGS = 10
_LONGEST_TAG = 100
_LONGEST_BUSINESS_ID = 256


def operation_reference(body: Body) -> None:
    """Checks the number that a caller may give to find a command again."""
    body.whole("operationReference", 1, 1, INT64)


async def create(call: Call) -> object:
    """`POST /process-instances`: by key, or by id with a version (-1 or none: the latest).

    With `awaitCompletion` the answer waits for the end and has the variables; 504 when that takes longer than
    `requestTimeout`.
    """
    newer = ("businessId",) if call.world.speaks("8.9") else ()
    body = call.body.only(*_CREATION, *newer)
    variables = body.inner("variables").data
    operation_reference(body)
    awaits = body.flag("awaitCompletion", False)
    patience = body.whole("requestTimeout", 0, 0, _LONGEST_WAIT_MS) or DEFAULT_POLL_MS
    fetch = body.texts("fetchVariables")
    tags, business_id = _tags(body), business_id_of(body)
    tenant = tenant_of(call, "CREATE")
    definition = _definition(call, tenant)
    engine = call.world.engine
    start = start_instructions(engine, definition, body)
    with engine.transaction(call.world.now()):
        instance = engine.create(definition, variables, tenant, start_at=start, tags=tags, business_id=business_id)
        about = {column: definition[column] for column in ("process_definition_id", "tenant_id")}
        about |= {"process_definition_key": definition["key"], "process_instance_key": instance.key}
        record(engine, "PROCESS_INSTANCE", instance.key, "CREATE", call.principal, about)
    answer = {
        "processDefinitionId": definition["process_definition_id"],
        "processDefinitionKey": str(definition["key"]),
        "processDefinitionVersion": definition["version"],
        "processInstanceKey": str(instance.key),
        "tenantId": tenant,
        "variables": await _result(call, instance.key, patience / 1000, fetch) if awaits else {},
        "tags": tags,
    }
    return answer | ({"businessId": business_id} if call.world.speaks("8.9") else {})


def _tags(body: Body) -> list[str]:
    tags = list(dict.fromkeys(body.texts("tags") or []))
    if len(tags) > _MOST_TAGS or any(not tag or len(tag) > _LONGEST_TAG for tag in tags):
        raise invalid(f"The property 'tags' must have at most {_MOST_TAGS} texts of 1 to {_LONGEST_TAG} characters.")
    return tags


def business_id_of(body: Body) -> str | None:
    """The business id in a body."""
    text = body.text("businessId") or None
    if text is not None and len(text) > _LONGEST_BUSINESS_ID:
        raise invalid(f"The property 'businessId' must have no more than {_LONGEST_BUSINESS_ID} characters.")
    return text


def _definition(call: Call, tenant: str) -> Row:
    body, store, definitions = call.body, call.world.store, call.world.engine.definitions
    if body.has("processDefinitionId") == body.has("processDefinitionKey"):
        raise invalid("Exactly one of 'processDefinitionId' and 'processDefinitionKey' must be given.")
    if body.has("processDefinitionKey"):
        number = key(body.data["processDefinitionKey"], "processDefinitionKey")
        wanted, row = str(number), store.get("process_definition", number)
        if row is not None and (row["tenant_id"] != tenant or row["state"] != "ACTIVE"):
            row = None
    else:
        wanted = body.text("processDefinitionId") or ""
        version = body.whole("processDefinitionVersion", -1, -1, 2**31 - 1)
        place = ("process_definition", "process_definition_id", wanted, tenant)
        row = definitions.latest(*place) if version < 1 else definitions.version(*place, version)
    if row is None:
        raise rejected("CREATE", "NOT_FOUND", f"there is no process '{wanted}' for tenant '{tenant}'")
    return row


async def _result(call: Call, instance: int, patience_s: float, fetch: list[str] | None) -> dict[str, Any]:
    """The variables of an instance once it has ended."""
    store, deadline = call.world.store, monotonic() + patience_s
    while True:
        row = store.get("process_instance", instance)
        if row is None or row["state"] == "TERMINATED":
            raise rejected("CREATE", "INVALID_STATE", f"process instance '{instance}' was terminated")
        if row["state"] == "COMPLETED":
            variables = call.world.engine.variables.local(instance)
            return {name: variables[name] for name in fetch if name in variables} if fetch else variables
        left = deadline - monotonic()
        if left <= 0:
            raise Problem("DEADLINE_EXCEEDED", f"Process instance '{instance}' did not end within {patience_s:g} s.")
        await wait(asyncio.Event(), min(left, _LOOK_AGAIN_S))
        call.world.turn()


def active_instance(call: Call, intent: str) -> Execution:
    """The process instance that a command is about; 404 unless it is active and of a tenant of the principal's."""
    number = call.key("processInstanceKey")
    row, execution = call.world.store.get("process_instance", number), call.world.engine.work.find(number)
    if row is None or execution is None or row["tenant_id"] not in call.principal.tenants:
        raise rejected(intent, "NOT_FOUND", f"no active process instance has the key '{number}'")
    return execution


async def cancel(call: Call) -> None:
    """`POST /process-instances/{processInstanceKey}/cancellation`; 409 for one that another process called."""
    operation_reference(call.body.only("operationReference"))
    engine = call.world.engine
    with engine.transaction(call.world.now()):
        instance = active_instance(call, "CANCEL")
        cancel_instance(engine, instance)
        record_instance(call, instance.key, "CANCEL")


def cancel_instance(engine: Engine, instance: Execution) -> None:
    """Cancels an instance; within a transaction. 409 for one that another process called."""
    if instance.parent is not None:
        reason = f"process instance '{instance.key}' was called by another: cancel the outermost"
        raise rejected("CANCEL", "INVALID_STATE", reason)
    engine.cancel(instance)


def record_instance(call: Call, number: int, operation: str) -> None:
    """Notes an operation on a process instance in the audit log."""
    note_instance(call.world.engine, number, operation, call.principal)


def note_instance(
    engine: Engine, number: int, operation: str, actor: str | Principal, batch: Batched | None = None
) -> None:
    """The same by whoever it was, alone or as part of a batch; within a transaction."""
    row = engine.store.get("process_instance", number) or {}
    about = {name: row.get(name) for name in ("process_definition_id", "process_definition_key", "tenant_id")}
    about |= {"process_instance_key": number, "root_process_instance_key": row.get("root_process_instance_key")}
    record(engine, "PROCESS_INSTANCE", number, operation, actor, about | (batch or {}))


async def set_variables(call: Call) -> None:
    """`PUT /element-instances/{elementInstanceKey}/variables`: of an element instance or a process instance.

    Local ones stay in its scope; others go to the innermost scope that has them. On a user task local ones are an
    update of the task, with its listeners.
    """
    body = call.body.only("variables", "local", "operationReference")
    body.need("variables")
    variables, local = body.inner("variables").data, body.flag("local", False)
    operation_reference(body)
    number, engine = call.key("elementInstanceKey"), call.world.engine
    with engine.transaction(call.world.now()):
        execution = engine.work.find(number)
        tenant = None if execution is None else engine.records.instance_of(execution)["tenant_id"]
        if execution is None or tenant not in call.principal.tenants:
            raise rejected("UPDATE", "NOT_FOUND", f"no active element instance has the key '{number}'")
        if "task" in execution.data:
            running(engine.work.get(execution.instance), "UPDATE")
        if not local:
            engine.variables.propagate(execution, variables)
        elif "task" in execution.data and execution.phase == "active" and "transition" not in execution.data:
            engine.tasks.begin(execution, "updating", {}, dict(variables))
        else:
            engine.variables.set_local(execution, variables)
        row = engine.records.instance_of(execution)
        about = {name: row[name] for name in ("process_definition_id", "process_definition_key", "tenant_id")}
        about |= {"process_instance_key": row["key"], "element_instance_key": number}
        for name in variables:
            there = about | {"entity_description": name}
            record(engine, "VARIABLE", number, "UPDATE", call.principal, there)


ENDPOINTS = (
    Endpoint("command", "POST", "/process-instances", create),
    Endpoint("command", "POST", "/process-instances/{processInstanceKey}/cancellation", cancel),
    Endpoint("command", "PUT", "/element-instances/{elementInstanceKey}/variables", set_variables),
)
