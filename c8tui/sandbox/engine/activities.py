"""Activities: tasks done by jobs, by FEEL or by decisions, subprocesses and called processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from c8tui.sandbox.bpmn.model import FlowNode, Listener
from c8tui.sandbox.engine.lifecycle import Lifecycle
from c8tui.sandbox.engine.records import DEFAULT_PRIORITY
from c8tui.sandbox.engine.subscriptions import Subscriptions
from c8tui.sandbox.engine.work import Execution, Incident
from c8tui.sandbox.store import Row

DEEPEST_CALL = 200
"""How deep processes may call each other; deeper it is taken for a process that calls itself for ever."""
Decide = Callable[[Row, dict[str, Any], Row, Execution], tuple[Any, str]]
"""Evaluates a decision definition with variables for an instance: the output as JSON, and why it failed or nothing."""
StartCalled = Callable[[Row, Execution, dict[str, Any]], None]
"""Starts a process definition for a call activity, with variables."""


class Activities:
    """The starters of activities."""

    def __init__(
        self, life: Lifecycle, subscriptions: Subscriptions, decide: Decide, start_called: StartCalled
    ) -> None:
        self._life = life
        self._subscriptions = subscriptions
        self._decide = decide
        self._start_called = start_called
        life.starters |= {
            "TASK": self.nothing,
            "MANUAL_TASK": self.nothing,
            "SERVICE_TASK": self.by_job,
            "SEND_TASK": self.by_job,
            "SCRIPT_TASK": self.script,
            "BUSINESS_RULE_TASK": self.decision,
            "RECEIVE_TASK": self.receive,
            "SUB_PROCESS": self.subprocess,
            "EVENT_SUB_PROCESS": self.subprocess,
            "CALL_ACTIVITY": self.call,
        }

    def nothing(self, execution: Execution, node: FlowNode) -> None:
        """A task that the engine has nothing to do for."""
        self._life.active(execution, node)
        self._life.work.do("complete", execution)

    def by_job(self, execution: Execution, node: FlowNode) -> None:
        """A task that a worker does."""
        variables, job = self._life.variables, node.job
        assert job is not None, f"'{node.id}' has a job definition"
        type_ = variables.text(execution, job.type, f"the job type of '{node.id}'")
        retries = variables.whole(execution, job.retries, f"the job retries of '{node.id}'")
        priority = DEFAULT_PRIORITY
        if job.priority is not None:
            priority = variables.whole(execution, job.priority, f"the priority of '{node.id}'")
        self._life.active(execution, node)
        self._life.records.job(execution, type_, retries, headers=job.headers, priority=priority)
        execution.data["job"] = True
        self._life.ready()

    def script(self, execution: Execution, node: FlowNode) -> None:
        """A FEEL expression, or a job."""
        if node.script is None:
            self.by_job(execution, node)
            return
        value = self._life.variables.json(execution, node.script.expression)
        self._life.active(execution, node)
        self._life.merge(execution, node, {node.script.result_variable: value})
        self._life.work.do("complete", execution)

    def decision(self, execution: Execution, node: FlowNode) -> None:
        """A decision evaluated by the engine, or a job."""
        if node.decision is None:
            self.by_job(execution, node)
            return
        life, link = self._life, node.decision.decision
        wanted = life.variables.text(execution, link.id, f"the decision id of '{node.id}'")
        instance = life.records.instance_of(execution)
        caller = self._definition(execution)
        definition = life.work.definitions.linked("decision_definition", "decision_definition_id", wanted, link, caller)
        if definition is None:
            message = f"There is no decision '{wanted}' for the tenant '{caller['tenant_id']}'."
            raise Incident("CALLED_DECISION_ERROR", message)
        output, failure = self._decide(definition, life.variables.visible(execution), instance, execution)
        if failure:
            raise Incident("DECISION_EVALUATION_ERROR", f"The decision '{wanted}' failed: {failure}")
        life.active(execution, node)
        life.merge(execution, node, {node.decision.result_variable: output})
        life.work.do("complete", execution)

    def _definition(self, execution: Execution) -> Row:
        """The process definition that an execution runs; what it names is looked for in its tenant."""
        row = self._life.work.store.get("process_definition", execution.definition)
        assert row is not None, "what runs has a definition"
        return row

    def receive(self, execution: Execution, node: FlowNode) -> None:
        """Waits for a message."""
        self._subscriptions.open(execution, [node])
        self._life.active(execution, node)

    def subprocess(self, execution: Execution, node: FlowNode) -> None:
        """Lets begin what is inside."""
        assert node.children is not None, f"'{node.id}' has something inside"
        self._life.active(execution, node)
        self._life.start_scope(execution, node.children)

    def call(self, execution: Execution, node: FlowNode) -> None:
        """Starts another process and waits for its end."""
        life, called = self._life, node.called
        assert called is not None, f"'{node.id}' calls a process"
        wanted = life.variables.text(execution, called.process.id, f"the process id of '{node.id}'")
        caller = self._definition(execution)
        link = called.process
        definition = life.work.definitions.linked("process_definition", "process_definition_id", wanted, link, caller)
        if definition is None:
            message = f"There is no process '{wanted}' for the tenant '{caller['tenant_id']}'."
            raise Incident("CALLED_ELEMENT_ERROR", message)
        if life.work.definitions.process(definition["key"]).body.start is None:
            raise Incident("CALLED_ELEMENT_ERROR", f"The process '{wanted}' has no none start event.")
        if self._depth(execution) >= DEEPEST_CALL:
            raise Incident("CALLED_ELEMENT_ERROR", f"Processes call each other {DEEPEST_CALL} levels deep.")
        everything = called.propagate_all_parent_variables
        variables = life.variables.visible(execution) if everything else life.variables.local(execution.key)
        life.active(execution, node)
        self._start_called(definition, execution, variables)

    def _depth(self, execution: Execution) -> int:
        depth, work = 0, self._life.work
        at: Execution | None = work.get(execution.instance)
        while at is not None and at.parent is not None:
            depth += 1
            at = work.get(work.parent(at).instance)
        return depth


def listeners(node: FlowNode, event: str) -> tuple[Listener, ...]:
    """The task listeners of a user task for an event."""
    return tuple(one for one in node.user_task.listeners if one.event == event) if node.user_task else ()
