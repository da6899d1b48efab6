"""Each kind of event at each place where Camunda 8 has it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from c8tui import feel
from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.reader import read
from tests.sandbox.bpmn.builder import START as PLAIN
from tests.sandbox.bpmn.builder import around, boundary, el, event, ext, file, message, process, subprocess, task, timer

ROOTS = (
    message(),
    message("m2", "=name", key=None),
    el("signal", id="g", name="stop"),
    el("signal", id="g2", name='="stop-" + id'),
    el("error", id="r", name="Failed", errorCode="failed"),
    el("error", id="r2", errorCode="=code"),
    el("escalation", id="l", escalationCode="late"),
    el("escalation", id="l2", escalationCode="=code"),
)


def compiled(text: str) -> m.Value:
    """The value of an expression."""
    return m.Value(text, feel.parse(text[1:]))


DEFINITIONS: dict[str, tuple[Callable[[Callable[..., str]], str], m.EventDefinition]] = {
    "message": (
        lambda at: at("message", messageRef="m"),
        m.MessageEvent(m.Value("paid"), compiled("=orderId")),
    ),
    "message by qualified name": (
        lambda at: at("message", messageRef="tns:m"),
        m.MessageEvent(m.Value("paid"), compiled("=orderId")),
    ),
    "date": (
        lambda at: at("timer", timer("timeDate", "2026-12-24T18:00:00Z")),
        m.TimerEvent("date", m.Value("2026-12-24T18:00:00Z")),
    ),
    "date by expression": (
        lambda at: at("timer", timer("timeDate", "=now()")),
        m.TimerEvent("date", compiled("=now()")),
    ),
    "duration": (
        lambda at: at("timer", timer("timeDuration", " PT1H ")),
        m.TimerEvent("duration", m.Value("PT1H")),
    ),
    "cycle": (lambda at: at("timer", timer("timeCycle", "R3/PT1H")), m.TimerEvent("cycle", m.Value("R3/PT1H"))),
    "signal": (lambda at: at("signal", signalRef="g"), m.SignalEvent(m.Value("stop"))),
    "signal by expression": (
        lambda at: at("signal", signalRef="g2"),
        m.SignalEvent(compiled('="stop-" + id')),
    ),
    "error": (lambda at: at("error", errorRef="r"), m.ErrorEvent(m.Value("failed"))),
    "error by expression": (lambda at: at("error", errorRef="r2"), m.ErrorEvent(compiled("=code"))),
    "every error": (lambda at: at("error"), m.ErrorEvent()),
    "escalation": (lambda at: at("escalation", escalationRef="l"), m.EscalationEvent(m.Value("late"))),
    "escalation by expression": (
        lambda at: at("escalation", escalationRef="l2"),
        m.EscalationEvent(compiled("=code")),
    ),
    "every escalation": (lambda at: at("escalation"), m.EscalationEvent()),
    "condition": (
        lambda at: at(
            "conditional",
            el("condition", "=a = 1"),
            ext(el("zeebe:conditionalFilter", variableNames="a, b", variableEvents="create,update")),
        ),
        m.ConditionalEvent(compiled("=a = 1"), ("a", "b"), ("create", "update")),
    ),
    "condition over everything": (
        lambda at: at("conditional", el("condition", "=a = 1")),
        m.ConditionalEvent(compiled("=a = 1")),
    ),
    "terminate": (lambda at: at("terminate"), m.TerminateEvent()),
}

_WAITING = ("message", "message by qualified name", "date", "date by expression", "duration", "signal", "condition")
_CATCHING = (*_WAITING, "signal by expression", "condition over everything")
_CAUGHT_INSIDE = ("error", "every error", "escalation", "every escalation")
_THROWN = ("signal", "signal by expression", "escalation", "escalation by expression")

PLACES: dict[str, tuple[tuple[str, ...], Callable[..., str]]] = {
    "start": (
        ("date", "date by expression", "cycle", "signal", "condition"),
        lambda *inside, **more: process(event("startEvent", *inside, **more)),
    ),
    "catch": (_CATCHING, lambda *inside, **more: around(event("intermediateCatchEvent", *inside, **more))),
    "boundary": (
        (*_CATCHING, *_CAUGHT_INSIDE),
        lambda *inside, **more: around(
            subprocess(el("startEvent", id="s2"), id="y"), boundary(*inside, at="y", id="x", **more), id="y"
        ),
    ),
    "boundary beside": (
        (*_CATCHING, "cycle", "escalation", "every escalation"),
        lambda *inside, **more: around(
            subprocess(el("startEvent", id="s2"), id="y"),
            boundary(*inside, at="y", id="x", cancelActivity="false", **more),
            id="y",
        ),
    ),
    "event subprocess": (
        (*_CATCHING, *_CAUGHT_INSIDE),
        lambda *inside, **more: around(
            task("y"), subprocess(event("startEvent", *inside, **more), id="z", triggeredByEvent="true"), id="y"
        ),
    ),
    "event subprocess beside": (
        (*_CATCHING, "cycle", "escalation", "every escalation"),
        lambda *inside, **more: around(
            task("y"),
            subprocess(event("startEvent", *inside, isInterrupting="false", **more), id="z", triggeredByEvent="true"),
            id="y",
        ),
    ),
    "throw": (_THROWN, lambda *inside, **more: around(event("intermediateThrowEvent", *inside, **more))),
    "end": (
        (*_THROWN, "error", "error by expression", "terminate"),
        lambda *inside, **more: process(PLAIN, event("endEvent", *inside, **more)),
    ),
}


def same(one: m.Value | None, other: m.Value | None) -> bool:
    """Whether two values have the same text and, if any, the same expression."""
    if one is None or other is None:
        return one is other
    sources = [value.expression.source if value.expression else None for value in (one, other)]
    return one.text == other.text and sources[0] == sources[1]


@pytest.mark.parametrize(("place", "name"), [(place, name) for place in PLACES for name in PLACES[place][0]])
def test_it_is_read(place: str, name: str) -> None:
    build, expected = DEFINITIONS[name]
    (found,) = read(file(*ROOTS, build(PLACES[place][1])))
    event_ = found.elements["x"].event
    assert type(event_) is type(expected)
    for slot in type(expected).__slots__:
        left, right = getattr(event_, slot), getattr(expected, slot)
        assert same(left, right) if isinstance(right, m.Value) else left == right, slot


def test_a_message_start_needs_no_key() -> None:
    (found,) = read(file(*ROOTS, process(event("startEvent", "message", messageRef="m2"))))
    event_ = found.elements["x"].event
    assert isinstance(event_, m.MessageEvent)
    assert same(event_.name, compiled("=name"))
    assert event_.correlation_key is None
    assert found.body.start is None
    assert found.body.event_starts == [found.elements["x"]]


@pytest.mark.parametrize("tag", ["intermediateThrowEvent", "endEvent"])
def test_a_thrown_message_is_a_job(tag: str) -> None:
    job = ext(el("zeebe:taskDefinition", type_="send"))
    (found,) = read(file(*ROOTS, process(PLAIN, event(tag, "message", messageRef="m", extension=job))))
    node = found.elements["x"]
    assert node.event == m.MessageEvent(m.Value("paid"))
    assert node.job is not None
    assert node.job.type == m.Value("send")


def test_a_receive_task_waits() -> None:
    (found,) = read(file(*ROOTS, around(el("receiveTask", id="x", messageRef="m"))))
    event_ = found.elements["x"].event
    assert isinstance(event_, m.MessageEvent)
    assert same(event_.correlation_key, compiled("=orderId"))


def test_links_are_told_by_name() -> None:
    throws = [event("intermediateThrowEvent", "link", name="a", id=one) for one in ("x", "y")]
    catch = event("intermediateCatchEvent", "link", name="a", id="z")
    (found,) = read(file(process(PLAIN, *throws, catch)))
    assert {found.elements[one].event for one in "xyz"} == {m.LinkEvent("a")}


def test_events_race_behind_a_gateway() -> None:
    inside = [
        event("intermediateCatchEvent", "message", messageRef="m", id="a"),
        event("intermediateCatchEvent", "timer", timer("timeDuration", "PT1H"), id="b"),
        event("intermediateCatchEvent", "signal", signalRef="g", id="c"),
        event("intermediateCatchEvent", "conditional", el("condition", "=a"), id="d"),
    ]
    ways = [el("sequenceFlow", id=f"x{one}", sourceRef="x", targetRef=one) for one in "abcd"]
    (found,) = read(file(*ROOTS, process(PLAIN, el("eventBasedGateway", id="x"), *inside, *ways)))
    assert [flow.target.id for flow in found.elements["x"].outgoing] == ["a", "b", "c", "d"]
