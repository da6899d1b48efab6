"""Flow nodes: what each type of element needs to be executed."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element as Xml

from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.checks import refuse_unsupported
from c8tui.sandbox.bpmn.document import bpmn_name, child, is_true, subject_of, text_of
from c8tui.sandbox.bpmn.events import PROCESS_START, EventReader, place_of
from c8tui.sandbox.bpmn.extensions import Extension
from c8tui.sandbox.bpmn.refusals import Refusals, quoted
from c8tui.sandbox.bpmn.values import Values

NODE_TYPES: Mapping[str, str] = {
    "task": "TASK",
    "manualTask": "MANUAL_TASK",
    "serviceTask": "SERVICE_TASK",
    "sendTask": "SEND_TASK",
    "receiveTask": "RECEIVE_TASK",
    "scriptTask": "SCRIPT_TASK",
    "businessRuleTask": "BUSINESS_RULE_TASK",
    "userTask": "USER_TASK",
    "callActivity": "CALL_ACTIVITY",
    "subProcess": "SUB_PROCESS",
    "transaction": "SUB_PROCESS",
    "adHocSubProcess": "AD_HOC_SUB_PROCESS",
    "startEvent": "START_EVENT",
    "endEvent": "END_EVENT",
    "intermediateCatchEvent": "INTERMEDIATE_CATCH_EVENT",
    "intermediateThrowEvent": "INTERMEDIATE_THROW_EVENT",
    "boundaryEvent": "BOUNDARY_EVENT",
    "exclusiveGateway": "EXCLUSIVE_GATEWAY",
    "inclusiveGateway": "INCLUSIVE_GATEWAY",
    "parallelGateway": "PARALLEL_GATEWAY",
    "eventBasedGateway": "EVENT_BASED_GATEWAY",
}
"""Elements of BPMN with the words of the API; a transaction is read for its faults, and refused."""

ACTIVITIES = frozenset(
    {
        "TASK",
        "MANUAL_TASK",
        "SERVICE_TASK",
        "SEND_TASK",
        "RECEIVE_TASK",
        "SCRIPT_TASK",
        "BUSINESS_RULE_TASK",
        "USER_TASK",
        "CALL_ACTIVITY",
        "SUB_PROCESS",
        "AD_HOC_SUB_PROCESS",
    }
)
"""What boundary events may be attached to and what may be repeated."""

SUBPROCESSES = frozenset({"SUB_PROCESS", "EVENT_SUB_PROCESS", "AD_HOC_SUB_PROCESS"})

SKIPPED = frozenset(
    [
        "documentation",
        "extensionElements",
        "auditing",
        "monitoring",
        "categoryValueRef",
        "supportedInterfaceRef",
        "ioSpecification",
        "ioBinding",
        "property",
        "laneSet",
        "textAnnotation",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
        "correlationSubscription",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "supports",
        "incoming",
        "outgoing",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "completionCondition",
    ]
)
"""What a process or subprocess holds beside its flow elements, and what changes nothing of its execution."""

_EVENTS = frozenset(
    {"START_EVENT", "END_EVENT", "INTERMEDIATE_CATCH_EVENT", "INTERMEDIATE_THROW_EVENT", "BOUNDARY_EVENT"}
)
_THROW_EVENTS = frozenset({"END_EVENT", "INTERMEDIATE_THROW_EVENT"})
_WORDS = {
    "SERVICE_TASK": "a service task",
    "SEND_TASK": "a send task",
    "SCRIPT_TASK": "a script task",
    "BUSINESS_RULE_TASK": "a business rule task",
}


class NodeReader:
    """Reads one flow node; what connects it to others is added later."""

    def __init__(self, values: Values, events: EventReader, refusals: Refusals) -> None:
        self._values = values
        self._events = events
        self._refusals = refusals

    def read(
        self, xml: Xml, node_id: str, container: m.FlowElementsContainer, job_priority: m.Value | None
    ) -> m.FlowNode:
        """The node that an element describes; `job_priority` is that of the process."""
        kind = NODE_TYPES[bpmn_name(xml)]
        if kind == "SUB_PROCESS" and is_true(xml, "triggeredByEvent"):
            kind = "EVENT_SUB_PROCESS"
        node = m.FlowNode(node_id, subject_of(xml).name, kind, container)
        extension = Extension(xml, node, self._values, self._refusals)
        node.inputs, node.outputs = extension.mappings("input"), extension.mappings("output")
        node.start_listeners, node.end_listeners = extension.execution_listeners()
        self._read_loop(xml, node)
        self._read_quantities(xml, node)
        if kind in _EVENTS:
            self._read_event(xml, node, extension, job_priority)
        elif kind in SUBPROCESSES:
            self._read_subprocess(xml, node, extension, job_priority)
        else:
            self._read_task(xml, node, extension, job_priority)
        if is_true(xml, "isForCompensation"):
            refuse_unsupported(self._refusals, node, "compensation")
            node.for_compensation = True
        return node

    def _read_event(self, xml: Xml, node: m.FlowNode, extension: Extension, priority: m.Value | None) -> None:
        node.interrupting = is_true(xml, "cancelActivity" if node.type == "BOUNDARY_EVENT" else "isInterrupting", True)
        node.job = extension.job(priority)
        node.event = self._events.read(xml, node)
        thrown = node.type in _THROW_EVENTS and isinstance(node.event, m.MessageEvent)
        if node.job is not None and not thrown:
            self._refusals.add(node, "only messages are thrown by a job: remove zeebe:taskDefinition")
            node.job = None
        if node.type == "START_EVENT" and place_of(node) == PROCESS_START and node.event is None:
            node.form = extension.start_form()

    def _read_subprocess(self, xml: Xml, node: m.FlowNode, extension: Extension, priority: m.Value | None) -> None:
        node.children = m.FlowElementsContainer(node)
        if bpmn_name(xml) == "transaction":
            self._refusals.add(node, "a transaction is not run here: use an embedded subprocess")
        if node.type == "AD_HOC_SUB_PROCESS":
            node.ad_hoc = extension.ad_hoc(xml)
            node.job = extension.job(priority)
            if xml.get("ordering", "Parallel") != "Parallel":
                self._refusals.add(node, "an ad-hoc subprocess with sequential ordering is not run here")

    def _read_task(self, xml: Xml, node: m.FlowNode, extension: Extension, priority: m.Value | None) -> None:
        match node.type:
            case "SERVICE_TASK" | "SEND_TASK":
                node.job = extension.job(priority)
                if node.job is None:
                    self._refusals.add(node, f"{_WORDS[node.type]} needs a job type (zeebe:taskDefinition type)")
            case "SCRIPT_TASK":
                node.job, node.script = extension.job(priority), extension.script()
                self._one_of(node, "script", "a FEEL expression (zeebe:script)", node.script)
            case "BUSINESS_RULE_TASK":
                node.job, node.decision = extension.job(priority), extension.decision()
                self._one_of(node, "calledDecision", "a decision (zeebe:calledDecision)", node.decision)
            case "USER_TASK":
                node.user_task = extension.user_task()
            case "CALL_ACTIVITY":
                node.called = extension.called()
            case "RECEIVE_TASK":
                node.event = self._events.message(xml, node)
            case "TASK" | "MANUAL_TASK" if extension.get("taskDefinition") is not None:
                self._refusals.add(node, "only service tasks and their like have a job type: make this a service task")
        if is_true(xml, "instantiate"):
            self._refusals.add(node, "instantiate is not run here: start the process with a message start event")
        if xml.get("eventGatewayType", "Exclusive") != "Exclusive":
            self._refusals.add(node, "a parallel event-based gateway is not run here: use a parallel gateway")

    def _one_of(self, node: m.FlowNode, element: str, own: str, found: object) -> None:
        if found is None and node.job is None:
            self._refusals.add(node, f"{_WORDS[node.type]} needs {own} or a job type (zeebe:taskDefinition type)")
        if found is not None and node.job is not None:
            self._refusals.add(node, f"zeebe:{element} and zeebe:taskDefinition exclude each other: keep one")

    def _read_quantities(self, xml: Xml, node: m.FlowNode) -> None:
        for attribute in ("startQuantity", "completionQuantity"):
            if xml.get(attribute, "1").strip() != "1":
                self._refusals.add(node, f"{attribute} is not run here: remove it")

    def _read_loop(self, xml: Xml, node: m.FlowNode) -> None:
        if child(xml, "standardLoopCharacteristics") is not None:
            self._refusals.add(node, "a loop marker is not run here: use multi-instance, or a gateway that leads back")
        loop = child(xml, "multiInstanceLoopCharacteristics")
        if loop is None:
            return
        if node.type not in ACTIVITIES:
            self._refusals.add(node, "only activities may be multi-instance")
            return
        for name in ("loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"):
            if child(loop, name) is not None:
                self._refusals.add(
                    node, f"<{name}> is not run here: iterate over a collection (zeebe:loopCharacteristics)"
                )
        if loop.get("behavior", "All") != "All":
            self._refusals.add(node, f"multi-instance with behavior {quoted(loop.get('behavior', ''))} is not run here")
        extension = Extension(loop, node, self._values, self._refusals)
        collection, element = extension.output("loopCharacteristics", node)
        node.loop = m.Loop(
            sequential=is_true(loop, "isSequential"),
            input_collection=self._values.needed_expression(
                node,
                "the input collection",
                extension.attribute("loopCharacteristics", "inputCollection"),
                "zeebe:loopCharacteristics inputCollection",
            ),
            input_element=self._values.static(
                node, "the input element", extension.attribute("loopCharacteristics", "inputElement")
            ),
            output_collection=collection,
            output_element=element,
            completion_condition=self._values.expression(
                node, "the completion condition", text_of(child(loop, "completionCondition"))
            ),
        )
