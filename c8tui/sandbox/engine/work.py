"""The unit of work of the engine: executions by key and a queue of steps, within one transaction.

A command puts steps on the queue and drains it, so that deep models and long loops need no deep stack; what a step
reads and writes is in the store when the command is acknowledged, or not at all.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.bpmn.model import FlowNode, Process
from c8tui.sandbox.engine.definitions import Definitions
from c8tui.sandbox.store import Row, Store

MOST_STEPS = 60_000
"""Steps of one transaction; what is left, as of an endless loop, goes on in the next one."""
MOST_RESUMED = 6_000
"""Steps of a transaction that goes on with what was left: few, as every request waits for one of these."""
INNER_SUFFIX = "#innerInstance"
"""Behind the id of an ad-hoc subprocess: the id of what an element activated in it runs in."""
_BACKLOG = "backlog"


class Incident(Exception):
    """A step cannot go on; the element instance waits until the incident is resolved, then tries again."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message


@dataclass(eq=False, slots=True)
class Execution:
    """What is active: a process instance (`element_id` is the id of the process) or an element instance.

    `phase` is one of `activating`, `starting` (start listeners are at work), `active`, `completing` (end listeners are
    at work) and `terminating`. `children` counts what is active directly inside. `data` is what its kind remembers.
    """

    key: int
    instance: int
    """The key of its process instance."""
    parent: int | None
    """The scope that it is in; of a called process the call activity."""
    definition: int
    """The key of its process definition."""
    element_id: str
    type: str
    phase: str = "activating"
    children: int = 0
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def is_process(self) -> bool:
        """Whether it is a process instance."""
        return self.type == "PROCESS"

    @property
    def hears(self) -> bool:
        """Whether an event can still have an effect on it: it is active, and nothing interrupts it."""
        return self.phase == "active" and "then" not in self.data


Step = tuple[str, int, dict[str, Any]]
"""A step by its name, the key of its execution, and its arguments (JSON values)."""
Handler = Callable[..., None]


class Work:
    """One sandbox's unit of work; `at` is the time of the transaction in milliseconds since 1970."""

    def __init__(self, store: Store, definitions: Definitions) -> None:
        self.store = store
        self.definitions = definitions
        self.at = 0
        self.handlers: dict[str, Handler] = {}
        """What carries out each step; the engine registers them."""
        self.on_incident: Callable[[Execution, str, dict[str, Any], Incident], None] = lambda *_: None
        self.before_commit: list[Callable[[], None]] = []
        """Called once the queue is empty; what they put on it is carried out as well."""
        self.at_end: list[Callable[[], None]] = []
        """Called when a transaction is over, however it ended."""
        self._queue: deque[Step] = deque()
        self._executions: dict[int, Execution | None] = {}
        self._stored: dict[int, Row] = {}
        """The executions as the store has them, so that only what has changed is written."""
        self._depth = 0

    @contextmanager
    def transaction(self, at: int) -> Iterator[None]:
        """Carries out all that is put on the queue inside, and writes it; an exception undoes all of it."""
        if self._depth:
            yield
            return
        self._depth, self.at = 1, at
        try:
            with self.store.whole():
                yield
                self.drain(MOST_STEPS)
                self._save()
        finally:
            self._depth = 0
            self._queue.clear()
            self._executions.clear()
            self._stored.clear()
            for forget in self.at_end:
                forget()

    def do(self, step: str, execution: Execution, **arguments: Any) -> None:
        """Puts a step on the queue. It is left out when the execution has ended by then."""
        self._queue.append((step, execution.key, arguments))

    def drain(self, most: int) -> None:
        """Carries out the steps of the queue, at most so many; the rest is left to a later transaction."""
        while self._queue or self._finish():
            if most == 0:
                self._leave()
                return
            most -= 1
            step, key, arguments = self._queue.popleft()
            self._carry_out(step, key, arguments)

    def _leave(self) -> None:
        """Puts what is on the queue behind what was left before."""
        self._finish()
        before = json.loads(self.store.noted(_BACKLOG) or "[]")
        self.store.note(_BACKLOG, json.dumps([*before, *self._queue]))
        self._queue.clear()

    def _finish(self) -> bool:
        for last in self.before_commit:
            last()
        return bool(self._queue)

    def _carry_out(self, step: str, key: int, arguments: dict[str, Any]) -> None:
        execution = self.find(key)
        if execution is None:
            return
        try:
            self.handlers[step](execution, **arguments)
        except Incident as incident:
            self.on_incident(execution, step, arguments, incident)

    def resume(self, at: int) -> None:
        """Goes on with what an earlier transaction left, if anything."""
        backlog = self.store.noted(_BACKLOG)
        if backlog is not None:
            with self.transaction(at):
                self.store.note(_BACKLOG, None)
                self._queue.extend((step, key, arguments) for step, key, arguments in json.loads(backlog))
                self.drain(MOST_RESUMED)

    # Executions

    def find(self, key: int) -> Execution | None:
        """The execution with a key; None when it has ended."""
        if key not in self._executions:
            row = self.store.get("execution", key)
            if row is not None:
                self._stored[key] = row
            self._executions[key] = None if row is None else _execution(row)
        return self._executions[key]

    def get(self, key: int) -> Execution:
        """The execution with a key that is active."""
        found = self.find(key)
        if found is None:
            raise LookupError(f"no execution has the key {key}")
        return found

    def add(self, execution: Execution) -> Execution:
        """A new execution."""
        self._executions[execution.key] = execution
        return execution

    def remove(self, execution: Execution) -> None:
        """An execution that has ended."""
        self._executions[execution.key] = None
        if self._stored.pop(execution.key, None) is not None:
            self.store.remove("execution", execution.key, self.at)

    def touched(self) -> list[Execution]:
        """What is active and was looked at in this transaction."""
        return [execution for execution in self._executions.values() if execution is not None]

    def parent(self, execution: Execution) -> Execution:
        """The scope that an execution is in."""
        assert execution.parent is not None, "a process instance that nobody called is in no scope"
        return self.get(execution.parent)

    def children(self, execution: Execution) -> list[Execution]:
        """What is active directly inside, oldest first."""
        self._save()
        rows = self.store.find("execution", parent_key=execution.key)
        return [self.get(row["key"]) for row in rows]

    def of_instance(self, instance: int) -> list[Execution]:
        """All that is active in a process instance, the instance itself included."""
        self._save()
        return [self.get(row["key"]) for row in self.store.find("execution", process_instance_key=instance)]

    def _save(self) -> None:
        for execution in self._executions.values():
            if execution is not None:
                row = _row(execution)
                if self._stored.get(execution.key) != row:
                    self._stored[execution.key] = row
                    self.store.put("execution", row, self.at)

    # Models

    def process(self, execution: Execution) -> Process:
        """The model of its process."""
        return self.definitions.process(execution.definition)

    def node(self, execution: Execution) -> FlowNode:
        """The flow node that it is an instance of, or an inner instance of."""
        return self.process(execution).elements[execution.element_id.removesuffix(INNER_SUFFIX)]


def _row(execution: Execution) -> Row:
    return {
        "key": execution.key,
        "process_instance_key": execution.instance,
        "parent_key": execution.parent,
        "definition_key": execution.definition,
        "element_id": execution.element_id,
        "type": execution.type,
        "phase": execution.phase,
        "children": execution.children,
        "data": wire.compact(execution.data) if execution.data else "{}",
    }


def _execution(row: Row) -> Execution:
    return Execution(
        key=row["key"],
        instance=row["process_instance_key"],
        parent=row["parent_key"],
        definition=row["definition_key"],
        element_id=row["element_id"],
        type=row["type"],
        phase=row["phase"],
        children=row["children"],
        data=json.loads(row["data"]),
    )
