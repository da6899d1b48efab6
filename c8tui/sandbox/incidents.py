"""Commands on incidents."""

from __future__ import annotations

from c8tui.sandbox.audit import Batched, record
from c8tui.sandbox.auth import Principal
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.suspension import running
from c8tui.sandbox.problems import rejected
from c8tui.sandbox.store import Row

_INT64 = 2**63 - 1


async def resolve(call: Call) -> None:
    """`POST /incidents/{incidentKey}/resolution`: what failed is tried again, and fails again unless the cause is gone.

    A job needs retries: without them 8.9 refuses, and 8.8 takes the command and raises the incident anew.
    """
    call.body.only("operationReference").whole("operationReference", 1, 1, _INT64)
    key, world = call.key("incidentKey"), call.world
    incident = world.store.get("incident", key)
    if incident is None or incident["state"] != "ACTIVE" or incident["tenant_id"] not in call.principal.tenants:
        raise rejected("RESOLVE", "NOT_FOUND", f"no active incident has the key '{key}'")
    with world.engine.transaction(world.now()):
        resolve_incident(world.engine, incident, call.principal, strict=world.speaks("8.9"))


def resolve_incident(
    engine: Engine, incident: Row, actor: str | Principal, *, strict: bool, batch: Batched | None = None
) -> None:
    """Resolves an active incident; within a transaction. `strict` refuses one whose job has no retries."""
    instance = engine.work.find(incident["process_instance_key"])
    if instance is not None:
        running(instance, "RESOLVE")
    job = engine.store.get("job", incident["job_key"]) if incident["job_key"] is not None else None
    stuck = job is not None and job["retries"] < 1
    if stuck and strict:
        raise rejected("RESOLVE", "INVALID_STATE", f"job '{incident['job_key']}' has no retries left")
    engine.resolve(incident, anew=stuck)
    shared = ("tenant_id", "process_definition_id", "process_definition_key", "process_instance_key", "job_key")
    about = {column: incident[column] for column in (*shared, "element_instance_key")}
    record(engine, "INCIDENT", incident["key"], "RESOLVE", actor, about | (batch or {}))


ENDPOINTS = (Endpoint("command", "POST", "/incidents/{incidentKey}/resolution", resolve),)
