"""BPMN as it is drawn and walked: nodes, sequence and message flows, lanes and processes, without execution semantics.

Names of kinds are BPMN's own (`userTask`, `boundaryEvent`, `adHocSubProcess`); all texts are raw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

SCOPES = frozenset({"subProcess", "adHocSubProcess", "transaction"})
"""Kinds that hold a flow of their own; a process does, too."""
EVENTS = frozenset({
    "startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent", "implicitThrowEvent",
})  # fmt: skip
GATEWAYS = frozenset({
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway",
})  # fmt: skip
TASKS = frozenset({
    "task", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "manualTask",
    "callActivity",
})  # fmt: skip
MISSING = "missing"
"""The kind of what a flow leads to and the file does not have."""


class Bounds(NamedTuple):
    """Where the file draws a shape, in its own units from the left and the top."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FlowNode:
    """An event, activity or gateway, or what a file has in the place of one."""

    id: str
    kind: str
    """Its tag in the file, without the namespace."""
    name: str = ""
    parent: str = ""
    """The id of the process or sub-process that it is in."""
    attached_to: str = ""
    """Of a boundary event the activity that it is attached to."""
    interrupting: bool = True
    """Of boundary events and start events of event sub-processes."""
    event: str = ""
    """What triggers or results: `timer`, `message`, `error`, `multiple`, ...; empty for none."""
    called: str = ""
    """What it calls: the process of a call activity, the decision of a business rule task, the type of a job."""
    loop: str = ""
    """`loop`, `parallel` or `sequential` where it runs several times."""
    by_event: bool = False
    """Whether it is an event sub-process."""
    collapsed: bool = False
    """Whether the file draws a sub-process without what is in it."""
    lane: str = ""
    """The id of its lane."""
    bounds: Bounds | None = None

    @property
    def title(self) -> str:
        """What to call it: its name, else its id."""
        return " ".join(self.name.split()) or self.id

    @property
    def is_scope(self) -> bool:
        """Whether it holds a flow of its own."""
        return self.kind in SCOPES


@dataclass(frozen=True, slots=True)
class SequenceArrow:
    """A sequence flow from one node to another."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    default: bool = False
    """Whether it is taken where no condition of its source holds."""

    @property
    def title(self) -> str:
        """What its branch is called: its name, else its condition; empty for neither."""
        return " ".join(self.name.split()) or " ".join(self.condition.split())


@dataclass(frozen=True, slots=True)
class MessageFlow:
    """A message flow; each end is a node, or a process or participant as a whole."""

    id: str
    source: str
    target: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class BpmnLane:
    """A lane of a process; its name is that of its whole path where lanes are nested."""

    id: str
    name: str


class DataUse(NamedTuple):
    """The names of the data objects and data stores that a node reads and writes, raw."""

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BpmnProcess:
    """A process, or a participant of which the file shows no process."""

    id: str
    name: str = ""
    lanes: tuple[BpmnLane, ...] = ()
    participant: str = ""
    """The name of its pool."""
    is_shown: bool = True
    """False of a participant without a process."""

    @property
    def title(self) -> str:
        """What to call it: its name, that of its pool, else its id."""
        return " ".join((self.participant or self.name).split()) or self.id


@dataclass(frozen=True)
class BpmnModel:
    """All processes of a file; nodes and flows are in the order of the file."""

    processes: tuple[BpmnProcess, ...]
    nodes: Mapping[str, FlowNode]
    flows: tuple[SequenceArrow, ...]
    problems: tuple[str, ...] = ()
    """What was not as BPMN has it, in words, raw."""
    messages: tuple[MessageFlow, ...] = ()
    annotations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The text annotations of nodes, flows and processes, by their ids, raw; one of nothing is of its process."""
    data: Mapping[str, DataUse] = field(default_factory=dict)
    """The data objects and stores of nodes, by their ids."""
    handlers: Mapping[str, str] = field(default_factory=dict)
    """The compensation handlers, by the ids of the boundary events that they are associated with."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """What the ends of message flows are called that are not in the model, by their ids, raw."""

    @cached_property
    def children(self) -> Mapping[str, tuple[FlowNode, ...]]:
        """The nodes in each process and sub-process, by its id; boundary events are there with their hosts."""
        found: dict[str, list[FlowNode]] = {}
        for node in self.nodes.values():
            found.setdefault(node.parent, []).append(node)
        return {id: tuple(nodes) for id, nodes in found.items()}

    @cached_property
    def attached(self) -> Mapping[str, tuple[FlowNode, ...]]:
        """The boundary events of each activity, by its id."""
        found: dict[str, list[FlowNode]] = {}
        for node in self.nodes.values():
            if node.attached_to:
                found.setdefault(node.attached_to, []).append(node)
        return {id: tuple(nodes) for id, nodes in found.items()}

    @cached_property
    def _ends(self) -> tuple[dict[str, list[SequenceArrow]], dict[str, list[SequenceArrow]]]:
        out: dict[str, list[SequenceArrow]] = {}
        into: dict[str, list[SequenceArrow]] = {}
        for flow in self.flows:
            out.setdefault(flow.source, []).append(flow)
            into.setdefault(flow.target, []).append(flow)
        return out, into

    def outgoing(self, id: str) -> tuple[SequenceArrow, ...]:
        """The flows that leave a node."""
        return tuple(self._ends[0].get(id, ()))

    def incoming(self, id: str) -> tuple[SequenceArrow, ...]:
        """The flows that lead to a node."""
        return tuple(self._ends[1].get(id, ()))

    @cached_property
    def _message_ends(self) -> tuple[dict[str, list[MessageFlow]], dict[str, list[MessageFlow]]]:
        out: dict[str, list[MessageFlow]] = {}
        into: dict[str, list[MessageFlow]] = {}
        for flow in self.messages:
            out.setdefault(flow.source, []).append(flow)
            into.setdefault(flow.target, []).append(flow)
        return out, into

    @cached_property
    def inner_messages(self) -> tuple[MessageFlow, ...]:
        """The message flows of which both ends are in the model."""
        return tuple(flow for flow in self.messages if not {flow.source, flow.target} & self.elsewhere.keys())

    def sent(self, id: str) -> tuple[MessageFlow, ...]:
        """The message flows that leave a node, a process or a participant."""
        return tuple(self._message_ends[0].get(id, ()))

    def received(self, id: str) -> tuple[MessageFlow, ...]:
        """The message flows that lead to a node, a process or a participant."""
        return tuple(self._message_ends[1].get(id, ()))

    @cached_property
    def _process_titles(self) -> dict[str, str]:
        return {process.id: process.title for process in self.processes}

    @cached_property
    def compensates(self) -> Mapping[str, str]:
        """The boundary events that compensation handlers are associated with, by the ids of the handlers."""
        return {handler: event for event, handler in self.handlers.items()}

    def end_title(self, id: str) -> str:
        """What the end of a message flow is called: `Ship order (Shop)` for a node, `Shop` for a pool; raw."""
        if id in self.nodes:
            return f"{self.nodes[id].title} ({self._process_titles[[*self.scopes_of(id)][-1]]})"
        return self._process_titles.get(id) or self.elsewhere.get(id, id)

    def scopes_of(self, id: str) -> Iterator[str]:
        """The ids of what a node is in, the innermost first; the last is its process."""
        node = self.nodes.get(id)
        while node is not None:
            yield node.parent
            node = self.nodes.get(node.parent)

    def only(self, process_id: str) -> BpmnModel:
        """The model of one of its processes alone, which still knows what its messages come from and go to.

        Raises KeyError.
        """
        process = next((one for one in self.processes if one.id == process_id), None)
        if process is None:
            raise KeyError(process_id)
        nodes = {id: node for id, node in self.nodes.items() if [*self.scopes_of(id)][-1] == process_id}
        flows = tuple(flow for flow in self.flows if flow.source in nodes and flow.target in nodes)
        here = {process_id, *nodes}
        messages = tuple(flow for flow in self.messages if flow.source in here or flow.target in here)
        ends = {end for flow in messages for end in (flow.source, flow.target)} - here
        kept = here | {flow.id for flow in flows}
        return BpmnModel(
            (process,), nodes, flows, self.problems, messages,
            {id: texts for id, texts in self.annotations.items() if id in kept},
            {id: used for id, used in self.data.items() if id in kept},
            {id: handler for id, handler in self.handlers.items() if id in kept},
            {id: self.end_title(id) for id in sorted(ends)},
        )  # fmt: skip
