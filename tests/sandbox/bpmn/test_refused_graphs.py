"""Graphs that break the rules of BPMN or of Camunda 8."""

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
    "no start event": (file(process(END)), ["order: a process needs a start event"]),
    "two plain start events": (
        file(process(START, el("startEvent", id="s2"), END, flow("s", "e"), flow("s2", "e"))),
        ["order: a process may have one none start event, not 2: 's', 's2'"],
    ),
    "two starts by one message": (
        file(
            message(),
            process(
                event("startEvent", "message", messageRef="m", id="s"),
                event("startEvent", "message", messageRef="m", id="s2"),
            ),
        ),
        ["s2: 's' already catches the message 'paid' there"],
    ),
    "subprocess without start": (
        file(around(subprocess(el("task", id="y"), name="Ship"))),
        ["'Ship' (x): a subprocess needs a start event inside"],
    ),
    "subprocess with two starts": (
        file(around(subprocess(el("startEvent", id="s2"), el("startEvent", id="s3")))),
        ["x: a subprocess may have one start event, not 2: 's2', 's3'"],
    ),
    "event subprocess without start": (
        file(around(task(), subprocess(el("task", id="y"), id="x2", triggeredByEvent="true"))),
        ["x2: an event subprocess needs a start event inside"],
    ),
    "event subprocess with two starts": (
        file(
            message(),
            around(
                task(),
                subprocess(
                    event("startEvent", "message", messageRef="m", id="s2"),
                    event("startEvent", "timer", timer("timeDuration", "PT1H"), id="s3"),
                    id="x2",
                    triggeredByEvent="true",
                ),
            ),
        ),
        ["x2: an event subprocess may have one start event, not 2: 's2', 's3'"],
    ),
    "event subprocess in the flow": (
        file(
            message(),
            around(subprocess(event("startEvent", "message", messageRef="m", id="s2"), triggeredByEvent="true")),
        ),
        ["x: an event subprocess is started by its event and may have no sequence flows"],
    ),
    "flow to a start event": (
        file(around(task(), flow("x", "s"))),
        ["s: no sequence flow may lead to it, since its event starts it"],
    ),
    "flow from an end event": (file(around(task(), flow("e", "x"))), ["e: no sequence flow may leave an end event"]),
    "flow to a boundary event": (
        file(around(task(), boundary("error"), flow("s", "b"))),
        ["b: no sequence flow may lead to it, since its event starts it"],
    ),
    "exclusive gateway without conditions": (
        file(
            process(
                START,
                el("exclusiveGateway", id="x"),
                END,
                el("endEvent", id="e2"),
                flows("s", "x", "e"),
                flow("x", "e2", "=a"),
            )
        ),
        ["x-e: a condition is missing, or 'x' must name the flow as its default flow"],
    ),
    "inclusive gateway without conditions": (
        file(
            process(
                START,
                el("inclusiveGateway", id="x"),
                END,
                el("endEvent", id="e2"),
                flows("s", "x", "e"),
                flow("x", "e2"),
            )
        ),
        [
            "x-e: a condition is missing, or 'x' must name the flow as its default flow",
            "x-e2: a condition is missing, or 'x' must name the flow as its default flow",
        ],
    ),
    "condition is a text": (
        file(process(START, el("exclusiveGateway", id="x"), END, flow("s", "x"), flow("x", "e", "approved"))),
        ["x-e: the condition must be an expression that starts with '=', not the text 'approved'"],
    ),
    "condition is no FEEL": (
        file(process(START, el("exclusiveGateway", id="x"), END, flow("s", "x"), flow("x", "e", "=a = = b"))),
        ["x-e: the condition cannot be read as FEEL: 'a = = b': expected an expression, found =, at 1:5"],
    ),
    "condition after a task": (
        file(process(START, task(), END, flow("s", "x"), flow("x", "e", "=a"))),
        ["x-e: only flows out of exclusive and inclusive gateways may have conditions, not out of 'x'"],
    ),
    "condition after a parallel gateway": (
        file(process(START, el("parallelGateway", id="x"), END, flow("s", "x"), flow("x", "e", "=a"))),
        ["x-e: only flows out of exclusive and inclusive gateways may have conditions, not out of 'x'"],
    ),
    "event gateway with one flow": (
        file(
            message(),
            process(
                START,
                el("eventBasedGateway", id="x"),
                event("intermediateCatchEvent", "message", messageRef="m", id="y"),
                flows("s", "x", "y"),
            ),
        ),
        ["x: an event-based gateway needs at least two outgoing sequence flows"],
    ),
    "event gateway to a task": (
        file(
            message(),
            process(
                START,
                el("eventBasedGateway", id="x"),
                event("intermediateCatchEvent", "message", messageRef="m", id="y"),
                task("z"),
                flows("s", "x", "y"),
                flow("x", "z"),
            ),
        ),
        [
            (
                "x: an event-based gateway leads only to intermediate catch events (message, timer, signal, "
                "conditional), not to 'z'"
            )
        ],
    ),
    "event gateway to a receive task": (
        file(
            message(),
            process(
                START,
                el("eventBasedGateway", id="x"),
                event("intermediateCatchEvent", "timer", timer("timeDuration", "PT1H"), id="y"),
                el("receiveTask", id="z", messageRef="m"),
                flows("s", "x", "y"),
                flow("x", "z"),
            ),
        ),
        [
            (
                "x: an event-based gateway leads only to intermediate catch events (message, timer, signal, "
                "conditional), not to 'z'"
            )
        ],
    ),
    "event gateway to a link": (
        file(
            message(),
            process(
                START,
                el("eventBasedGateway", id="x"),
                event("intermediateCatchEvent", "message", messageRef="m", id="y"),
                event("intermediateCatchEvent", "link", name="a", id="z"),
                event("intermediateThrowEvent", "link", name="a", id="w"),
                flows("s", "x", "y"),
                flow("x", "z"),
            ),
        ),
        [
            (
                "x: an event-based gateway leads only to intermediate catch events (message, timer, signal, "
                "conditional), not to 'z'"
            ),
            "'a' (z): no sequence flow may lead to it, since its event starts it",
        ],
    ),
    "event gateway to one message twice": (
        file(
            message(),
            process(
                START,
                el("eventBasedGateway", id="x"),
                event("intermediateCatchEvent", "message", messageRef="m", id="y"),
                event("intermediateCatchEvent", "message", messageRef="m", id="z"),
                flows("s", "x", "y"),
                flow("x", "z"),
            ),
        ),
        ["z: 'y' already catches the message 'paid' there"],
    ),
    "second way to the event of a gateway": (
        file(
            message(),
            process(
                START,
                el("eventBasedGateway", id="x"),
                event("intermediateCatchEvent", "message", messageRef="m", id="y"),
                event("intermediateCatchEvent", "timer", timer("timeDuration", "PT1H"), id="z"),
                flows("s", "x", "y"),
                flow("x", "z"),
                flow("s", "y", id="f"),
            ),
        ),
        ["y: only the event-based gateway 'x' may lead to it"],
    ),
    "link without catch": (
        file(process(START, event("intermediateThrowEvent", "link", name="a"), flow("s", "x"))),
        ["'a' (x): no link catch event is named 'a' in the same process or subprocess"],
    ),
    "link without throw": (
        file(process(START, event("intermediateCatchEvent", "link", name="a"), END, flow("x", "e"))),
        ["'a' (x): no link throw event is named 'a' in the same process or subprocess"],
    ),
    "link across a subprocess": (
        file(
            process(
                START,
                event("intermediateThrowEvent", "link", name="a"),
                flow("s", "x"),
                subprocess(
                    el("startEvent", id="s2"), event("intermediateCatchEvent", "link", name="a", id="z"), id="y"
                ),
            )
        ),
        [
            "'a' (x): no link catch event is named 'a' in the same process or subprocess",
            "'a' (z): no link throw event is named 'a' in the same process or subprocess",
        ],
    ),
    "link with two catches": (
        file(
            process(
                START,
                event("intermediateThrowEvent", "link", name="a"),
                flow("s", "x"),
                event("intermediateCatchEvent", "link", name="a", id="y"),
                event("intermediateCatchEvent", "link", name="a", id="z"),
            )
        ),
        ["'a' (z): several link catch events are named 'a': 'y', 'z'"],
    ),
    "flow after a link": (
        file(
            process(
                START,
                event("intermediateThrowEvent", "link", name="a"),
                event("intermediateCatchEvent", "link", name="a", id="y"),
                flows("s", "x", "y"),
            )
        ),
        [
            "'a' (x): no sequence flow may leave a link throw event: it goes on at the link catch event",
            "'a' (y): no sequence flow may lead to it, since its event starts it",
        ],
    ),
    "two boundary errors of one code": (
        file(
            el("error", id="r", errorCode="broke"),
            around(task(), boundary("error", errorRef="r"), boundary("error", errorRef="r", id="c")),
        ),
        ["c: 'b' already catches the error 'broke' there"],
    ),
    "two that catch every error": (
        file(around(task(), boundary("error"), boundary("error", id="c"))),
        ["c: 'b' already catches every error there"],
    ),
    "two boundary messages of one name": (
        file(
            message(),
            around(
                task(),
                boundary("message", messageRef="m"),
                boundary("message", messageRef="m", id="c", cancelActivity="false"),
            ),
        ),
        ["c: 'b' already catches the message 'paid' there"],
    ),
    "two event subprocesses by one signal": (
        file(
            el("signal", id="g", name="stop"),
            around(
                task(),
                *[
                    subprocess(
                        event("startEvent", "signal", signalRef="g", id=f"s{n}"), id=f"x{n}", triggeredByEvent="true"
                    )
                    for n in (2, 3)
                ],
            ),
        ),
        ["s3: 's2' already catches the signal 'stop' there"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name: str) -> None:
    content, sentences = CASES[name]
    assert refusals_of(content) == sentences
