"""Event definitions: which kind stands at which place, and what each waits for or throws."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element as Xml

from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn import timers
from c8tui.sandbox.bpmn.checks import refuse_unsupported
from c8tui.sandbox.bpmn.document import bpmn_name, child, is_true, subject_of, text_of
from c8tui.sandbox.bpmn.extensions import Extension
from c8tui.sandbox.bpmn.refusals import Refusals, quoted
from c8tui.sandbox.bpmn.values import Values

PROCESS_START = "the start event of a process"
INNER_START = "the start event of a subprocess"
EVENT_START = "the start event of an event subprocess"
CATCH = "an intermediate catch event"
THROW = "an intermediate throw event"
BOUNDARY = "a boundary event"
END = "an end event"

KINDS: Mapping[str, frozenset[str]] = {
    PROCESS_START: frozenset({"none", "message", "timer", "signal", "conditional"}),
    INNER_START: frozenset({"none"}),
    EVENT_START: frozenset({"message", "timer", "signal", "error", "escalation", "conditional"}),
    CATCH: frozenset({"message", "timer", "signal", "link", "conditional"}),
    THROW: frozenset({"none", "message", "signal", "escalation", "link", "compensate"}),
    BOUNDARY: frozenset({"message", "timer", "signal", "error", "escalation", "conditional", "compensate"}),
    END: frozenset({"none", "message", "signal", "error", "escalation", "terminate", "compensate"}),
}
"""The kinds of event that may stand at each place."""

_SUFFIX = "EventDefinition"
_THROWING = frozenset({THROW, END})
_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_LOST = Xml("lost")
"""Stands for what was referred to and is not in the file, so that its parts are not refused as well."""
_CHANGES = ("create", "update")
_PLACES = {
    "INTERMEDIATE_CATCH_EVENT": CATCH,
    "INTERMEDIATE_THROW_EVENT": THROW,
    "BOUNDARY_EVENT": BOUNDARY,
    "END_EVENT": END,
}


def place_of(node: m.FlowNode) -> str:
    """Where an event stands, which decides what it may be."""
    if node.type != "START_EVENT":
        return _PLACES[node.type]
    owner = node.container.owner
    if owner is None:
        return PROCESS_START
    return EVENT_START if owner.type == "EVENT_SUB_PROCESS" else INNER_START


class EventReader:
    """Reads the event definition of a node, with the messages, errors, ... of the file that it refers to."""

    def __init__(self, root: Xml, values: Values, refusals: Refusals) -> None:
        self._values = values
        self._refusals = refusals
        self._shared: dict[tuple[str, str], Xml] = {}
        for xml in root:
            if (name := bpmn_name(xml)) in {"message", "error", "signal", "escalation"}:
                self._shared.setdefault((name, xml.get("id", "")), xml)

    def read(self, xml: Xml, node: m.FlowNode) -> m.EventDefinition | None:
        """The definition inside an event; None for an event without, and for one that was refused."""
        definitions = [inner for inner in xml if bpmn_name(inner).endswith(_SUFFIX)]
        if any(bpmn_name(inner) == "eventDefinitionRef" for inner in xml):
            self._refusals.add(node, "the event definition must stand in the event itself, not be referred to")
            return None
        if len(definitions) > 1 or is_true(xml, "parallelMultiple"):
            self._refusals.add(node, "an event with several definitions (multiple, parallel multiple) is not run here")
            return None
        place = place_of(node)
        kind = bpmn_name(definitions[0]).removesuffix(_SUFFIX) if definitions else "none"
        if kind not in KINDS[place]:
            self._refusals.add(node, _misplaced(place, kind))
            return None
        return self._definition(definitions[0], kind, place, node) if definitions else None

    def _definition(self, xml: Xml, kind: str, place: str, node: m.FlowNode) -> m.EventDefinition:
        match kind:
            case "message":
                return self._thrown_message(xml, node) if place in _THROWING else self.message(xml, node, place)
            case "timer":
                return self._timer(xml, node, place)
            case "signal":
                return m.SignalEvent(self._signal_name(xml, node))
            case "error":
                return m.ErrorEvent(self._code(xml, node, place, "error"))
            case "escalation":
                return m.EscalationEvent(self._code(xml, node, place, "escalation"))
            case "conditional":
                return self._conditional(xml, node)
            case "link":
                name = xml.get("name", "").strip()
                if not name:
                    self._refusals.add(node, "a link event needs the name of its link")
                return m.LinkEvent(name)
            case "compensate":
                refuse_unsupported(self._refusals, node, "compensation")
                if not is_true(xml, "waitForCompletion", True):
                    self._refusals.add(node, 'waitForCompletion="false" is not run here: remove it')
                return m.CompensateEvent(_local(xml.get("activityRef", "")))
        return m.TerminateEvent()

    def _referred(self, xml: Xml, node: m.FlowNode, kind: str) -> Xml | None:
        """What `messageRef`, `errorRef`, ... names; None where nothing is named, `_LOST` where nothing has that id."""
        reference = xml.get(f"{kind}Ref", "").strip()
        if not reference:
            return None
        found = self._shared.get((kind, reference), self._shared.get((kind, _local(reference))))
        if found is None:
            self._refusals.add(node, f"{kind}Ref names {quoted(reference)}, but the file has no {kind} with this id")
            return _LOST
        return found

    def message(self, xml: Xml, node: m.FlowNode, place: str = CATCH) -> m.MessageEvent:
        """The message that an event or a receive task waits for."""
        message = self._referred(xml, node, "message")
        if message is None:
            self._refusals.add(node, "the message is missing (messageRef)")
            return m.MessageEvent(m.Value(""))
        if message is _LOST:
            return m.MessageEvent(m.Value(""))
        name = self._values.needed(node, "the name of the message", message.get("name"), "its attribute name")
        if place == PROCESS_START:
            return m.MessageEvent(name)
        key = Extension(message, subject_of(message), self._values, self._refusals).attribute(
            "subscription", "correlationKey"
        )
        source = "zeebe:subscription correlationKey of the message"
        return m.MessageEvent(name, self._values.needed_expression(node, "the correlation key", key, source))

    def _thrown_message(self, xml: Xml, node: m.FlowNode) -> m.MessageEvent:
        message = self._referred(xml, node, "message")
        if node.job is None:
            self._refusals.add(node, "a message is thrown by a job and needs a job type (zeebe:taskDefinition type)")
        name = None if message is None else self._values.read(node, "the name of the message", message.get("name"))
        return m.MessageEvent(name or m.Value(""))

    def _signal_name(self, xml: Xml, node: m.FlowNode) -> m.Value:
        signal = self._referred(xml, node, "signal")
        if signal is None:
            self._refusals.add(node, "the signal is missing (signalRef)")
            return m.Value("")
        if signal is _LOST:
            return m.Value("")
        return self._values.needed(node, "the name of the signal", signal.get("name"), "its attribute name")

    def _code(self, xml: Xml, node: m.FlowNode, place: str, kind: str) -> m.Value | None:
        found = self._referred(xml, node, kind)
        if found is _LOST:
            return None
        what, attribute = f"the {kind} code", f"{kind}Code"
        text = None if found is None else found.get(attribute)
        if place in _THROWING:
            return self._values.needed(node, what, text, f"{kind}Ref and the {attribute} there")
        code = self._values.static(node, f"{what} that is caught", text)
        if found is not None and not code:
            self._refusals.add(node, f"{what} is missing: set {attribute}, or remove {kind}Ref to catch every {kind}")
        return m.Value(code) if code else None

    def _conditional(self, xml: Xml, node: m.FlowNode) -> m.ConditionalEvent:
        condition = self._values.condition(node, child(xml, "condition"))
        if condition is None:
            self._refusals.add(node, "a conditional event needs a condition")
            condition = m.Value("")
        found = Extension(xml, node, self._values, self._refusals)
        names = _listed(found.attribute("conditionalFilter", "variableNames"))
        changes = _listed(found.attribute("conditionalFilter", "variableEvents"))
        for change in changes:
            if change not in _CHANGES:
                self._refusals.add(node, f"variableEvents may be create and update, not {quoted(change)}")
        return m.ConditionalEvent(condition, names, changes)

    def _timer(self, xml: Xml, node: m.FlowNode, place: str) -> m.TimerEvent:
        found = [inner for inner in xml if bpmn_name(inner) in _TIMERS and text_of(inner)]
        if len(found) != 1:
            problem = "has none" if not found else "has several"
            self._refusals.add(node, f"a timer needs one of date, duration or cycle and {problem}")
            return m.TimerEvent("duration", m.Value(""))
        kind = _TIMERS[bpmn_name(found[0])]
        value = self._values.read(node, "the timer", text_of(found[0])) or m.Value("")
        self._check_kind(node, place, kind)
        if not value.text.startswith("="):
            self._check_timer(node, kind, value.text)
        return m.TimerEvent(kind, value)

    def _check_kind(self, node: m.FlowNode, place: str, kind: str) -> None:
        if place == PROCESS_START and kind == "duration":
            self._refusals.add(node, "the timer at the start of a process must be a date or a cycle, not a duration")
        if kind == "cycle" and place == CATCH:
            self._refusals.add(node, "the timer of an intermediate event must be a date or a duration, not a cycle")
        if kind == "cycle" and place in {BOUNDARY, EVENT_START} and node.interrupting:
            self._refusals.add(node, "an interrupting timer fires once: use a date or a duration, not a cycle")

    def _check_timer(self, node: m.FlowNode, kind: str, text: str) -> None:
        if kind == "date" and not timers.is_date(text):
            self._refusals.add(node, f"{quoted(text)} is no moment of ISO 8601 with its offset as 2026-12-24T18:00:00Z")
        elif kind == "duration" and not timers.is_duration(text):
            self._refusals.add(node, f"{quoted(text)} is no duration of ISO 8601 as PT15M or P2D")
        elif kind == "cycle" and not timers.is_cycle(text):
            self._refusals.add(
                node, f"{quoted(text)} is no cycle of ISO 8601 as R3/PT10M, and no cron expression as 0 0 9 * * MON-FRI"
            )


def _misplaced(place: str, kind: str) -> str:
    if kind == "cancel":
        return "cancel events belong to transactions, which are not run here: use an error event"
    if kind == "none":
        return f"{place} needs an event definition: message, timer, signal, ..."
    if place == INNER_START:
        return f"{place} must have no event definition, but is a {kind} event: make it an event subprocess"
    possible = ", ".join(sorted(_word(one) for one in KINDS[place] - {"none"}))
    return f"{place} may be no {_word(kind)} event, only {possible}"


def _word(kind: str) -> str:
    return "compensation" if kind == "compensate" else kind


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _local(reference: str) -> str:
    """A qualified name without its prefix."""
    return reference.rpartition(":")[2].strip()
