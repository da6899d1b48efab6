"""Moving tokens by hand: instances that start in the middle, and elements activated, terminated or moved later."""

from __future__ import annotations

from typing import Any

from c8tui.sandbox.body import Body
from c8tui.sandbox.bpmn.model import FlowNode
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.store import Row

_NO_PLACE = frozenset({"START_EVENT", "BOUNDARY_EVENT", "EVENT_SUB_PROCESS"})
"""Where no token can be put by hand."""


def start_instructions(engine: Engine, definition: Row, body: Body) -> list[Any] | None:
    """Where a new instance begins, for `Engine.create`; None at the none start event, which then must be there."""
    process = engine.definitions.process(definition["key"])
    wanted = body.data.get("startInstructions") or []
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise invalid("The property 'startInstructions' must be a list of objects.")
    runtime = body.data.get("runtimeInstructions")
    if runtime not in (None, []):
        raise invalid("The property 'runtimeInstructions' is not supported here.")
    if not wanted:
        if process.body.start is None:
            reason = f"process '{process.id}' has no none start event"
            raise rejected("CREATE", "INVALID_STATE", reason)
        return None
    nodes = []
    for i, one in enumerate(wanted):
        instruction = Body(one, f"startInstructions[{i}]").only("elementId")
        instruction.need("elementId")
        nodes.append(element(engine, definition["key"], instruction.text("elementId") or "", "CREATE"))
    return start_path(nodes)


def element(engine: Engine, definition: int, element_id: str, intent: str) -> FlowNode:
    """An element in which a token can be put; 400 for others."""
    node = engine.definitions.process(definition).elements.get(element_id)
    if node is None:
        raise rejected(intent, "INVALID_ARGUMENT", f"there is no element '{element_id}' in the process")
    if node.type in _NO_PLACE:
        raise rejected(
            intent, "INVALID_ARGUMENT", f"element '{element_id}' is of type {node.type}, which cannot be activated"
        )
    if any(one.loop for one in ancestors(node)):
        raise rejected(intent, "INVALID_ARGUMENT", f"element '{element_id}' is inside of a multi-instance activity")
    return node


def ancestors(node: FlowNode) -> list[FlowNode]:
    """The subprocesses around an element, the outermost first."""
    found: list[FlowNode] = []
    owner = node.container.owner
    while owner is not None:
        found.insert(0, owner)
        owner = owner.container.owner
    return found


def start_path(nodes: list[FlowNode]) -> list[Any]:
    """Elements of any depth as places to start at: each subprocess on the way begins once, at what is inside."""
    tree: list[Any] = []
    for node in nodes:
        level = tree
        for owner in ancestors(node):
            there = next((entry for entry in level if entry[0] == owner.id), None)
            if there is None:
                there = [owner.id, {"start_at": []}]
                level.append(there)
            level = there[1]["start_at"]
        level.append([node.id, {}])
    return tree
