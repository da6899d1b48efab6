"""Ids that are missing, repeated or malformed, and references that lead nowhere."""

from __future__ import annotations

import pytest

from tests.sandbox.bpmn.builder import (
    END,
    START,
    around,
    boundary,
    el,
    event,
    file,
    flow,
    flows,
    message,
    process,
    subprocess,
    task,
    timer,
)
from tests.sandbox.bpmn.refusing import refusals_of

CASES: dict[str, tuple[bytes, list[str]]] = {
    "process without id": (
        file(el("process", START, isExecutable="true", name="Order")),
        ["<process> 'Order' has no id"],
    ),
    "task without id": (
        file(process(START, el("task", name="Pack"), END, flows("s", "e"))),
        ["order: <task> 'Pack' inside has no id"],
    ),
    "flow without id": (
        file(process(START, END, el("sequenceFlow", sourceRef="s", targetRef="e"))),
        ["order: <sequenceFlow> inside has no id"],
    ),
    "element without id in a subprocess": (
        file(around(subprocess(START.replace('"s"', '"s2"'), el("endEvent", name="Done"), name="Ship"))),
        ["'Ship' (x): <endEvent> 'Done' inside has no id"],
    ),
    "fault in an element without id": (
        file(process(START, el("serviceTask", name="Pack"), END, flows("s", "e"))),
        [
            (
                "the file has nothing of the extension of Camunda 8 (zeebe:), which its tasks need: open it in "
                "Camunda Modeler as a Camunda 8 diagram and set job types, forms and decisions"
            ),
            "'Pack': a service task needs a job type (zeebe:taskDefinition type)",
            "order: <serviceTask> 'Pack' inside has no id",
        ],
    ),
    "repeated id": (
        file(around(task(), el("task", id="x", name="Second"))),
        ["'Second' (x): the id 'x' of <task> is also that of <serviceTask>"],
    ),
    "repeated id in another process": (
        file(around(task()), process(START, id="other")),
        ["s: the id 's' of <startEvent> is also that of <startEvent>"],
    ),
    "id of a message as that of a task": (
        file(message("x"), around(task())),
        ["x: the id 'x' of <serviceTask> is also that of <message>"],
    ),
    "malformed id": (
        file(around(task("1 x"), id="1 x")),
        [
            "1 x: an id begins with a letter or _ and goes on with letters, digits, . - and _",
            "s-1 x: an id begins with a letter or _ and goes on with letters, digits, . - and _",
            "1 x-e: an id begins with a letter or _ and goes on with letters, digits, . - and _",
        ],
    ),
    "id with a digit first": (
        file(process(el("startEvent", id="1st"))),
        ["1st: an id begins with a letter or _ and goes on with letters, digits, . - and _"],
    ),
    "id with a colon": (
        file(process(el("startEvent", id="a:b"))),
        ["a:b: an id begins with a letter or _ and goes on with letters, digits, . - and _"],
    ),
    "id with a bracket": (
        file(process(el("startEvent", id="a[0]"))),
        ["a[0]: an id begins with a letter or _ and goes on with letters, digits, . - and _"],
    ),
    "flow to nowhere": (
        file(process(START, flow("s", "gone"))),
        [("s-gone: targetRef names 'gone', but no event, activity or gateway of an executable process has this id")],
    ),
    "flow from nowhere": (
        file(process(START, END, flow("gone", "e"))),
        [("gone-e: sourceRef names 'gone', but no event, activity or gateway of an executable process has this id")],
    ),
    "flow without ends": (
        file(process(START, el("sequenceFlow", id="f"))),
        ["f: sourceRef is missing", "f: targetRef is missing"],
    ),
    "flow to a data object": (
        file(process(START, el("dataObjectReference", id="d"), flow("s", "d"))),
        ["s-d: targetRef names 'd', but no event, activity or gateway of an executable process has this id"],
    ),
    "flow into a subprocess": (
        file(around(subprocess(el("startEvent", id="s2"), el("endEvent", id="e2"), flow("s2", "e2")), flow("s", "e2"))),
        [("s-e2: a sequence flow may not cross the border of a process or subprocess, but leads from 's' to 'e2'")],
    ),
    "flow into another process": (
        file(around(task()), process(el("startEvent", id="s2"), flow("s2", "x"), id="other")),
        [("s2-x: a sequence flow may not cross the border of a process or subprocess, but leads from 's2' to 'x'")],
    ),
    "outgoing names no flow": (
        file(process(el("startEvent", el("outgoing", "f"), id="s"))),
        ["s: <outgoing> names 'f', but no sequence flow has this id"],
    ),
    "incoming names no flow": (
        file(process(START, el("endEvent", el("incoming", "f"), id="e", name="Done"), flow("s", "e"))),
        ["'Done' (e): <incoming> names 'f', but no sequence flow has this id"],
    ),
    "default names no flow": (
        file(around(el("exclusiveGateway", id="x", default="gone"))),
        ["x: the default flow 'gone' is no flow that leaves this gateway"],
    ),
    "default names a flow of others": (
        file(around(el("exclusiveGateway", id="x", default="s-x"))),
        ["x: the default flow 's-x' is no flow that leaves this gateway"],
    ),
    "default that leads nowhere": (
        file(process(START, el("exclusiveGateway", id="x", default="f"), flows("s", "x"), flow("x", "gone", id="f"))),
        ["f: targetRef names 'gone', but no event, activity or gateway of an executable process has this id"],
    ),
    "default at a task": (
        file(around(task("x", default="x-e"))),
        ["x: only exclusive and inclusive gateways have a default flow: add a gateway"],
    ),
    "attached to nothing": (
        file(around(task(), boundary("timer", timer("timeDuration", "PT1H"), at="gone"))),
        ["b: attachedToRef names 'gone', but no activity has this id"],
    ),
    "attached without reference": (
        file(
            around(
                task(),
                el("boundaryEvent", el("timerEventDefinition", timer("timeDuration", "PT1H")), id="b"),
                el("endEvent", id="b-end"),
                flow("b", "b-end"),
            )
        ),
        ["b: attachedToRef is missing"],
    ),
    "attached to a gateway": (
        file(around(el("exclusiveGateway", id="x"), boundary("timer", timer("timeDuration", "PT1H")))),
        ["b: a boundary event must be attached to an activity, which 'x' is not"],
    ),
    "attached to an event": (
        file(around(el("intermediateThrowEvent", id="x"), boundary("timer", timer("timeDuration", "PT1H")))),
        ["b: a boundary event must be attached to an activity, which 'x' is not"],
    ),
    "attached to an event subprocess": (
        file(
            message(),
            around(
                task(),
                subprocess(event("startEvent", "message", messageRef="m", id="s2"), id="x2", triggeredByEvent="true"),
                boundary("timer", timer("timeDuration", "PT1H"), at="x2"),
            ),
        ),
        ["b: a boundary event must be attached to an activity, which 'x2' is not"],
    ),
    "attached to an activity elsewhere": (
        file(
            around(
                subprocess(el("startEvent", id="s2"), task("y"), flow("s2", "y")),
                boundary("timer", timer("timeDuration", "PT1H"), at="y"),
            )
        ),
        ["b: 'y', which it is attached to, stands in another process or subprocess"],
    ),
    "message that is not there": (
        file(around(event("intermediateCatchEvent", "message", messageRef="gone"))),
        ["x: messageRef names 'gone', but the file has no message with this id"],
    ),
    "signal that is not there": (
        file(around(event("intermediateCatchEvent", "signal", signalRef="gone"))),
        ["x: signalRef names 'gone', but the file has no signal with this id"],
    ),
    "error that is not there": (
        file(process(START, event("endEvent", "error", errorRef="gone"), flow("s", "x"))),
        ["x: errorRef names 'gone', but the file has no error with this id"],
    ),
    "escalation that is not there": (
        file(process(START, event("endEvent", "escalation", escalationRef="gone"), flow("s", "x"))),
        ["x: escalationRef names 'gone', but the file has no escalation with this id"],
    ),
    "message of another kind": (
        file(el("signal", id="m", name="paid"), around(event("intermediateCatchEvent", "message", messageRef="m"))),
        ["x: messageRef names 'm', but the file has no message with this id"],
    ),
    "receive task with a lost message": (
        file(around(el("receiveTask", id="x", messageRef="gone"))),
        ["x: messageRef names 'gone', but the file has no message with this id"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name: str) -> None:
    content, sentences = CASES[name]
    assert refusals_of(content) == sentences
