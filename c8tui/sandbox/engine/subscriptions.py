"""Who waits for what: timers, messages, signals and conditions, opened with an element and closed when it ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.bpmn.model import (
    ConditionalEvent,
    FlowElementsContainer,
    FlowNode,
    MessageEvent,
    SignalEvent,
    TimerEvent,
)
from c8tui.sandbox.engine import due
from c8tui.sandbox.engine.lifecycle import BODY, Lifecycle
from c8tui.sandbox.engine.variables import Change
from c8tui.sandbox.engine.work import Execution, Incident
from c8tui.sandbox.store import Row

ENDLESS = 2**62
OPEN = ("CREATED", "MIGRATED")
"""The states of a message subscription that still waits."""


class Subscriptions:
    """Opens and closes subscriptions, and lets what they wait for take effect."""

    def __init__(self, life: Lifecycle) -> None:
        self._life = life
        self._work = life.work
        self._store = life.work.store
        self._fresh: dict[int, set[int]] = {}
        """Conditions that were not looked at yet, by process instance."""
        self.next_due = 0
        """No timer is due before this time, in milliseconds since 1970."""
        life.listen = self.listen
        life.watch = self.watch
        life.deafen = self.close
        life.work.handlers["trigger"] = self.trigger
        life.work.before_commit.append(self._look_at_conditions)
        life.work.at_end.append(self._forget)

    def _forget(self) -> None:
        self._fresh = {}

    # Opening

    def listen(self, execution: Execution, node: FlowNode) -> None:
        """Opens what the boundary events of an activity wait for; those of a multi-instance activity are its body's."""
        if node.loop is not None and execution.type != BODY:
            return
        self.open(execution, [event for event in node.boundary_events if event.event is not None])

    def watch(self, execution: Execution, body: FlowElementsContainer) -> None:
        """Opens what the event subprocesses of a scope wait for."""
        for subprocess in body.event_subprocesses:
            if subprocess.children is not None:
                self.open(execution, subprocess.children.event_starts)

    def open(self, execution: Execution, events: list[FlowNode]) -> None:
        """Opens a subscription of an execution for each event that can be waited for; all of them or none."""
        prepared = [row for event in events if (row := self._prepare(execution, event)) is not None]
        for table, opened in prepared:
            self._store.put(table, opened, self._work.at)
            execution.data["listening"] = True
            if table == "message_subscription":
                self._work.do("buffered", execution, subscription=opened["key"])

    def _prepare(self, execution: Execution, event: FlowNode) -> tuple[str, Row] | None:
        """The row of a subscription. Raises an incident where an expression does not give what is needed."""
        variables = self._life.variables
        match event.event:
            case MessageEvent(name=name, correlation_key=key):
                text = variables.text(execution, name, f"the message name of '{event.id}'")
                wanted = (
                    "" if key is None else variables.key_text(execution, key, f"the correlation key of '{event.id}'")
                )
                return "message_subscription", self._message(execution, event, text, wanted)
            case TimerEvent():
                moment, left, interval = self._timer(execution, event)
                data = {"left": left, "interval": interval}
                self.next_due = min(self.next_due, moment)
                return "trigger_subscription", self._row(execution, event, "timer", due=moment, data=data)
            case SignalEvent(name=name):
                text = variables.text(execution, name, f"the signal name of '{event.id}'")
                return "trigger_subscription", self._row(execution, event, "signal", name=text)
            case ConditionalEvent(condition=condition, variable_events=events):
                data = {"expression": condition.text, "events": list(events)}
                row = self._row(execution, event, "condition", data=data)
                self._fresh.setdefault(execution.instance, set()).add(row["key"])
                return "trigger_subscription", row
        return None

    def _row(
        self,
        execution: Execution,
        event: FlowNode,
        kind: str,
        *,
        name: str | None = None,
        due: int | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> Row:
        return {
            "key": self._store.new_key(),
            "kind": kind,
            "execution_key": execution.key,
            "definition_key": execution.definition,
            "element_id": event.id,
            "name": name,
            "due": due,
            "data": wire.compact(dict(data or {})),
            "tenant_id": self._life.records.instance_of(execution)["tenant_id"],
        }

    def _message(self, execution: Execution, event: FlowNode, name: str, key: str) -> Row:
        instance = self._life.records.instance_of(execution)
        return message_subscription(instance, event, name, self._work.at) | {
            "key": self._store.new_key(),
            "process_instance_key": execution.instance,
            "root_process_instance_key": instance["root_process_instance_key"],
            "element_instance_key": execution.key,
            "correlation_key": key,
            "message_subscription_type": "PROCESS_EVENT",
            "interrupting": int(event.interrupting),
        }

    def _timer(self, execution: Execution, event: FlowNode) -> tuple[int, int, str]:
        """When a timer is due first, how often it fires after that, and how far apart."""
        timer = event.event
        assert isinstance(timer, TimerEvent)
        outcome = self._life.variables.evaluate(execution, timer.value)
        return first_due(timer, event.id, outcome.value, self._work.at)

    # Closing

    def close(self, execution: Execution) -> None:
        """Closes all subscriptions of an execution."""
        if execution.data.pop("listening", False):
            self._close(execution, None)

    def _unwatch(self, scope: Execution) -> None:
        """Closes what the event subprocesses of a scope wait for; its boundary events wait on."""
        subprocesses = self._life.container(scope).event_subprocesses
        starts = {one.id for each in subprocesses if each.children is not None for one in each.children.event_starts}
        if scope.data.get("listening"):
            self._close(scope, starts)

    def _close(self, execution: Execution, elements: set[str] | None) -> None:
        """Closes the subscriptions of an execution for some elements, or for all (None)."""
        for row in self._store.find("trigger_subscription", execution_key=execution.key):
            if elements is None or row["element_id"] in elements:
                self._store.remove("trigger_subscription", row["key"], self._work.at)
        for row in self.open_messages(element_instance_key=execution.key):
            if elements is None or row["element_id"] in elements:
                closed = {"message_subscription_state": "DELETED", "last_updated_date": self._work.at}
                self._store.put("message_subscription", row | closed, self._work.at)

    def look_again(self, execution: Execution) -> None:
        """Lets the conditions that an execution waits for be looked at, whether or not a variable changed."""
        for row in self._store.find("trigger_subscription", execution_key=execution.key, kind="condition"):
            self._fresh.setdefault(execution.instance, set()).add(row["key"])

    def open_messages(self, **where: Any) -> list[Row]:
        """The subscriptions that still wait for a message: created, or brought along by a migration."""
        found: list[Row] = []
        for state in OPEN:
            found += self._store.find("message_subscription", **where, message_subscription_state=state)
        return found

    # Taking effect

    def trigger(self, execution: Execution, element: str, variables: Mapping[str, Any] | None = None) -> None:
        """An event happens that an execution waits for: its own, a boundary event, or an event subprocess's start."""
        if not execution.hears:
            return
        life = self._life
        event = self._work.process(execution).elements[element]
        given = {"triggered": dict(variables or {})}
        if element == execution.element_id:
            life.merge(execution, event, given["triggered"])
            self._work.do("complete", execution)
        elif execution.type == "EVENT_BASED_GATEWAY":
            self._leave_gateway(execution, event, given)
        elif event.attached_to is not None:
            self._boundary(execution, event, given)
        else:
            self.start_event_subprocess(execution, event, given)

    def _leave_gateway(self, execution: Execution, event: FlowNode, given: dict[str, Any]) -> None:
        node, scope = self._work.node(execution), self._work.parent(execution)
        flow = next(one for one in node.outgoing if one.target is event)
        execution.data["flows"] = []
        self._life.records.flow_taken(scope, flow.id)
        self._life.activate(event, scope, **given)
        self._work.do("complete", execution)

    def _boundary(self, execution: Execution, event: FlowNode, given: dict[str, Any]) -> None:
        if event.interrupting:
            then = {"kind": "event", "element": event.id, "data": given}
            self._work.do("terminate", execution, then=then)
        else:
            self._life.activate(event, self._work.parent(execution), **given)

    def start_event_subprocess(self, scope: Execution, start: FlowNode, given: dict[str, Any]) -> None:
        """Lets an event subprocess begin: an interrupting one ends all else in the scope, and no other
        one begins there any more."""
        owner = start.container.owner
        assert owner is not None, "a start event that interrupts stands in an event subprocess"
        data: dict[str, Any] = {"start_at": [[start.id, given]]}
        if start.interrupting:
            self._unwatch(scope)
            self._life.interrupt(scope, {"kind": "event", "element": owner.id, "data": data})
        else:
            self._life.activate(owner, scope, **data)

    # Conditions

    def _look_at_conditions(self) -> None:
        """Lets the conditions take effect that are true: those just opened, and those whose variables changed."""
        variables = self._life.variables
        fresh, self._fresh = self._fresh, {}
        changed, variables.changed = variables.changed, {}
        for instance in changed.keys() | fresh.keys():
            row = self._store.get("process_instance", instance)
            if row is None or not self._has_conditions(row["process_definition_key"]):
                continue
            for execution in self._work.of_instance(instance):
                self._look_at(execution, changed.get(instance, []), fresh.get(instance, set()))

    def _has_conditions(self, definition: int) -> bool:
        process = self._work.definitions.process(definition)
        return any(isinstance(node.event, ConditionalEvent) for node in process.elements.values())

    def _look_at(self, execution: Execution, changed: list[Change], fresh: set[int]) -> None:
        variables = self._life.variables
        seen = {scope.key for scope in variables.scopes(execution)}
        visible = [change for change in changed if change[0] in seen]
        for row in self._store.find("trigger_subscription", execution_key=execution.key, kind="condition"):
            event = self._work.process(execution).elements[row["element_id"]].event
            assert isinstance(event, ConditionalEvent)
            if row["key"] not in fresh and not any(_concerns(event, change) for change in visible):
                continue
            if variables.evaluate(execution, event.condition).value is True:
                self._work.do("trigger", execution, element=row["element_id"])


def _concerns(event: ConditionalEvent, change: Change) -> bool:
    """Whether the filters of a condition let a change through."""
    _, name, how = change
    return name in (event.variable_names or (name,)) and how in (event.variable_events or (how,))


def message_subscription(definition: Row, event: FlowNode, name: str, at: int) -> Row:
    """A subscription for a message as searches show it; `definition` is the row of the process or of an instance."""
    return {
        "process_definition_id": definition["process_definition_id"],
        "process_definition_key": definition.get("process_definition_key", definition["key"]),
        "process_instance_key": None,
        "root_process_instance_key": None,
        "element_id": event.id,
        "element_instance_key": None,
        "message_subscription_state": "CREATED",
        "last_updated_date": at,
        "message_name": name,
        "correlation_key": None,
        "message_subscription_type": "START_EVENT",
        "tool_properties": "{}",
        "process_definition_name": definition.get("process_definition_name", definition.get("name")),
        "process_definition_version": definition.get("process_definition_version", definition.get("version")),
        "tool_name": None,
        "inbound_connector_type": None,
        "tenant_id": definition["tenant_id"],
        "interrupting": 1,
    }


def first_due(timer: TimerEvent, element: str, value: Any, at: int) -> tuple[int, int, str]:
    """When a timer is due first (milliseconds since 1970), how often it fires after that, and how far apart.

    Raises an incident for a value that is no timer.
    """
    if timer.kind == "cycle":
        found = due.cycle(value) if isinstance(value, str) else None
        if found is not None:
            start = found.start if found.start is not None and found.start > at else None
            moment = due.next_ms(at, found.interval) if start is None else start
            left = ENDLESS if found.repetitions < 0 else found.repetitions - 1
            if moment is not None and left >= 0:
                return moment, left, found.interval
    else:
        moment = due.moment_ms(value) if timer.kind == "date" else due.after_ms(at, value)
        if moment is not None:
            return moment, 0, ""
    raise Incident("EXTRACT_VALUE_ERROR", f"'{timer.value.text}' gives no {timer.kind} for the timer '{element}'.")


def later(row: Row, at: int) -> Row | None:
    """The subscription of a timer that has just fired, as it goes on; None when it is over."""
    data = json.loads(row["data"])
    if data["left"] < 1:
        return None
    data["left"] -= 1
    moment = due.next_ms(at, data["interval"])
    return None if moment is None else row | {"due": moment, "data": wire.compact(data)}
