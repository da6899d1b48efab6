"""Element instances, sequence flows, call hierarchies and counts by element, as reads see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import ELEMENT_INSTANCES, INCIDENTS, PROCESS_DEFINITIONS, PROCESS_INSTANCES
from c8tui.sandbox.query import compile_filter
from c8tui.sandbox.reads import found, getting, page_of, searching

_COUNTS = (
    "SELECT e.element_id, sum(e.state = 'ACTIVE'), sum(e.state = 'TERMINATED'), sum(e.has_incident), "
    "sum(e.state = 'COMPLETED') FROM element_instance e WHERE {} GROUP BY e.element_id ORDER BY e.element_id"
)


async def search_incidents(call: Call) -> object:
    """`POST /element-instances/{elementInstanceKey}/incidents/search`."""
    found(call, ELEMENT_INSTANCES, "element instance")
    scope = call.scope()
    scope.add("t.element_instance_key = ?", call.key("elementInstanceKey"))
    return page_of(call, INCIDENTS, scope)


async def sequence_flows(call: Call) -> object:
    """`GET /process-instances/{processInstanceKey}/sequence-flows`: those that were taken, each once."""
    number = int(found(call, PROCESS_INSTANCES, "process instance")["processInstanceKey"])
    rows = call.world.store.select(
        "SELECT f.sequence_flow_id, f.root_process_instance_key, f.process_definition_key, f.process_definition_id, "
        "f.tenant_id FROM sequence_flow f WHERE f.process_instance_key = ? GROUP BY 1 ORDER BY min(f.key)",
        (number,),
    )
    root = call.world.speaks("8.9")
    return {
        "items": [
            {
                "sequenceFlowId": f"{number}_{flow}",
                "processInstanceKey": str(number),
                **({"rootProcessInstanceKey": str(root_key)} if root else {}),
                "processDefinitionKey": str(definition),
                "processDefinitionId": process,
                "elementId": flow,
                "tenantId": tenant,
            }
            for flow, root_key, definition, process, tenant in rows
        ]
    }


async def call_hierarchy(call: Call) -> object:
    """`GET /process-instances/{processInstanceKey}/call-hierarchy`: from the outermost caller to the instance."""
    at: int | None = int(found(call, PROCESS_INSTANCES, "process instance")["processInstanceKey"])
    items: list[dict[str, Any]] = []
    while at is not None:
        sql = (
            "SELECT i.process_definition_key, i.process_definition_name, i.process_definition_id, "
            "i.parent_process_instance_key FROM process_instance i WHERE i.key = ?"
        )
        rows = call.world.store.select(sql, (at,))
        if not rows:
            break
        definition, name, process, parent = rows[0]
        entry = {"processInstanceKey": str(at), "processDefinitionKey": str(definition)}
        items.insert(0, entry | {"processDefinitionName": name or process})
        at = parent
    return items


def _counted(call: Call, where: str, params: Sequence[object]) -> dict[str, object]:
    rows = call.world.store.select(_COUNTS.format(where), params)
    names = ("elementId", "active", "canceled", "incidents", "completed")
    return {"items": [dict(zip(names, row, strict=True)) for row in rows]}


async def instance_statistics(call: Call) -> object:
    """`GET /process-instances/{processInstanceKey}/statistics/element-instances`."""
    found(call, PROCESS_INSTANCES, "process instance")
    return _counted(call, "e.process_instance_key = ?", (call.key("processInstanceKey"),))


async def definition_statistics(call: Call) -> object:
    """`POST /process-definitions/{processDefinitionKey}/statistics/element-instances`: of the instances of a filter."""
    found(call, PROCESS_DEFINITIONS, "process definition")
    body = call.body.only("filter")
    conditions = compile_filter(call.world.view(PROCESS_INSTANCES), body.data.get("filter"))
    number = call.key("processDefinitionKey")
    if conditions.sql == "1":
        return _counted(call, "e.process_definition_key = ?", (number,))
    inner = f"SELECT t.key FROM process_instance t WHERE t.process_definition_key = ? AND {conditions.sql}"
    return _counted(call, f"e.process_instance_key IN ({inner})", (number, *conditions.params))


ENDPOINTS = (
    Endpoint("search", "POST", "/element-instances/search", searching(ELEMENT_INSTANCES)),
    Endpoint("get", "GET", "/element-instances/{elementInstanceKey}", getting(ELEMENT_INSTANCES, "element instance")),
    Endpoint("search", "POST", "/element-instances/{elementInstanceKey}/incidents/search", search_incidents, "8.9"),
    Endpoint("get", "GET", "/process-instances/{processInstanceKey}/sequence-flows", sequence_flows),
    Endpoint("get", "GET", "/process-instances/{processInstanceKey}/call-hierarchy", call_hierarchy),
    Endpoint("get", "GET", "/process-instances/{processInstanceKey}/statistics/element-instances", instance_statistics),
    Endpoint(
        "get",
        "POST",
        "/process-definitions/{processDefinitionKey}/statistics/element-instances",
        definition_statistics,
    ),
)
