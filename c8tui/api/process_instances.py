"""Process instances: find them, read what they consist of, and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.api.request import given, path
from c8tui.model.audit_logs import AuditLog, InstanceAuditFilter
from c8tui.model.batch_operations import BatchCreated
from c8tui.model.process_instances import (
    CallingInstance,
    ElementCountsAnswer,
    ElementInstance,
    ElementInstanceFilter,
    ElementMigration,
    ElementModification,
    ElementStatistics,
    ProcessInstance,
    ProcessInstanceFilter,
    TakenFlow,
    TakenFlowsAnswer,
)
from c8tui.model.search import Page, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[ProcessInstanceFilter]) -> Page[ProcessInstance]:
    """A page of process instances. POST /process-instances/search, 8.8+."""
    return await wire.search("/process-instances/search", query, ProcessInstance)


async def get(wire: Wire, process_instance_key: str) -> ProcessInstance:
    """One process instance. GET /process-instances/{key}."""
    return await wire.read(path("process-instances", process_instance_key), ProcessInstance)


async def call_hierarchy(wire: Wire, process_instance_key: str) -> tuple[CallingInstance, ...]:
    """From the outermost caller down to the instance. GET /process-instances/{key}/call-hierarchy."""
    return await wire.read(
        path("process-instances", process_instance_key, "call-hierarchy"), tuple[CallingInstance, ...]
    )


async def sequence_flows(wire: Wire, process_instance_key: str) -> tuple[TakenFlow, ...]:
    """The flows that it has taken. GET /process-instances/{key}/sequence-flows."""
    return (await wire.read(path("process-instances", process_instance_key, "sequence-flows"), TakenFlowsAnswer)).items


async def statistics(wire: Wire, process_instance_key: str) -> tuple[ElementStatistics, ...]:
    """Counts by element. GET /process-instances/{key}/statistics/element-instances."""
    place = path("process-instances", process_instance_key, "statistics", "element-instances")
    return (await wire.read(place, ElementCountsAnswer)).items


async def search_elements(wire: Wire, query: Search[ElementInstanceFilter]) -> Page[ElementInstance]:
    """A page of element instances. POST /element-instances/search."""
    return await wire.search("/element-instances/search", query, ElementInstance)


async def set_variables(wire: Wire, scope_key: str, variables: dict[str, Any]) -> None:
    """Set variables in exactly this scope, an element instance or the process instance itself.

    PUT /element-instances/{key}/variables with `local`.
    """
    body = {"variables": variables, "local": True}
    await wire.command("PUT", path("element-instances", scope_key, "variables"), body)


async def audit_logs(wire: Wire, query: Search[InstanceAuditFilter]) -> Page[AuditLog]:
    """What was done to a process instance, and by whom. POST /audit-logs/search, 8.9+."""
    return await wire.search("/audit-logs/search", query, AuditLog)


# Commands on one


async def cancel(wire: Wire, process_instance_key: str) -> None:
    """End it, with all that it called. POST /process-instances/{key}/cancellation."""
    await wire.command("POST", path("process-instances", process_instance_key, "cancellation"), {})


async def delete(wire: Wire, process_instance_key: str) -> None:
    """Remove one that has ended, and its history. POST /process-instances/{key}/deletion, 8.9+."""
    await wire.command("POST", path("process-instances", process_instance_key, "deletion"), {})


async def suspend(wire: Wire, process_instance_key: str) -> None:
    """Let it rest. POST /process-instances/{key}/suspension, 8.10+."""
    await wire.command("POST", path("process-instances", process_instance_key, "suspension"), {})


async def resume(wire: Wire, process_instance_key: str) -> None:
    """Let it go on. POST /process-instances/{key}/resumption, 8.10+."""
    await wire.command("POST", path("process-instances", process_instance_key, "resumption"), {})


async def migrate(wire: Wire, process_instance_key: str, plan: ElementMigration) -> None:
    """Let it go on in another version. POST /process-instances/{key}/migration."""
    await wire.command("POST", path("process-instances", process_instance_key, "migration"), plan)


async def modify(wire: Wire, process_instance_key: str, modification: ElementModification) -> None:
    """Activate and terminate elements, all or none of them. POST /process-instances/{key}/modification."""
    await wire.command("POST", path("process-instances", process_instance_key, "modification"), modification)


# Commands on many, as batch operations


async def batch(
    wire: Wire,
    what: str,
    wanted: ProcessInstanceFilter,
    *,
    plan: ElementMigration | None = None,
) -> BatchCreated:
    """A batch over what a filter finds when it begins. POST /process-instances/{what}.

    `what`: cancellation, migration (8.8+), deletion (8.9+), suspension, resumption (8.10+).
    """
    return await wire.ask(path("process-instances", what), given(filter=wanted, migrationPlan=plan), BatchCreated)
