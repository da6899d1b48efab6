"""Processes in one line an element: `id kind words`, flows as `a > b > c`, what is inside indented.

    s start
    x service work in.a='=b' on.start=audit        a job type, an input mapping, a start listener
    b boundary timer:PT1H at=x parallel            `parallel` does not interrupt
    s > x > e
    g > y if '=amount > 10'
    g > z else

A line `process ID` begins a process; without any there is one with the id `p`.
"""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.sandbox.bpmn.builder import el, ext, file, flow, timer

_EVENTS = {
    "start": "startEvent",
    "end": "endEvent",
    "throw": "intermediateThrowEvent",
    "catch": "intermediateCatchEvent",
    "boundary": "boundaryEvent",
}
_GATEWAYS = {
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "race": "eventBasedGateway",
}
_TASKS = {
    "service": "serviceTask",
    "send": "sendTask",
    "script": "scriptTask",
    "rule": "businessRuleTask",
    "user": "userTask",
    "receive": "receiveTask",
    "manual": "manualTask",
    "task": "task",
    "call": "callActivity",
    "sub": "subProcess",
    "eventsub": "subProcess",
}
_BY_JOB = ("service", "send", "script", "rule", "throw", "end")
_TIMERS = {"timer": "timeDuration", "date": "timeDate", "cycle": "timeCycle"}
_USER = {
    "assignee": "assignmentDefinition",
    "candidateGroups": "assignmentDefinition",
    "candidateUsers": "assignmentDefinition",
    "dueDate": "taskSchedule",
    "followUpDate": "taskSchedule",
    "priority": "priorityDefinition",
    "formId": "formDefinition",
    "externalReference": "formDefinition",
}


@dataclass
class _Line:
    depth: int
    text: str


@dataclass
class _Words:
    """The words of a line behind its id and kind: options (`name=value`) and plain ones."""

    plain: list[str]
    options: list[tuple[str, str]]

    def take(self, name: str) -> str | None:
        """The value of an option, which is then gone."""
        for option in self.options:
            if option[0] == name:
                self.options.remove(option)
                return option[1]
        return None

    def taken(self, prefix: str) -> list[tuple[str, str]]:
        """The options whose names begin so, without the beginning."""
        found = [(name.removeprefix(prefix), value) for name, value in self.options if name.startswith(prefix)]
        self.options = [option for option in self.options if not option[0].startswith(prefix)]
        return found

    def flag(self, name: str) -> bool:
        """Whether a plain word is there, which is then gone."""
        there = name in self.plain
        if there:
            self.plain.remove(name)
        return there


@dataclass
class _Roots:
    """Messages, signals, errors and escalations, each once."""

    made: dict[str, str] = field(default_factory=dict)

    def reference(self, kind: str, name: str) -> str:
        """The id of what an event names."""
        id = f"{kind}-{len(self.made)}"
        match kind:
            case "message":
                name, _, key = name.partition("/")
                inside = ext(el("zeebe:subscription", correlationKey=key)) if key else ""
                self.made[id] = el("message", inside, id=id, name=name)
            case "signal":
                self.made[id] = el("signal", id=id, name=name)
            case "error":
                self.made[id] = el("error", id=id, errorCode=name)
            case _:
                self.made[id] = el("escalation", id=id, escalationCode=name)
        return id


def bpmn(text: str) -> bytes:
    """The file of one or more processes."""
    lines = [_Line(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines() if line.strip()]
    least = min(line.depth for line in lines)
    lines = [_Line(line.depth - least, line.text) for line in lines]
    if not lines[0].text.startswith("process "):
        lines = [_Line(0, "process p"), *(_Line(line.depth + 1, line.text) for line in lines)]
    roots = _Roots()
    processes = [_process(head, inside, roots) for head, inside in _groups(lines)]
    return file(*roots.made.values(), *processes)


def _groups(lines: list[_Line]) -> list[tuple[_Line, list[_Line]]]:
    """Every line of the outermost depth, with those that are indented under it."""
    found: list[tuple[_Line, list[_Line]]] = []
    for line in lines:
        if not found or line.depth <= found[0][0].depth:
            found.append((line, []))
        else:
            found[-1][1].append(line)
    return found


def _process(head: _Line, inside: list[_Line], roots: _Roots) -> str:
    _, id, *words = shlex.split(head.text)
    found = _words(words)
    return el("process", ext(*_listeners(found)), *_container(inside, roots), id=id, isExecutable="true")


def _words(words: list[str]) -> _Words:
    plain, options = [], []
    for word in words:
        name, separator, value = word.partition("=")
        if separator and name and not set(":/") & set(name):
            options.append((name, value))
        else:
            plain.append(word)
    return _Words(plain, options)


def _container(lines: list[_Line], roots: _Roots) -> list[str]:
    groups = _groups(lines)
    defaults = {}
    for line, _ in groups:
        parts = shlex.split(line.text)
        if parts[-1] == "else":
            defaults[parts[0]] = f"{parts[0]}-{parts[2]}"
    made = []
    for line, inside in groups:
        parts = shlex.split(line.text)
        if ">" in parts:
            made.append(_flows(parts))
        else:
            made.append(_element(parts, inside, roots, defaults.get(parts[0])))
    return made


def _flows(parts: list[str]) -> str:
    if "if" in parts:
        source, _, target, _, condition = parts
        return flow(source, target, condition)
    ids = [part for part in parts if part not in (">", "else")]
    return "".join(flow(source, target) for source, target in itertools.pairwise(ids))


def _element(parts: list[str], inside: list[_Line], roots: _Roots, default: str | None) -> str:
    id, kind, *rest = parts
    words = _words(rest)
    attributes = {"id": id}
    if default is not None:
        attributes["default"] = default
    if kind in _GATEWAYS:
        return el(_GATEWAYS[kind], ext(*_listeners(words)), **attributes)
    extensions = [*_mappings(words), *_listeners(words)]
    if kind in _EVENTS:
        return _event(kind, words, roots, extensions, attributes)
    children = _container(inside, roots)
    loop = _loop(words)
    if kind == "eventsub":
        attributes["triggeredByEvent"] = "true"
    extensions += _of_task(kind, words, roots, attributes)
    assert not words.plain, f"{id}: what is {words.plain}?"
    assert not words.options, f"{id}: what is {words.options}?"
    return el(_TASKS[kind], ext(*extensions), *children, loop, **attributes)


def _mappings(words: _Words) -> list[str]:
    made = [el("zeebe:input", source=source, target=target) for target, source in words.taken("in.")]
    made += [el("zeebe:output", source=source, target=target) for target, source in words.taken("out.")]
    return [el("zeebe:ioMapping", *made)] if made else []


def _listeners(words: _Words) -> list[str]:
    found = words.taken("on.")
    made = [el("zeebe:executionListener", eventType=event, type_=type_) for event, type_ in found]
    return [el("zeebe:executionListeners", *made)] if made else []


def _loop(words: _Words) -> str:
    collection = words.take("each")
    if collection is None:
        return ""
    options = {"inputCollection": collection}
    for name, attribute in (("as", "inputElement"), ("collect", "outputCollection"), ("output", "outputElement")):
        value = words.take(name)
        if value is not None:
            options[attribute] = value
    until = words.take("until")
    condition = "" if until is None else el("completionCondition", escape(until))
    sequential = "true" if words.flag("sequential") else "false"
    inside = ext(el("zeebe:loopCharacteristics", **options))
    return el("multiInstanceLoopCharacteristics", inside, condition, isSequential=sequential)


def _of_task(kind: str, words: _Words, roots: _Roots, attributes: dict[str, str]) -> list[str]:
    makers: dict[str, Callable[[_Words], list[str]]] = {
        "user": _user,
        "call": _call,
        "script": _script,
        "rule": _rule,
        "service": _job,
        "send": _job,
    }
    if kind == "receive":
        attributes["messageRef"] = roots.reference("message", words.plain.pop(0))
    return makers[kind](words) if kind in makers else []


def _job(words: _Words) -> list[str]:
    retries = words.take("retries")
    more = {} if retries is None else {"retries": retries}
    return [el("zeebe:taskDefinition", type_=words.plain.pop(0), **more)]


def _script(words: _Words) -> list[str]:
    result = words.take("result")
    if result is None:
        return _job(words)
    return [el("zeebe:script", expression=words.plain.pop(0), resultVariable=result)]


def _rule(words: _Words) -> list[str]:
    result = words.take("result")
    if result is None:
        return _job(words)
    return [el("zeebe:calledDecision", decisionId=words.plain.pop(0), resultVariable=result)]


def _call(words: _Words) -> list[str]:
    options = {"processId": words.plain.pop(0)}
    if words.flag("alone"):
        options |= {"propagateAllParentVariables": "false", "propagateAllChildVariables": "false"}
    if words.flag("down"):
        options["propagateAllChildVariables"] = "false"
    if words.flag("up"):
        options["propagateAllParentVariables"] = "false"
    return [el("zeebe:calledElement", **options)]


def _user(words: _Words) -> list[str]:
    grouped: dict[str, dict[str, str]] = {}
    for name, element in _USER.items():
        value = words.take(name)
        if value is not None:
            grouped.setdefault(element, {})[name] = value
    made = [el("zeebe:userTask"), *(el(f"zeebe:{name}", **options) for name, options in grouped.items())]
    found = words.taken("task.")
    if found:
        listeners = [el("zeebe:taskListener", eventType=event, type_=type_) for event, type_ in found]
        made.append(el("zeebe:taskListeners", *listeners))
    return made


def _event(kind: str, words: _Words, roots: _Roots, extensions: list[str], attributes: dict[str, str]) -> str:
    parallel = words.flag("parallel")
    if kind == "boundary":
        attributes["attachedToRef"] = words.take("at") or ""
        attributes["cancelActivity"] = "false" if parallel else "true"
    elif kind == "start" and parallel:
        attributes["isInterrupting"] = "false"
    names, changes = words.take("of"), words.take("when")
    filters = {"variableNames": names or "", "variableEvents": changes or ""} if names or changes else {}
    job = words.take("job")
    if job is not None:
        extensions.append(el("zeebe:taskDefinition", type_=job))
    definition = ""
    if words.plain:
        what, _, detail = words.plain.pop(0).partition(":")
        definition = _definition(what, detail, roots, filters)
    assert not words.plain, f"{attributes['id']}: what is {words.plain}?"
    assert not words.options, f"{attributes['id']}: what is {words.options}?"
    return el(_EVENTS[kind], ext(*extensions), definition, **attributes)


def _definition(what: str, detail: str, roots: _Roots, filters: dict[str, str]) -> str:
    if what in _TIMERS:
        return el("timerEventDefinition", timer(_TIMERS[what], escape(detail)))
    if what == "conditional":
        extension = ext(el("zeebe:conditionalFilter", **filters)) if filters else ""
        return el("conditionalEventDefinition", el("condition", escape(detail)), extension)
    if what == "link":
        return el("linkEventDefinition", name=detail)
    if what == "terminate" or not detail:
        return el(f"{what}EventDefinition")
    return el(f"{what}EventDefinition", **{f"{what}Ref": roots.reference(what, detail)})
