"""What connects the nodes of a process: sequence flows, boundary events and their activities, associations."""

from __future__ import annotations

from xml.etree.ElementTree import Element as Xml

from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.document import child, children, subject_of, text_of
from c8tui.sandbox.bpmn.nodes import ACTIVITIES
from c8tui.sandbox.bpmn.refusals import Refusals, Subject, quoted
from c8tui.sandbox.bpmn.values import Values

CONDITIONAL = frozenset({"EXCLUSIVE_GATEWAY", "INCLUSIVE_GATEWAY"})
"""Gateways that choose among their outgoing flows."""


class Connections:
    """Collects the nodes of all processes and what names them, and then connects them."""

    def __init__(self, values: Values, refusals: Refusals) -> None:
        self._values = values
        self._refusals = refusals
        self._nodes: dict[str, m.FlowNode] = {}
        self._read: list[tuple[Xml, m.FlowNode]] = []
        self._flow_elements: list[tuple[Xml, str]] = []
        self._flows: dict[str, m.SequenceFlow] = {}
        self._flow_ids: set[str] = set()
        self._associations: list[Xml] = []
        self._refused: set[str] = set()

    def add_node(self, xml: Xml, node: m.FlowNode) -> None:
        """A node that was read."""
        self._nodes.setdefault(node.id, node)
        self._read.append((xml, node))

    def add_refused(self, xml: Xml) -> None:
        """An element that is refused as a whole: what refers to it, or into it, is not refused for that."""
        self._refused.update(found for inner in xml.iter() if (found := inner.get("id")))

    def add_flow(self, xml: Xml, flow_id: str) -> None:
        """A sequence flow, wherever in the file it stands."""
        self._flow_elements.append((xml, flow_id))
        self._flow_ids.add(flow_id)

    def add_association(self, xml: Xml) -> None:
        """An association, which matters where it leads from a compensation event to its handler."""
        self._associations.append(xml)

    def connect(self) -> None:
        """Resolves every reference; those that lead nowhere are refused."""
        for xml, flow_id in self._flow_elements:
            self._connect_flow(xml, flow_id)
        for xml, node in self._read:
            self._check_flow_references(xml, node)
            self._connect_default(xml, node)
            if node.type == "BOUNDARY_EVENT":
                self._attach(xml, node)
        for xml in self._associations:
            self._connect_handler(xml)

    def _end_of(self, xml: Xml, attribute: str, subject: Subject) -> m.FlowNode | None:
        named = xml.get(attribute, "").strip()
        if not named:
            self._refusals.add(subject, f"{attribute} is missing")
            return None
        found = self._nodes.get(named)
        if found is None and named not in self._refused:
            reason = "but no event, activity or gateway of an executable process has this id"
            self._refusals.add(subject, f"{attribute} names {quoted(named)}, {reason}")
        return found

    def _connect_flow(self, xml: Xml, flow_id: str) -> None:
        subject = subject_of(xml)
        source = self._end_of(xml, "sourceRef", subject)
        target = self._end_of(xml, "targetRef", subject)
        condition = self._values.condition(subject, child(xml, "conditionExpression"))
        if source is None or target is None:
            return
        if source.container is not target.container:
            ends = f"from {quoted(source.id)} to {quoted(target.id)}"
            self._refusals.add(
                subject, f"a sequence flow may not cross the border of a process or subprocess, but leads {ends}"
            )
            return
        flow = m.SequenceFlow(flow_id, source, target, condition)
        self._flows.setdefault(flow_id, flow)
        source.container.flows.append(flow)
        source.outgoing.append(flow)
        target.incoming.append(flow)

    def _check_flow_references(self, xml: Xml, node: m.FlowNode) -> None:
        for direction in ("incoming", "outgoing"):
            for inner in children(xml, direction):
                named = text_of(inner)
                if named not in self._flow_ids and named not in self._refused:
                    self._refusals.add(node, f"<{direction}> names {quoted(named)}, but no sequence flow has this id")

    def _connect_default(self, xml: Xml, node: m.FlowNode) -> None:
        named = xml.get("default", "").strip()
        if not named:
            return
        flow = self._flows.get(named)
        if node.type not in CONDITIONAL:
            self._refusals.add(node, "only exclusive and inclusive gateways have a default flow: add a gateway")
        elif flow is not None and flow.source is node:
            node.default = flow
            flow.condition = None  # as BPMN says in 10.5.2 and 10.5.3
        elif named not in self._flow_ids or flow is not None:
            self._refusals.add(node, f"the default flow {quoted(named)} is no flow that leaves this gateway")

    def _attach(self, xml: Xml, node: m.FlowNode) -> None:
        named = xml.get("attachedToRef", "").strip()
        activity = self._nodes.get(named) or self._nodes.get(named.rpartition(":")[2])
        if activity is None:
            if named not in self._refused:
                problem = f"names {quoted(named)}, but no activity has this id" if named else "is missing"
                self._refusals.add(node, f"attachedToRef {problem}")
        elif activity.type not in ACTIVITIES:
            self._refusals.add(node, f"a boundary event must be attached to an activity, which {quoted(named)} is not")
        elif activity.container is not node.container:
            self._refusals.add(
                node, f"{quoted(named)}, which it is attached to, stands in another process or subprocess"
            )
        else:
            node.attached_to = activity
            activity.boundary_events.append(node)

    def _connect_handler(self, xml: Xml) -> None:
        source = self._nodes.get(xml.get("sourceRef", "").strip())
        handler = self._nodes.get(xml.get("targetRef", "").strip())
        if source is None or source.type != "BOUNDARY_EVENT" or not isinstance(source.event, m.CompensateEvent):
            return
        if handler is None or handler.type not in ACTIVITIES or not handler.for_compensation:
            self._refusals.add(
                source, 'its association must lead to an activity for compensation (isForCompensation="true")'
            )
        elif handler.container is not source.container:
            self._refusals.add(source, f"{quoted(handler.id)}, which undoes, stands in another process or subprocess")
        elif source.compensation_handler is not None:
            self._refusals.add(source, "a compensation event has one activity for compensation, not several")
        else:
            source.compensation_handler = handler
