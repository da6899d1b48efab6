"""A file with every element that is read, as a ground for changes."""

from __future__ import annotations

from tests.sandbox.bpmn.builder import boundary, el, event, ext, file, flow, flows, message, process, subprocess, timer

_LISTENERS = el(
    "zeebe:executionListeners",
    el("zeebe:executionListener", eventType="start", type_="begun", retries="2"),
    el("zeebe:executionListener", eventType="end", type_="=kind"),
)
_MAPPING = el(
    "zeebe:ioMapping",
    el("zeebe:input", source="=order.id", target="id"),
    el("zeebe:output", source="=result", target="order.result"),
)
_JOB = (
    el("zeebe:taskDefinition", type_="work", retries="5"),
    el("zeebe:taskHeaders", el("zeebe:header", key="k", value="v")),
    el("zeebe:jobPriorityDefinition", priority="7"),
)
_USER_TASK = el(
    "userTask",
    ext(
        el("zeebe:userTask"),
        el("zeebe:formDefinition", formId="approve", bindingType="versionTag", versionTag="v1"),
        el("zeebe:assignmentDefinition", assignee="=me", candidateGroups="a,b", candidateUsers='=["c"]'),
        el("zeebe:taskSchedule", dueDate="=now()", followUpDate="2026-12-24T18:00:00Z"),
        el("zeebe:priorityDefinition", priority="50"),
        el("zeebe:taskListeners", el("zeebe:taskListener", eventType="creating", type_="a")),
        el("zeebe:properties", el("zeebe:property", name="a", value="b")),
    ),
    id="approve",
    name="Approve",
)
_LOOP = el(
    "multiInstanceLoopCharacteristics",
    ext(
        el(
            "zeebe:loopCharacteristics",
            inputCollection="=items",
            inputElement="item",
            outputCollection="results",
            outputElement="=result",
        )
    ),
    el("completionCondition", "=numberOfCompletedInstances = 3"),
    isSequential="true",
)
_ROOTS = (
    el(
        "collaboration",
        el("participant", id="shop", name="Shop", processRef="order"),
        el("participant", id="bank"),
        el("messageFlow", id="mf", sourceRef="charge", targetRef="bank"),
        id="c",
    ),
    message(),
    el("signal", id="g", name="stop"),
    el("error", id="r", name="Failed", errorCode="failed"),
    el("escalation", id="l", escalationCode="late"),
)
_MAIN = (
    el("startEvent", ext(el("zeebe:formDefinition", formId="start")), id="s"),
    el("serviceTask", ext(*_JOB, _MAPPING, _LISTENERS), _LOOP, id="charge", name="Charge card"),
    _USER_TASK,
    el("exclusiveGateway", id="ok", default="no"),
    el("scriptTask", ext(el("zeebe:script", expression="=a + 1", resultVariable="b")), id="script"),
    el(
        "businessRuleTask",
        ext(el("zeebe:calledDecision", decisionId="d", resultVariable="c", bindingType="deployment")),
        id="rule",
    ),
    el(
        "callActivity", ext(el("zeebe:calledElement", processId="other", propagateAllChildVariables="false")), id="call"
    ),
    el("receiveTask", id="wait", messageRef="m"),
    event("endEvent", "terminate", id="e"),
    flows("s", "charge", "approve", "ok"),
    flow("ok", "script", "=approved", id="yes"),
    flow("ok", "e", id="no"),
    flows("script", "rule", "call", "wait", "race"),
)
_RACE = (
    el("eventBasedGateway", id="race"),
    event("intermediateCatchEvent", "message", messageRef="m", id="c1"),
    event("intermediateCatchEvent", "timer", timer("timeDuration", "PT1H"), id="c2"),
    event("intermediateCatchEvent", "conditional", el("condition", "=a > 1"),
          ext(el("zeebe:conditionalFilter", variableNames="a", variableEvents="create")), id="c3"),
    flow("race", "c1"), flow("race", "c2"), flow("race", "c3"),
    flows("c1", "split", "inner", "ship", "join"),
    flow("split", "join"),
    el("parallelGateway", id="split"), el("parallelGateway", id="join"),
    event("intermediateThrowEvent", "link", name="on", id="link-out"),
    event("intermediateCatchEvent", "link", name="on", id="link-in"),
    flows("join", "link-out"), flows("link-in", "later"),
    event("intermediateThrowEvent", "signal", signalRef="g", id="later"),
)  # fmt: skip
_INNER = (
    subprocess(
        el("startEvent", id="is"), event("endEvent", "escalation", escalationRef="l", id="ie"), flow("is", "ie"),
        subprocess(event("startEvent", "error", errorRef="r", id="es"), id="on-error", triggeredByEvent="true"),
        id="inner",
    ),
    boundary("escalation", at="inner", id="b1", cancelActivity="false", escalationRef="l"),
    boundary("error", at="inner", id="b2"),
    boundary("timer", timer("timeCycle", "R3/PT1H"), at="inner", id="b3", cancelActivity="false"),
    el("adHocSubProcess",
       ext(el("zeebe:adHoc", activeElementsCollection="=todo", outputCollection="done", outputElement="=x")),
       el("completionCondition", "=enough"), el("task", id="t"), id="ship"),
    event("boundaryEvent", "compensate", id="b4", attachedToRef="ship"),
    el("task", id="undo", isForCompensation="true"),
    el("association", id="as", sourceRef="b4", targetRef="undo"),
    event("endEvent", "compensate", id="e2", activityRef="ship"),
    subprocess(event("startEvent", "timer", timer("timeDate", "=at"), id="ts"), id="on-time", triggeredByEvent="true"),
)  # fmt: skip

EVERYTHING = file(*_ROOTS, process(ext(el("zeebe:versionTag", value="v1"), _LISTENERS), *_MAIN, *_RACE, *_INNER))
