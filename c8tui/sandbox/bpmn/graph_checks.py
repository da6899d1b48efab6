"""Rules over the graph of a process: where tokens start, which flows they may take, and which events catch what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.connections import CONDITIONAL
from c8tui.sandbox.bpmn.nodes import ACTIVITIES
from c8tui.sandbox.bpmn.refusals import Refusals, Subject, quoted

_ESCALATING = frozenset({"SUB_PROCESS", "AD_HOC_SUB_PROCESS", "CALL_ACTIVITY"})
"""Activities that something inside can escalate from."""
_RACING = m.MessageEvent | m.TimerEvent | m.SignalEvent | m.ConditionalEvent
"""What an event-based gateway may wait for."""
_NAMED = 5
"""Elements that one sentence names."""
_CONTAINERS = {
    "SUB_PROCESS": "a subprocess",
    "EVENT_SUB_PROCESS": "an event subprocess",
    "AD_HOC_SUB_PROCESS": "an ad-hoc subprocess",
}


def check(process: m.Process, refusals: Refusals) -> None:
    """Refuses what breaks the rules of BPMN, or of Camunda 8, among the elements of a process."""
    _check_process_starts(process, refusals)
    _check_scope(process.body, refusals)
    for node in process.walk():
        _check_flows(node, refusals)
        _check_node(node, process, refusals)
        if node.children is not None:
            _check_subprocess_starts(node, node.children, refusals)
            _check_scope(node.children, refusals)


def _ids(nodes: Sequence[m.FlowNode]) -> str:
    more = len(nodes) - _NAMED
    return ", ".join(quoted(node.id) for node in nodes[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _starts(container: m.FlowElementsContainer) -> list[m.FlowNode]:
    return [node for node in container.elements.values() if node.type == "START_EVENT"]


def _check_process_starts(process: m.Process, refusals: Refusals) -> None:
    subject = Subject(process.id, process.name)
    starts = _starts(process.body)
    plain = [node for node in starts if node.event is None]
    if not starts:
        refusals.add(subject, "a process needs a start event")
    if len(plain) > 1:
        refusals.add(subject, f"a process may have one none start event, not {len(plain)}: {_ids(plain)}")
    _check_catches([node for node in starts if node.event is not None], refusals)


def _check_subprocess_starts(owner: m.FlowNode, inside: m.FlowElementsContainer, refusals: Refusals) -> None:
    starts = _starts(inside)
    what = _CONTAINERS[owner.type]
    if owner.type == "AD_HOC_SUB_PROCESS":
        outside = [node for node in inside.elements.values() if node.type in {"START_EVENT", "END_EVENT"}]
        if outside:
            refusals.add(owner, f"{what} may have no start and end events, but has {_ids(outside)}")
        if not any(node.type in ACTIVITIES for node in inside.elements.values()):
            refusals.add(owner, f"{what} needs an activity inside")
    elif not starts:
        refusals.add(owner, f"{what} needs a start event inside")
    elif len(starts) > 1:
        refusals.add(owner, f"{what} may have one start event, not {len(starts)}: {_ids(starts)}")
    if owner.type == "EVENT_SUB_PROCESS":
        if owner.incoming or owner.outgoing:
            refusals.add(owner, "an event subprocess is started by its event and may have no sequence flows")
        for start in starts:
            if isinstance(start.event, m.ErrorEvent) and not start.interrupting:
                refusals.add(start, 'an error always interrupts: remove isInterrupting="false"')


def _check_scope(container: m.FlowElementsContainer, refusals: Refusals) -> None:
    _check_links(container, refusals)
    starts = [
        start
        for node in container.event_subprocesses
        if node.children is not None
        for start in _starts(node.children)[:1]
    ]
    _check_catches(starts, refusals)


def _check_links(container: m.FlowElementsContainer, refusals: Refusals) -> None:
    catches: dict[str, list[m.FlowNode]] = {}
    throws: dict[str, list[m.FlowNode]] = {}
    for node in container.elements.values():
        if isinstance(node.event, m.LinkEvent) and node.event.name:
            side = catches if node.type == "INTERMEDIATE_CATCH_EVENT" else throws
            side.setdefault(node.event.name, []).append(node)
    for name, nodes in throws.items():
        if name not in catches:
            for node in nodes:
                refusals.add(node, f"no link catch event is named {quoted(name)} in the same process or subprocess")
    for name, nodes in catches.items():
        if name not in throws:
            refusals.add(nodes[0], f"no link throw event is named {quoted(name)} in the same process or subprocess")
        if len(nodes) > 1:
            refusals.add(nodes[1], f"several link catch events are named {quoted(name)}: {_ids(nodes)}")


def _check_flows(node: m.FlowNode, refusals: Refusals) -> None:
    link = isinstance(node.event, m.LinkEvent)
    if node.incoming and (
        node.type in {"START_EVENT", "BOUNDARY_EVENT"} or (link and node.type == "INTERMEDIATE_CATCH_EVENT")
    ):
        refusals.add(node, "no sequence flow may lead to it, since its event starts it")
    if node.outgoing and node.type == "END_EVENT":
        refusals.add(node, "no sequence flow may leave an end event")
    if node.outgoing and link and node.type == "INTERMEDIATE_THROW_EVENT":
        refusals.add(node, "no sequence flow may leave a link throw event: it goes on at the link catch event")
    if node.for_compensation and (node.incoming or node.outgoing):
        refusals.add(node, "an activity for compensation may have no sequence flows")
    if node.type in CONDITIONAL:
        _check_conditions(node, refusals)
        return
    for flow in node.outgoing:
        if flow.condition is not None:
            reason = (
                f"only flows out of exclusive and inclusive gateways may have conditions, not out of {quoted(node.id)}"
            )
            refusals.add(Subject(flow.id), reason)


def _check_conditions(node: m.FlowNode, refusals: Refusals) -> None:
    for flow in node.outgoing:
        if flow is not node.default and flow.condition is None and len(node.outgoing) > 1:
            refusals.add(
                Subject(flow.id), f"a condition is missing, or {quoted(node.id)} must name the flow as its default flow"
            )


def _check_node(node: m.FlowNode, process: m.Process, refusals: Refusals) -> None:
    if node.type == "BOUNDARY_EVENT":
        _check_boundary(node, refusals)
    elif node.type == "EVENT_BASED_GATEWAY":
        _check_event_gateway(node, refusals)
    _check_catches(node.boundary_events, refusals)
    if isinstance(node.event, m.CompensateEvent) and node.type != "BOUNDARY_EVENT" and node.event.activity:
        meant = process.elements.get(node.event.activity)
        if meant is None or meant.type not in ACTIVITIES:
            refusals.add(node, f"activityRef names {quoted(node.event.activity)}, but no activity has this id")


def _check_boundary(node: m.FlowNode, refusals: Refusals) -> None:
    if isinstance(node.event, m.CompensateEvent):
        if node.outgoing:
            refusals.add(node, "no sequence flow may leave a compensation event: an association leads to the activity")
        if node.compensation_handler is None:
            refusals.add(node, "a compensation event needs an association to an activity for compensation")
        return
    if isinstance(node.event, m.ErrorEvent) and not node.interrupting:
        refusals.add(node, 'an error always interrupts: remove cancelActivity="false"')
    activity = node.attached_to
    if isinstance(node.event, m.EscalationEvent) and activity is not None and activity.type not in _ESCALATING:
        refusals.add(node, "an escalation is caught at a subprocess or call activity, since nothing else throws one")


def _check_event_gateway(node: m.FlowNode, refusals: Refusals) -> None:
    if len(node.outgoing) < 2:
        refusals.add(node, "an event-based gateway needs at least two outgoing sequence flows")
    targets = [flow.target for flow in node.outgoing]
    for target in targets:
        if target.type != "INTERMEDIATE_CATCH_EVENT" or (
            target.event is not None and not isinstance(target.event, _RACING)
        ):
            refusals.add(
                node,
                "an event-based gateway leads only to intermediate catch events (message, timer, signal, conditional), "
                f"not to {quoted(target.id)}",
            )
        elif len(target.incoming) > 1:
            refusals.add(target, f"only the event-based gateway {quoted(node.id)} may lead to it")
    _check_catches(targets, refusals)


def _check_catches(nodes: Iterable[m.FlowNode], refusals: Refusals) -> None:
    """Of events that wait side by side, no two may catch the same."""
    seen: dict[tuple[str, str], m.FlowNode] = {}
    for node in nodes:
        match node.event:
            case m.MessageEvent(name=name) if name.text:
                key = "message", name.text
            case m.SignalEvent(name=name) if name.text:
                key = "signal", name.text
            case m.ErrorEvent(code=code):
                key = "error", code.text if code else ""
            case m.EscalationEvent(code=code):
                key = "escalation", code.text if code else ""
            case _:
                continue
        first = seen.setdefault(key, node)
        if first is not node:
            what = f"the {key[0]} {quoted(key[1])}" if key[1] else f"every {key[0]}"
            refusals.add(node, f"{quoted(first.id)} already catches {what} there")
