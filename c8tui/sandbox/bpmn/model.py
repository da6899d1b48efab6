"""An executable BPMN process as a graph of elements, each with what its execution needs.

Attributes bear the names of the standard and of the `zeebe` extension. Whatever may be a FEEL expression is a `Value`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from c8tui import feel


@dataclass(frozen=True, slots=True)
class Value:
    """A text, or the FEEL expression that stands behind `=`."""

    text: str
    expression: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One input or output mapping: the value of `source` becomes the variable `target`, a dotted path."""

    source: Value
    target: str


@dataclass(frozen=True, slots=True)
class Listener:
    """An execution listener or a task listener: a job of this type at this event.

    Events of execution: `start`, `end`; of user tasks: `creating`, `assigning`, `updating`, `completing`, `canceling`.
    """

    event: str
    type: Value
    retries: Value
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """The job that does the work of a task."""

    type: Value
    retries: Value
    headers: Mapping[str, str] = field(default_factory=dict)
    priority: Value | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """A resource that an element names: a form, a decision or a process.

    `binding` is `latest`, `deployment` or `versionTag`; `version_tag` belongs to the last.
    """

    id: Value
    binding: str = "latest"
    version_tag: str = ""


@dataclass(frozen=True, slots=True)
class UserTaskDefinition:
    """What a Camunda user task is created with."""

    assignee: Value | None = None
    candidate_groups: Value | None = None
    candidate_users: Value | None = None
    due_date: Value | None = None
    follow_up_date: Value | None = None
    priority: Value | None = None
    form: Linked | None = None
    external_form_reference: Value | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    listeners: tuple[Listener, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A FEEL expression whose value becomes a variable."""

    expression: Value
    result_variable: str


@dataclass(frozen=True, slots=True)
class CalledDecision:
    """A decision whose output becomes a variable."""

    decision: Linked
    result_variable: str


@dataclass(frozen=True, slots=True)
class CalledElement:
    """The process that a call activity starts, and which variables pass."""

    process: Linked
    propagate_all_parent_variables: bool = True
    propagate_all_child_variables: bool = True
    business_id: Value | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """A multi-instance marker."""

    sequential: bool
    input_collection: Value
    input_element: str = ""
    output_collection: str = ""
    output_element: Value | None = None
    completion_condition: Value | None = None


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """A message to wait for; `correlation_key` is None where none is needed (start of a process)."""

    name: Value
    correlation_key: Value | None = None


@dataclass(frozen=True, slots=True)
class TimerEvent:
    """A timer: `kind` is `date`, `duration` or `cycle`."""

    kind: str
    value: Value


@dataclass(frozen=True, slots=True)
class SignalEvent:
    """A signal, thrown or waited for."""

    name: Value


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """A BPMN error; a catch without a code catches them all."""

    code: Value | None = None


@dataclass(frozen=True, slots=True)
class EscalationEvent:
    """An escalation; a catch without a code catches them all."""

    code: Value | None = None


@dataclass(frozen=True, slots=True)
class ConditionalEvent:
    """A condition over variables that becomes true.

    `variable_names` are those whose changes it looks at (all where empty), `variable_events` which changes: `create`,
    `update` (both where empty).
    """

    condition: Value
    variable_names: tuple[str, ...] = ()
    variable_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkEvent:
    """A link: the throw goes on at the catch of the same name in the same scope."""

    name: str


@dataclass(frozen=True, slots=True)
class TerminateEvent:
    """Ends its scope with all that is still active in it."""


@dataclass(frozen=True, slots=True)
class CompensateEvent:
    """Compensation; `activity` is the id of the one activity meant, or empty for all of the scope."""

    activity: str = ""


EventDefinition = (
    MessageEvent
    | TimerEvent
    | SignalEvent
    | ErrorEvent
    | EscalationEvent
    | ConditionalEvent
    | LinkEvent
    | TerminateEvent
    | CompensateEvent
)


@dataclass(eq=False, slots=True)
class SequenceFlow:
    """An arrow from one element to another."""

    id: str
    source: FlowNode
    target: FlowNode
    condition: Value | None = None


@dataclass(eq=False, slots=True)
class FlowNode:
    """A flow node. `type` is the word of the API (`SERVICE_TASK`, `BOUNDARY_EVENT`, ...)."""

    id: str
    name: str
    type: str
    container: FlowElementsContainer
    incoming: list[SequenceFlow] = field(default_factory=list)
    outgoing: list[SequenceFlow] = field(default_factory=list)
    default: SequenceFlow | None = None
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    start_listeners: tuple[Listener, ...] = ()
    end_listeners: tuple[Listener, ...] = ()
    loop: Loop | None = None
    job: JobDefinition | None = None
    user_task: UserTaskDefinition | None = None
    script: Script | None = None
    decision: CalledDecision | None = None
    called: CalledElement | None = None
    event: EventDefinition | None = None
    interrupting: bool = True
    """Of a boundary event, and of the start event of an event subprocess."""
    attached_to: FlowNode | None = None
    """Of a boundary event: its activity."""
    boundary_events: list[FlowNode] = field(default_factory=list)
    """Of an activity."""
    children: FlowElementsContainer | None = None
    """Of a subprocess: what is inside."""
    form: Linked | None = None
    """Of the none start event of a process: its start form."""
    compensation_handler: FlowNode | None = None
    """Of a compensation boundary event: the activity that undoes."""
    for_compensation: bool = False
    ad_hoc: AdHoc | None = None


@dataclass(frozen=True, slots=True)
class AdHoc:
    """What makes a subprocess ad-hoc: which of its elements are activated, and when it is over."""

    active_elements: Value | None = None
    completion_condition: Value | None = None
    cancel_remaining: bool = True
    output_collection: str = ""
    output_element: Value | None = None


@dataclass(eq=False, slots=True)
class FlowElementsContainer:
    """What elements stand in: a process, or a subprocess (whose element is `owner`)."""

    owner: FlowNode | None = None
    elements: dict[str, FlowNode] = field(default_factory=dict)
    flows: list[SequenceFlow] = field(default_factory=list)

    @property
    def start(self) -> FlowNode | None:
        """The none start event, where there is one."""
        return next((one for one in self.elements.values() if one.type == "START_EVENT" and one.event is None), None)

    @property
    def event_starts(self) -> list[FlowNode]:
        """The start events that wait for something."""
        return [one for one in self.elements.values() if one.type == "START_EVENT" and one.event is not None]

    @property
    def event_subprocesses(self) -> list[FlowNode]:
        """The event subprocesses; each has exactly one start event inside."""
        return [one for one in self.elements.values() if one.type == "EVENT_SUB_PROCESS"]


@dataclass(eq=False, slots=True)
class Process:
    """One executable process of a file. Elements of all depths are found by id in `elements`."""

    id: str
    name: str
    version_tag: str
    body: FlowElementsContainer
    elements: dict[str, FlowNode]
    start_listeners: tuple[Listener, ...] = ()
    end_listeners: tuple[Listener, ...] = ()

    def walk(self) -> Iterator[FlowNode]:
        """Every element, outer ones first."""
        yield from self.elements.values()
