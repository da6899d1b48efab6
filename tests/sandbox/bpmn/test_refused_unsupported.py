"""What BPMN has and the engine does not run."""

from __future__ import annotations

import pytest

from tests.sandbox.bpmn.builder import (
    END,
    START,
    around,
    boundary,
    el,
    event,
    ext,
    file,
    flow,
    message,
    process,
    task,
    timer,
)
from tests.sandbox.bpmn.refusing import refusals_of

CASES: dict[str, tuple[bytes, list[str]]] = {
    "complex gateway": (
        file(around(el("complexGateway", id="x"))),
        ["x: a complex gateway is not run here: use exclusive, inclusive and parallel ones"],
    ),
    "transaction": (
        file(around(el("transaction", el("startEvent", id="s2"), id="x", name="Book"))),
        ["'Book' (x): a transaction is not run here: use an embedded subprocess"],
    ),
    "fault inside a transaction": (
        file(
            around(
                el(
                    "transaction",
                    el("startEvent", id="s2"),
                    el("callActivity", ext(el("zeebe:properties")), id="y"),
                    id="x",
                )
            )
        ),
        [
            "x: a transaction is not run here: use an embedded subprocess",
            "y: a call activity needs a process (zeebe:calledElement processId)",
        ],
    ),
    "cancel end event": (
        file(process(START, event("endEvent", "cancel"), flow("s", "x"))),
        ["x: cancel events belong to transactions, which are not run here: use an error event"],
    ),
    "cancel boundary event": (
        file(around(task(), boundary("cancel"))),
        ["b: cancel events belong to transactions, which are not run here: use an error event"],
    ),
    "multiple event": (
        file(
            message(),
            around(
                el(
                    "intermediateCatchEvent",
                    el("messageEventDefinition", messageRef="m"),
                    el("timerEventDefinition", timer("timeDuration", "PT1H")),
                    id="x",
                )
            ),
        ),
        ["x: an event with several definitions (multiple, parallel multiple) is not run here"],
    ),
    "parallel multiple event": (
        file(message(), around(event("intermediateCatchEvent", "message", messageRef="m", parallelMultiple="true"))),
        ["x: an event with several definitions (multiple, parallel multiple) is not run here"],
    ),
    "event definition by reference": (
        file(
            el("timerEventDefinition", timer("timeDuration", "PT1H"), id="t"),
            around(el("intermediateCatchEvent", el("eventDefinitionRef", "t"), id="x")),
        ),
        ["x: the event definition must stand in the event itself, not be referred to"],
    ),
    "loop marker": (
        file(around(task("x", el("standardLoopCharacteristics")))),
        ["x: a loop marker is not run here: use multi-instance, or a gateway that leads back"],
    ),
    "compensation event": (
        file(process(START, event("endEvent", "compensate"), flow("s", "x"))),
        ["x: compensation is not run here: undo by a task behind an error boundary event"],
    ),
    "compensation that is not waited for": (
        file(process(START, event("endEvent", "compensate", waitForCompletion="false"), flow("s", "x"))),
        [
            "x: compensation is not run here: undo by a task behind an error boundary event",
            'x: waitForCompletion="false" is not run here: remove it',
        ],
    ),
    "activity for compensation": (
        file(around(task(), task("y", isForCompensation="true"))),
        ["y: compensation is not run here: undo by a task behind an error boundary event"],
    ),
    "linked resources": (
        file(around(task("x", ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:linkedResources"))))),
        ["x: linked resources are not run here: remove zeebe:linkedResources"],
    ),
    "agent": (
        file(around(task("x", ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:agentDefinition", agentType="a"))))),
        ["x: zeebe:agentDefinition is not run here: remove it"],
    ),
    "choreography task in a process": (
        file(around(task(), el("choreographyTask", id="c", name="Talk"))),
        ["'Talk' (c): <choreographyTask> is not run here"],
    ),
    "boundary event at what is refused": (
        file(process(START, el("choreographyTask", id="x"), boundary("error"))),
        ["x: <choreographyTask> is not run here"],
    ),
    "token quantities": (
        file(around(task("x", startQuantity="2", completionQuantity="0"))),
        ["x: startQuantity is not run here: remove it", "x: completionQuantity is not run here: remove it"],
    ),
    "multi-instance behavior": (
        file(
            around(
                task(
                    "x",
                    el(
                        "multiInstanceLoopCharacteristics",
                        ext(el("zeebe:loopCharacteristics", inputCollection="=a")),
                        behavior="One",
                    ),
                )
            )
        ),
        ["x: multi-instance with behavior 'One' is not run here"],
    ),
    "condition in another language": (
        file(
            process(
                START,
                el("exclusiveGateway", id="x"),
                END,
                flow("s", "x"),
                el(
                    "sequenceFlow",
                    el("conditionExpression", "=a", language="groovy"),
                    id="f",
                    sourceRef="x",
                    targetRef="e",
                ),
            )
        ),
        ["f: the condition is written in 'groovy': write it in FEEL"],
    ),
    "instantiating event gateway": (
        file(process(START, el("eventBasedGateway", id="x", instantiate="true"))),
        [
            "x: instantiate is not run here: start the process with a message start event",
            "x: an event-based gateway needs at least two outgoing sequence flows",
        ],
    ),
    "parallel event gateway": (
        file(process(START, el("eventBasedGateway", id="x", eventGatewayType="Parallel"))),
        [
            "x: a parallel event-based gateway is not run here: use a parallel gateway",
            "x: an event-based gateway needs at least two outgoing sequence flows",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name: str) -> None:
    content, sentences = CASES[name]
    assert refusals_of(content) == sentences
