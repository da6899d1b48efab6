"""Messages and signals: published, buffered, correlated; broadcast; and the events that start processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from c8tui import feel
from c8tui.sandbox import wire
from c8tui.sandbox.bpmn.model import ConditionalEvent, FlowNode, MessageEvent, SignalEvent, TimerEvent, Value
from c8tui.sandbox.engine.lifecycle import Lifecycle
from c8tui.sandbox.engine.subscriptions import OPEN, Subscriptions, first_due, later, message_subscription
from c8tui.sandbox.engine.work import Execution, Incident
from c8tui.sandbox.store import Row

StartAt = Callable[[Row, FlowNode, Mapping[str, Any], str, str | None], Execution]
"""Starts a process definition at one of its start events, with variables, for a tenant."""


class Messages:
    """Correlates what comes from outside with who waits for it."""

    def __init__(self, life: Lifecycle, subscriptions: Subscriptions, start_at: StartAt) -> None:
        self._life = life
        self._work = life.work
        self._store = life.work.store
        self._subscriptions = subscriptions
        self._start_at = start_at
        life.work.handlers["buffered"] = self.buffered
        life.process_ended = self._process_ended

    # Messages

    def known(self, name: str, key: str, message_id: str, tenant: str) -> bool:
        """Whether a message with this id is still buffered."""
        rows = self._store.find("message", name=name, correlation_key=key)
        return any(
            row["message_id"] == message_id and row["tenant_id"] == tenant and row["deadline"] > self._work.at
            for row in rows
        )

    def publish(
        self,
        name: str,
        key: str,
        ttl: int,
        message_id: str | None,
        variables: Mapping[str, Any],
        tenant: str,
        business_id: str | None = None,
    ) -> Row:
        """A message reaches whoever waits for it, once per process, and is buffered for `ttl` milliseconds.

        One with a business id starts an instance that bears it, and reaches only who waits in an instance of that id.
        """
        message = {
            "key": self._store.new_key(),
            "name": name,
            "correlation_key": key,
            "message_id": message_id,
            "deadline": self._work.at + ttl,
            "variables": wire.compact(dict(variables)),
            "correlated_to": "[]",
            "business_id": business_id,
            "tenant_id": tenant,
        }
        self._correlate(message)
        if ttl > 0:
            self._store.put("message", message, self._work.at)
        return message

    def correlate(
        self, name: str, key: str, variables: Mapping[str, Any], tenant: str, business_id: str | None = None
    ) -> tuple[int, int] | None:
        """A message reaches whoever waits for it now: its key and that of the first instance; None without any."""
        message: Row = {
            "key": self._store.new_key(),
            "name": name,
            "correlation_key": key,
            "variables": wire.compact(dict(variables)),
            "correlated_to": "[]",
            "business_id": business_id,
            "tenant_id": tenant,
        }
        instances = self._correlate(message)
        return (message["key"], instances[0]) if instances else None

    def _correlate(self, message: Row) -> list[int]:
        """The process instances that a message reached, which it remembers by their process."""
        reached: list[int] = []
        open_ = self._subscriptions.open_messages(message_name=message["name"])
        for row in sorted(open_, key=lambda one: (one["process_instance_key"] is not None, one["key"])):
            if row["tenant_id"] != message["tenant_id"]:
                continue
            if row["process_instance_key"] is None:
                started = self._start(row, message)
                reached += [started] if started is not None else []
            elif row["correlation_key"] == message["correlation_key"] and self._deliver(row, message):
                reached.append(row["process_instance_key"])
        return reached

    def _may_reach(self, row: Row, message: Row) -> bool:
        return row["process_definition_id"] not in json.loads(message["correlated_to"])

    def _start(self, row: Row, message: Row) -> int | None:
        """Starts a process by a message, unless an instance that the same key started is still active."""
        key = message["correlation_key"]
        if not self._may_reach(row, message) or (key and self._is_active(row["process_definition_id"], message)):
            return None
        definition = self._store.get("process_definition", row["process_definition_key"])
        assert definition is not None, "a start subscription belongs to a definition"
        event = self._work.definitions.process(definition["key"]).elements[row["element_id"]]
        instance = self._start_at(
            definition, event, json.loads(message["variables"]), message["tenant_id"], message["business_id"]
        )
        if key:
            instance.data["started_by"] = [message["name"], key]
        self._remember(row | {"process_instance_key": instance.key, "element_instance_key": None}, message)
        return instance.key

    def _is_active(self, process_id: str, message: Row) -> bool:
        there = self._store.find(
            "correlated_message_subscription",
            process_definition_id=process_id,
            message_name=message["name"],
            correlation_key=message["correlation_key"],
            element_instance_key=None,
        )
        return any(self._work.find(row["process_instance_key"]) is not None for row in there)

    def _deliver(self, row: Row, message: Row) -> bool:
        """Lets a waiting element instance have a message; False when it cannot take it any more."""
        execution = self._work.find(row["element_instance_key"])
        if execution is None or not execution.hears or self._stands_still(execution):
            return False
        if not self._may_reach(row, message):
            return False
        wanted = message["business_id"]
        if wanted is not None and self._life.records.instance_of(execution)["business_id"] != wanted:
            return False
        self._remember(row, message)
        state = "CORRELATED" if row["interrupting"] else row["message_subscription_state"]
        updated = {"message_subscription_state": state, "last_updated_date": self._work.at}
        self._store.put("message_subscription", row | updated, self._work.at)
        variables = json.loads(message["variables"])
        self._work.do("trigger", execution, element=row["element_id"], variables=variables)
        return True

    def _stands_still(self, execution: Execution) -> bool:
        """Whether the process instance of an execution is suspended."""
        return bool(self._work.get(execution.instance).data.get("suspended"))

    def _remember(self, row: Row, message: Row) -> None:
        reached = [*json.loads(message["correlated_to"]), row["process_definition_id"]]
        message["correlated_to"] = wire.compact(reached)
        instance = self._store.get("process_instance", row["process_instance_key"]) or {}
        correlated = {
            "key": self._store.new_key(),
            "business_id": instance.get("business_id"),
            "correlation_key": message["correlation_key"] or None,
            "correlation_time": self._work.at,
            "element_id": row["element_id"],
            "element_instance_key": row["element_instance_key"],
            "message_key": message["key"],
            "message_name": message["name"],
            "partition_id": 1,
            "process_definition_id": row["process_definition_id"],
            "process_definition_key": row["process_definition_key"],
            "process_instance_key": row["process_instance_key"],
            "root_process_instance_key": instance.get("root_process_instance_key"),
            "subscription_key": row["key"],
            "tenant_id": row["tenant_id"],
        }
        self._store.put("correlated_message_subscription", correlated, self._work.at)

    def buffered(self, execution: Execution, subscription: int) -> None:
        """A subscription was opened: the oldest buffered message for it is correlated."""
        row = self._store.get("message_subscription", subscription)
        if row is None or row["message_subscription_state"] not in OPEN:
            return
        for message in self._buffer(row["message_name"], row["correlation_key"], row["tenant_id"]):
            if self._deliver(row, message):
                self._store.put("message", message, self._work.at)
                return

    def _buffer(self, name: str, key: str, tenant: str) -> list[Row]:
        rows = self._store.find("message", name=name, correlation_key=key, tenant_id=tenant)
        return [row for row in rows if row["deadline"] > self._work.at]

    def _process_ended(self, execution: Execution) -> None:
        """The next buffered message with the key of an instance that ended may start another one."""
        name, key = execution.data.get("started_by", (None, None))
        if name is None:
            return
        open_ = self._store.find(
            "message_subscription",
            message_name=name,
            message_subscription_state="CREATED",
            process_definition_key=execution.definition,
            process_instance_key=None,
        )
        for row in open_:
            for message in self._buffer(name, key, row["tenant_id"]):
                if self._start(row, message) is not None:
                    self._store.put("message", message, self._work.at)
                    return

    # Signals

    def broadcast(self, name: str, variables: Mapping[str, Any], tenant: str) -> None:
        """A signal reaches all who wait for it."""
        for row in self._store.find("trigger_subscription", kind="signal", name=name, tenant_id=tenant):
            self._fire(row, variables)

    def _fire(self, row: Row, variables: Mapping[str, Any]) -> None:
        """Lets a subscription take effect: of an execution, or of a process that it starts."""
        if row["execution_key"] is not None:
            execution = self._work.find(row["execution_key"])
            if execution is not None:
                self._work.do("trigger", execution, element=row["element_id"], variables=dict(variables))
            return
        definition = self._store.get("process_definition", row["definition_key"])
        assert definition is not None, "a start subscription belongs to a definition"
        event = self._work.definitions.process(definition["key"]).elements[row["element_id"]]
        self._start_at(definition, event, variables, row["tenant_id"], None)

    # Conditions

    def start_where_true(self, variables: Mapping[str, Any], tenant: str, definition: int | None) -> list[Execution]:
        """Starts what a conditional start event, of one definition or of all, lets start with these variables."""
        started: list[Execution] = []
        context = feel.to_feel(dict(variables))
        for row in self._store.find("trigger_subscription", kind="start_condition", tenant_id=tenant):
            if definition is not None and row["definition_key"] != definition:
                continue
            event = self._work.definitions.process(row["definition_key"]).elements[row["element_id"]]
            assert isinstance(event.event, ConditionalEvent), "the subscription is that of a condition"
            expression = event.event.condition.expression
            if expression is None or expression.evaluate(context).value is not True:
                continue
            found = self._store.get("process_definition", row["definition_key"])
            assert found is not None, "a start subscription belongs to a definition"
            started.append(self._start_at(found, event, variables, tenant, None))
        return started

    # Time

    def time_passes(self, now: int) -> None:
        """Fires the timers that are due, and forgets messages whose time to live is over."""
        if now < self._subscriptions.next_due:
            return
        due = self._store.find("trigger_subscription", kind="timer", at_most=("due", now))
        for row in sorted(due, key=lambda one: (one["due"], one["key"])):
            with self._work.transaction(now):
                there = self._store.get("trigger_subscription", row["key"])
                if there is not None:
                    self._fire_timer(there)
        with self._work.transaction(now):
            for row in self._store.find("message", at_most=("deadline", now)):
                self._store.remove("message", row["key"], now)
        self._subscriptions.next_due = self._store.lowest("trigger_subscription", "due", kind="timer")

    def _fire_timer(self, row: Row) -> None:
        again = later(row, self._work.at)
        if again is None:
            self._store.remove("trigger_subscription", row["key"], self._work.at)
        else:
            self._store.put("trigger_subscription", again, self._work.at)
        self._fire(row, {})

    # Start events

    def open_starts(self, definition: Row) -> None:
        """Opens what the start events of a deployed process wait for.

        Their expressions see no variables. Raises an incident for one that gives no name or no timer.
        """
        process = self._work.definitions.process(definition["key"])
        for event in process.body.event_starts:
            match event.event:
                case MessageEvent(name=name):
                    row = message_subscription(definition, event, _start_name(event, name), self._work.at)
                    self._store.put("message_subscription", row | {"key": self._store.new_key()}, self._work.at)
                case TimerEvent() as timer:
                    value = _without_variables(timer.value)
                    moment, left, interval = first_due(timer, event.id, value, self._work.at)
                    self._subscriptions.next_due = min(self._subscriptions.next_due, moment)
                    self._waits(definition, event, "timer", None, moment, {"left": left, "interval": interval})
                case SignalEvent(name=name):
                    self._waits(definition, event, "signal", _start_name(event, name), None, {})
                case ConditionalEvent():
                    self._waits(definition, event, "start_condition", None, None, {})

    def _waits(
        self, definition: Row, event: FlowNode, kind: str, name: str | None, moment: int | None, data: dict[str, Any]
    ) -> None:
        row = {
            "key": self._store.new_key(),
            "kind": kind,
            "execution_key": None,
            "definition_key": definition["key"],
            "element_id": event.id,
            "name": name,
            "due": moment,
            "data": wire.compact(data),
            "tenant_id": definition["tenant_id"],
        }
        self._store.put("trigger_subscription", row, self._work.at)

    def close_starts(self, definition: Row) -> None:
        """Closes them: there is a later version, or the definition is deleted."""
        for row in self._store.find("trigger_subscription", definition_key=definition["key"], execution_key=None):
            self._store.remove("trigger_subscription", row["key"], self._work.at)
        for row in self._store.find(
            "message_subscription", process_definition_key=definition["key"], process_instance_key=None
        ):
            if row["message_subscription_state"] == "CREATED":
                closed = {"message_subscription_state": "DELETED", "last_updated_date": self._work.at}
                self._store.put("message_subscription", row | closed, self._work.at)


def _without_variables(value: Value) -> Any:
    return value.text if value.expression is None else value.expression.evaluate({}).value


def _start_name(event: FlowNode, value: Value) -> str:
    """The name of the message or signal that a start event waits for."""
    name = _without_variables(value)
    if not isinstance(name, str) or not name:
        raise Incident(
            "EXTRACT_VALUE_ERROR", f"'{value.text}' gives no name of a message or signal for the start '{event.id}'."
        )
    return name
