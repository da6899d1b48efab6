"""Events at places where they may not stand, and without what they wait for or throw."""

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
    subprocess,
    task,
    timer,
)
from tests.sandbox.bpmn.refusing import refusals_of

CASES: dict[str, tuple[bytes, list[str]]] = {
    "catch event without definition": (
        file(around(el("intermediateCatchEvent", id="x", name="Paid?"))),
        ["'Paid?' (x): an intermediate catch event needs an event definition: message, timer, signal, ..."],
    ),
    "boundary event without definition": (
        file(
            around(
                task(), el("boundaryEvent", id="b", attachedToRef="x"), el("endEvent", id="b-end"), flow("b", "b-end")
            )
        ),
        ["b: a boundary event needs an event definition: message, timer, signal, ..."],
    ),
    "error at the start of a process": (
        file(process(event("startEvent", "error", id="s"), END, flow("s", "e"))),
        ["s: the start event of a process may be no error event, only conditional, message, signal, timer"],
    ),
    "error in between": (
        file(around(event("intermediateCatchEvent", "error"))),
        ["x: an intermediate catch event may be no error event, only conditional, link, message, signal, timer"],
    ),
    "error thrown in between": (
        file(around(event("intermediateThrowEvent", "error"))),
        [
            (
                "x: an intermediate throw event may be no error event, only compensation, escalation, link, "
                "message, signal"
            )
        ],
    ),
    "timer thrown": (
        file(around(event("intermediateThrowEvent", "timer", timer("timeDuration", "PT1H")))),
        [
            (
                "x: an intermediate throw event may be no timer event, only compensation, escalation, link, "
                "message, signal"
            )
        ],
    ),
    "terminate in between": (
        file(around(event("intermediateThrowEvent", "terminate"))),
        [
            (
                "x: an intermediate throw event may be no terminate event, only compensation, escalation, link, "
                "message, signal"
            )
        ],
    ),
    "link at the border": (
        file(around(task(), boundary("link", name="a"))),
        [
            (
                "'a' (b): a boundary event may be no link event, only compensation, conditional, error, "
                "escalation, message, signal, timer"
            )
        ],
    ),
    "timer at the end": (
        file(process(START, event("endEvent", "timer", timer("timeDuration", "PT1H")), flow("s", "x"))),
        [("x: an end event may be no timer event, only compensation, error, escalation, message, signal, terminate")],
    ),
    "message inside a subprocess": (
        file(message(), around(subprocess(event("startEvent", "message", messageRef="m", id="s2")))),
        [
            (
                "s2: the start event of a subprocess must have no event definition, but is a message event: make"
                " it an event subprocess"
            )
        ],
    ),
    "plain start of an event subprocess": (
        file(around(task(), subprocess(el("startEvent", id="s2"), id="x2", triggeredByEvent="true"))),
        ["s2: the start event of an event subprocess needs an event definition: message, timer, signal, ..."],
    ),
    "compensation start": (
        file(around(task(), subprocess(event("startEvent", "compensate", id="s2"), id="x2", triggeredByEvent="true"))),
        [
            (
                "s2: the start event of an event subprocess may be no compensation event, only conditional, "
                "error, escalation, message, signal, timer"
            )
        ],
    ),
    "message without reference": (
        file(around(event("intermediateCatchEvent", "message"))),
        ["x: the message is missing (messageRef)"],
    ),
    "message without name": (
        file(message(name=""), around(event("intermediateCatchEvent", "message", messageRef="m"))),
        ["x: the name of the message is missing (its attribute name)"],
    ),
    "message without key": (
        file(message(key=None), around(event("intermediateCatchEvent", "message", messageRef="m", name="Paid"))),
        ["'Paid' (x): the correlation key is missing (zeebe:subscription correlationKey of the message)"],
    ),
    "key is a text": (
        file(message(key="orderId"), around(event("intermediateCatchEvent", "message", messageRef="m"))),
        ["x: the correlation key must be an expression that starts with '=', not the text 'orderId'"],
    ),
    "key is no FEEL": (
        file(message(key="=order id +"), around(event("intermediateCatchEvent", "message", messageRef="m"))),
        ["x: the correlation key cannot be read as FEEL: 'order id +': expected an expression at 1:11"],
    ),
    "boundary message without key": (
        file(message(key=None), around(task(), boundary("message", messageRef="m"))),
        ["b: the correlation key is missing (zeebe:subscription correlationKey of the message)"],
    ),
    "event subprocess without key": (
        file(
            message(key=None),
            around(
                task(),
                subprocess(event("startEvent", "message", messageRef="m", id="s2"), id="x2", triggeredByEvent="true"),
            ),
        ),
        ["s2: the correlation key is missing (zeebe:subscription correlationKey of the message)"],
    ),
    "thrown message without job": (
        file(message(), around(event("intermediateThrowEvent", "message", messageRef="m"))),
        ["x: a message is thrown by a job and needs a job type (zeebe:taskDefinition type)"],
    ),
    "message end without job": (
        file(message(), process(START, event("endEvent", "message", messageRef="m"), flow("s", "x"))),
        ["x: a message is thrown by a job and needs a job type (zeebe:taskDefinition type)"],
    ),
    "job at a plain end": (
        file(process(START, el("endEvent", ext(el("zeebe:taskDefinition", type_="a")), id="x"), flow("s", "x"))),
        ["x: only messages are thrown by a job: remove zeebe:taskDefinition"],
    ),
    "job at a catch event": (
        file(
            message(),
            around(
                event(
                    "intermediateCatchEvent",
                    "message",
                    messageRef="m",
                    extension=ext(el("zeebe:taskDefinition", type_="a")),
                )
            ),
        ),
        ["x: only messages are thrown by a job: remove zeebe:taskDefinition"],
    ),
    "signal without reference": (
        file(around(event("intermediateThrowEvent", "signal"))),
        ["x: the signal is missing (signalRef)"],
    ),
    "signal without name": (
        file(el("signal", id="g"), around(event("intermediateCatchEvent", "signal", signalRef="g"))),
        ["x: the name of the signal is missing (its attribute name)"],
    ),
    "error end without error": (
        file(process(START, event("endEvent", "error"), flow("s", "x"))),
        ["x: the error code is missing (errorRef and the errorCode there)"],
    ),
    "error end without code": (
        file(
            el("error", id="r", name="Failed"), process(START, event("endEvent", "error", errorRef="r"), flow("s", "x"))
        ),
        ["x: the error code is missing (errorRef and the errorCode there)"],
    ),
    "error caught by expression": (
        file(el("error", id="r", errorCode="=code"), around(task(), boundary("error", errorRef="r"))),
        ["b: the error code that is caught must be a text, not the expression '=code'"],
    ),
    "escalation without code": (
        file(el("escalation", id="r"), around(event("intermediateThrowEvent", "escalation", escalationRef="r"))),
        ["x: the escalation code is missing (escalationRef and the escalationCode there)"],
    ),
    "error caught without code": (
        file(el("error", id="r"), around(task(), boundary("error", errorRef="r"))),
        ["b: the error code is missing: set errorCode, or remove errorRef to catch every error"],
    ),
    "escalation caught without code": (
        file(
            el("escalation", id="r"),
            around(subprocess(el("startEvent", id="s2")), boundary("escalation", escalationRef="r")),
        ),
        [("b: the escalation code is missing: set escalationCode, or remove escalationRef to catch every escalation")],
    ),
    "escalation at a task": (
        file(around(task(), boundary("escalation"))),
        ["b: an escalation is caught at a subprocess or call activity, since nothing else throws one"],
    ),
    "error that does not interrupt": (
        file(around(task(), boundary("error", cancelActivity="false"))),
        ['b: an error always interrupts: remove cancelActivity="false"'],
    ),
    "error start that does not interrupt": (
        file(
            around(
                task(),
                subprocess(
                    event("startEvent", "error", id="s2", isInterrupting="false"), id="x2", triggeredByEvent="true"
                ),
            )
        ),
        ['s2: an error always interrupts: remove isInterrupting="false"'],
    ),
    "condition missing": (
        file(around(event("intermediateCatchEvent", "conditional"))),
        ["x: a conditional event needs a condition"],
    ),
    "condition of an event in another language": (
        file(
            around(
                event(
                    "intermediateCatchEvent",
                    "conditional",
                    el("condition", "a", language="http://www.w3.org/1999/XPath"),
                )
            )
        ),
        ["x: the condition is written in 'http://www.w3.org/1999/XPath': write it in FEEL"],
    ),
    "condition is a text": (
        file(around(event("intermediateCatchEvent", "conditional", el("condition", "a > 1")))),
        ["x: the condition must be an expression that starts with '=', not the text 'a > 1'"],
    ),
    "unknown change of variables": (
        file(
            around(
                event(
                    "intermediateCatchEvent",
                    "conditional",
                    el("condition", "=a > 1"),
                    ext(el("zeebe:conditionalFilter", variableEvents="create, delete")),
                )
            )
        ),
        ["x: variableEvents may be create and update, not 'delete'"],
    ),
    "link without name": (
        file(process(START, event("intermediateThrowEvent", "link"), flow("s", "x"))),
        ["x: a link event needs the name of its link"],
    ),
    "timer without anything": (
        file(around(event("intermediateCatchEvent", "timer"))),
        ["x: a timer needs one of date, duration or cycle and has none"],
    ),
    "timer with two": (
        file(
            around(
                event(
                    "intermediateCatchEvent",
                    "timer",
                    timer("timeDate", "2026-12-24T18:00:00Z"),
                    timer("timeDuration", "PT1H"),
                )
            )
        ),
        ["x: a timer needs one of date, duration or cycle and has several"],
    ),
    "timer is no FEEL": (
        file(around(event("intermediateCatchEvent", "timer", timer("timeDuration", "=duration(")))),
        ["x: the timer cannot be read as FEEL: 'duration(': expected an expression at 1:10"],
    ),
    "duration malformed": (
        file(around(event("intermediateCatchEvent", "timer", timer("timeDuration", "1 hour")))),
        ["x: '1 hour' is no duration of ISO 8601 as PT15M or P2D"],
    ),
    "duration with nothing": (
        file(around(event("intermediateCatchEvent", "timer", timer("timeDuration", "PT")))),
        ["x: 'PT' is no duration of ISO 8601 as PT15M or P2D"],
    ),
    "date malformed": (
        file(around(event("intermediateCatchEvent", "timer", timer("timeDate", "24.12.2026")))),
        ["x: '24.12.2026' is no moment of ISO 8601 with its offset as 2026-12-24T18:00:00Z"],
    ),
    "date without offset": (
        file(around(event("intermediateCatchEvent", "timer", timer("timeDate", "2026-12-24T18:00:00")))),
        ["x: '2026-12-24T18:00:00' is no moment of ISO 8601 with its offset as 2026-12-24T18:00:00Z"],
    ),
    "date not in the calendar": (
        file(around(event("intermediateCatchEvent", "timer", timer("timeDate", "2026-02-29T18:00:00Z")))),
        ["x: '2026-02-29T18:00:00Z' is no moment of ISO 8601 with its offset as 2026-12-24T18:00:00Z"],
    ),
    "cycle malformed": (
        file(process(event("startEvent", "timer", timer("timeCycle", "R3"), id="s"))),
        ["s: 'R3' is no cycle of ISO 8601 as R3/PT10M, and no cron expression as 0 0 9 * * MON-FRI"],
    ),
    "cycle in between": (
        file(around(event("intermediateCatchEvent", "timer", timer("timeCycle", "R3/PT1H")))),
        ["x: the timer of an intermediate event must be a date or a duration, not a cycle"],
    ),
    "cycle that interrupts": (
        file(around(task(), boundary("timer", timer("timeCycle", "R3/PT1H")))),
        ["b: an interrupting timer fires once: use a date or a duration, not a cycle"],
    ),
    "duration at the start of a process": (
        file(process(event("startEvent", "timer", timer("timeDuration", "PT1H"), id="s"))),
        ["s: the timer at the start of a process must be a date or a cycle, not a duration"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name: str) -> None:
    content, sentences = CASES[name]
    assert refusals_of(content) == sentences
