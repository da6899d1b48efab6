"""BPMN 2.0 XML read leniently: whatever a cluster has deployed is shown, with or without a drawing of its own.

An element that BPMN does not have becomes a node with its tag as its kind; what a flow leads to and the file lacks
becomes one that is missing. Text annotations and data are read as what they say of an element; groups are left out.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from c8tui.diagrams.artifacts import Artifacts
from c8tui.diagrams.model import (
    EVENTS,
    GATEWAYS,
    MISSING,
    SCOPES,
    TASKS,
    Bounds,
    BpmnLane,
    BpmnModel,
    BpmnProcess,
    FlowNode,
    MessageFlow,
    SequenceArrow,
)
from c8tui.diagrams.xml_element import XmlElement, attribute, reference, tag_of
from c8tui.text import visible

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
LARGEST = 20_000_000
"""Bytes, or characters, of a file that is read at all."""
MOST_PROBLEMS = 50
_KNOWN = EVENTS | GATEWAYS | TASKS | SCOPES
_NO_NODES = frozenset({
    "sequenceFlow", "laneSet", "dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation",
    "association", "dataInputAssociation", "dataOutputAssociation", "group", "documentation", "extensionElements",
    "ioSpecification", "ioBinding", "property", "auditing", "monitoring", "incoming", "outgoing", "artifact",
    "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "completionCondition", "resourceRole",
    "performer", "humanPerformer", "potentialOwner", "correlationSubscription", "supports", "supportedInterfaceRef",
    "script", "dataInput", "dataOutput", "inputSet", "outputSet", "rendering", "callConversation", "conversation",
})  # fmt: skip
"""What stands beside the nodes of a process and is none."""


class BpmnError(Exception):
    """What cannot be read; its text is one sentence."""


def read(content: bytes | str) -> BpmnModel:
    """The model of a BPMN file. Raises `BpmnError`."""
    root = _parsed(content)
    if tag_of(root) != "definitions":
        raise BpmnError(f"this is not BPMN: its root is {visible(tag_of(root), 40)}, not definitions")
    reader = _BpmnReader(root)
    reader.read()
    return reader.model()


def _parsed(content: bytes | str) -> XmlElement:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(content) > LARGEST:
        raise BpmnError(f"a BPMN of more than {LARGEST // 1_000_000} MB is not read")
    if not content.strip():
        raise BpmnError("the file is empty")
    try:
        root: XmlElement = fromstring(content)
    except DefusedXmlException:
        raise BpmnError("the file defines XML entities, which are not read") from None
    except ParseError as wrong:
        raise BpmnError(f"this is not XML: {wrong}") from None
    except (ValueError, LookupError, RecursionError) as wrong:  # an encoding that there is none of, a lone surrogate
        raise BpmnError(f"this is not XML that can be read: {visible(str(wrong), 120)}") from None
    return root


def _is_bpmn(element: XmlElement) -> bool:
    return isinstance(element.tag, str) and (element.tag.startswith(f"{{{MODEL}}}") or "}" not in element.tag)


class _Participant(NamedTuple):
    """A pool of a file, with the ids that its process may have; none where it names none."""

    id: str
    name: str
    processes: frozenset[str]


class _BpmnReader:
    """Collects what is in a file."""

    def __init__(self, root: XmlElement) -> None:
        self._root = root
        self._nodes: dict[str, FlowNode] = {}
        self._flows: dict[str, SequenceArrow] = {}
        self._flow_scopes: dict[str, str] = {}
        self._defaults: set[str] = set()
        self._processes: list[BpmnProcess] = []
        self._messages: list[MessageFlow] = []
        self._pools: dict[str, str] = {}
        self._artifacts = Artifacts()
        self._problems: list[str] = []
        self._ids: set[str] = set()
        self._bounds: dict[str, Bounds] = {}
        self._collapsed: set[str] = set()

    def read(self) -> None:
        """Everything, the drawing first."""
        self._read_drawing()
        participants = self._read_collaborations()
        names = {process: one.name for one in participants for process in one.processes}
        for element in self._root:
            if tag_of(element) == "process":
                self._read_process(element, names)
        self._add_participants(participants)
        if not any(one.is_shown for one in self._processes):
            raise BpmnError("there is no process in this BPMN")

    def model(self) -> BpmnModel:
        """What was read, with every end of a flow there."""
        self._add_missing()
        self._mend_attachments()
        flows = tuple(replace(flow, default=flow.id in self._defaults) for flow in self._flows.values())
        messages = self._known_messages()
        known = {*self._nodes, *self._flows, *(process.id for process in self._processes)}
        return BpmnModel(
            tuple(self._processes), self._nodes, flows, tuple(self._problems[:MOST_PROBLEMS]), messages,
            self._artifacts.annotations(known, self._pools, self._processes[0].id), self._artifacts.data(),
            self._artifacts.handlers(self._nodes),
        )  # fmt: skip

    def _say(self, problem: str) -> None:
        self._problems.append(problem)

    def _new_id(self, id: str, kind: str) -> str:
        """An id that nothing else has."""
        found, number = id or f"{kind}#1", 1
        while found in self._ids:
            number += 1
            found = f"{id or kind}#{number}"
        if id and found != id:
            self._say(f"{id} is the id of two elements")
        self._ids.add(found)
        return found

    def _read_drawing(self) -> None:
        for diagram in self._root:
            if tag_of(diagram) == "BPMNDiagram":
                for shape in (shape for plane in diagram for shape in plane if tag_of(shape) == "BPMNShape"):
                    id = attribute(shape, "bpmnElement")
                    if attribute(shape, "isExpanded") == "false":
                        self._collapsed.add(id)
                    if (bounds := next((b for b in map(_bounds, shape) if b is not None), None)) is not None:
                        self._bounds[id] = bounds

    def _read_collaborations(self) -> list[_Participant]:
        """The pools, and message flows with their ends as the file names them."""
        found: list[_Participant] = []
        for collaboration in self._root:
            if tag_of(collaboration) != "collaboration":
                continue
            for part in collaboration:
                if tag_of(part) == "participant":
                    process = reference(part, "processRef")
                    names = {process, process.rpartition(":")[2]} - {""}  # some write a prefix
                    found.append(_Participant(attribute(part, "id"), attribute(part, "name"), frozenset(names)))
                elif tag_of(part) == "messageFlow":
                    id = self._new_id(attribute(part, "id"), "messageFlow")
                    source, target = reference(part, "sourceRef"), reference(part, "targetRef")
                    self._messages.append(MessageFlow(id, source, target, attribute(part, "name")))
            self._artifacts.read(collaboration, "")
        return found

    def _add_participants(self, participants: list[_Participant]) -> None:
        """A pool of every participant whose process the file does not have."""
        shown = {process.id for process in self._processes}
        for one in participants:
            process = next((id for id in sorted(one.processes) if id in shown), "")
            if not process:
                process = self._new_id(one.id, "participant")
                self._processes.append(BpmnProcess(process, "", (), one.name, is_shown=False))
            self._pools[one.id] = process

    def _known_messages(self) -> tuple[MessageFlow, ...]:
        """The message flows between what is there; a participant with a process stands for that."""
        known = {*self._nodes, *(process.id for process in self._processes)}
        found: list[MessageFlow] = []
        for flow in self._messages:
            ends = [end if end in known else self._pools.get(end, end) for end in (flow.source, flow.target)]
            lacking = next((end for end in ends if end not in known), None)
            if lacking is None:
                found.append(replace(flow, source=ends[0], target=ends[1]))
            else:
                self._say(f"the message flow {flow.id} names {lacking or 'nothing'}, which is not there")
        return tuple(found)

    def _read_process(self, element: XmlElement, participants: dict[str, str]) -> None:
        id = self._new_id(attribute(element, "id"), "process")
        lanes: dict[str, str] = {}
        found = [lane for part in element if tag_of(part) == "laneSet" for lane in _lanes(part, "", lanes)]
        self._processes.append(
            BpmnProcess(id, attribute(element, "name"), tuple(found), participants.get(attribute(element, "id"), ""))
        )
        waiting = [(element, id)]
        while waiting:  # a file may nest deeper than Python's own stack
            scope, parent = waiting.pop()
            waiting += self._read_scope(scope, parent, lanes)

    def _read_scope(self, scope: XmlElement, parent: str, lanes: dict[str, str]) -> list[tuple[XmlElement, str]]:
        """The nodes and flows of a process or a sub-process; gives the sub-processes in it."""
        ends: set[str] = set()
        self._artifacts.read(scope, parent)
        for element in scope:
            if tag_of(element) == "sequenceFlow":
                flow = self._flow(element)
                self._flow_scopes[flow.id] = parent
                ends.update((flow.source, flow.target))
        inner = []
        for element in scope:
            kind, id = tag_of(element), attribute(element, "id")
            is_node = (_is_bpmn(element) and kind in _KNOWN) or (
                kind not in _NO_NODES and bool(kind) and ((_is_bpmn(element) and bool(id)) or id in ends)
            )
            if is_node:
                node = self._node(element, parent, lanes)
                self._nodes[node.id] = node
                self._artifacts.read_data(element, node.id)
                if node.is_scope:
                    inner.append((element, node.id))
        return inner

    def _flow(self, element: XmlElement) -> SequenceArrow:
        condition = next((part.text or "" for part in element if tag_of(part) == "conditionExpression"), "")
        source, target = reference(element, "sourceRef"), reference(element, "targetRef")
        flow = SequenceArrow(
            self._new_id(attribute(element, "id"), "flow"), source, target, attribute(element, "name"),
            condition.strip().removeprefix("=").strip(),
        )  # fmt: skip
        self._flows[flow.id] = flow
        return flow

    def _node(self, element: XmlElement, parent: str, lanes: dict[str, str]) -> FlowNode:
        given, kind = attribute(element, "id"), tag_of(element)
        id = self._new_id(given, kind)
        if default := attribute(element, "default"):
            self._defaults.add(default.strip())
        flag = "isInterrupting" if kind == "startEvent" else "cancelActivity"
        return FlowNode(
            id, kind, attribute(element, "name"), parent, reference(element, "attachedToRef"),
            attribute(element, flag) != "false", _event(element), _called(element), _loop(element),
            kind == "subProcess" and attribute(element, "triggeredByEvent") == "true",
            kind in SCOPES and given in self._collapsed, lanes.get(given, ""), self._bounds.get(given),
        )  # fmt: skip

    def _add_missing(self) -> None:
        """A node for every end of a flow that the file does not have."""
        for flow in self._flows.values():
            for end in (flow.source, flow.target):
                if end not in self._nodes:
                    self._say(f"the flow {flow.id} names {end or 'nothing'}, which is not there")
                    self._nodes[end] = FlowNode(end, MISSING, end or "missing", self._flow_scopes[flow.id])

    def _mend_attachments(self) -> None:
        """A boundary event is attached to an activity of its own scope, or it stands alone."""
        for node in [*self._nodes.values()]:
            host = self._nodes.get(node.attached_to)
            if not node.attached_to or (host and host.parent == node.parent and host.kind != "boundaryEvent"):
                continue
            self._say(f"{node.title} is attached to {node.attached_to}, which is not there")
            self._nodes[node.id] = replace(node, attached_to="")


def _bounds(element: XmlElement) -> Bounds | None:
    if tag_of(element) != "Bounds":
        return None
    try:
        found = Bounds(*(float(attribute(element, name) or "0") for name in ("x", "y", "width", "height")))
    except ValueError:
        return None
    return found if all(map(math.isfinite, found)) else None


def _lanes(lane_set: XmlElement, above: str, lanes: dict[str, str]) -> list[BpmnLane]:
    """The innermost lanes of a set; `lanes` gets the lane of every node that they name."""
    found: list[BpmnLane] = []
    waiting = [(lane_set, above)]
    while waiting:
        part, path = waiting.pop(0)
        for lane in (lane for lane in part if tag_of(lane) == "lane"):
            name = attribute(lane, "name") or attribute(lane, "id")
            name = f"{path} / {name}" if path else name
            inner = [one for one in lane if tag_of(one) in ("childLaneSet", "laneSet")]
            id = attribute(lane, "id") or f"lane {len(lanes)}"
            for node in (one for one in lane if tag_of(one) == "flowNodeRef"):
                lanes[(node.text or "").strip()] = id
            if not inner or not any(tag_of(one) == "lane" for part in inner for one in part):
                found.append(BpmnLane(id, name))
            waiting += [(one, name) for one in inner]
    return found


def _event(element: XmlElement) -> str:
    """What an event is triggered by or results in."""
    found = [
        tag_of(part).removesuffix("EventDefinition") for part in element if tag_of(part).endswith("EventDefinition")
    ]
    found += ["" for part in element if tag_of(part) == "eventDefinitionRef"]
    return "multiple" if len(found) > 1 else found[0] if found else ""


def _loop(element: XmlElement) -> str:
    for part in element:
        if tag_of(part) == "multiInstanceLoopCharacteristics":
            return "sequential" if attribute(part, "isSequential") == "true" else "parallel"
        if tag_of(part) == "standardLoopCharacteristics":
            return "loop"
    return ""


def _called(element: XmlElement) -> str:
    """The process, decision or type of job that an element names, by Zeebe's extensions or BPMN's own attribute."""
    names = {"calledElement": "processId", "calledDecision": "decisionId", "taskDefinition": "type"}
    for extension in (part for part in element if tag_of(part) == "extensionElements"):
        for part in extension:
            if name := names.get(tag_of(part)):
                return attribute(part, name)
    return attribute(element, "calledElement")
