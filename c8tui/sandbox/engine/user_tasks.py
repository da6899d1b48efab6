"""The life of a user task: created, assigned, updated, completed or cancelled, each after its task listeners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.bpmn.model import FlowNode, UserTaskDefinition, Value
from c8tui.sandbox.engine import due
from c8tui.sandbox.engine.activities import listeners
from c8tui.sandbox.engine.lifecycle import Lifecycle
from c8tui.sandbox.engine.records import DEFAULT_PRIORITY
from c8tui.sandbox.engine.work import Execution, Incident
from c8tui.sandbox.query import serialized
from c8tui.sandbox.store import Row

STATES = {
    "creating": "CREATING",
    "assigning": "ASSIGNING",
    "updating": "UPDATING",
    "completing": "COMPLETING",
    "canceling": "CANCELING",
}
"""The state that a task shows while the listeners of an event are at work."""


class UserTasks:
    """The starter of user tasks, and their transitions.

    A transition is kept in the data of the execution: its event, what it changes in the row, its variables, and which
    listener is at work. It takes effect behind the last listener; a denial drops it.
    """

    def __init__(self, life: Lifecycle) -> None:
        self._life = life
        self._work = life.work
        self._store = life.work.store
        self.answered: Callable[[int, str | None], None] = lambda *_: None
        """Told the key of a task whose transition has taken effect, or why a listener denied it."""
        life.starters["USER_TASK"] = self.start
        life.work.handlers |= {"task_listener": self.listener, "task_effect": self.effect}

    def start(self, execution: Execution, node: FlowNode) -> None:
        """Creates the task; its assignee is set once the listeners of its creation are done."""
        assert node.user_task is not None, f"'{node.id}' is a Camunda user task"
        values, assignee = self._values(execution, node, node.user_task)
        self._life.active(execution, node)
        row = self._life.records.user_task(execution, node.name or node.id, values)
        execution.data["task"] = row["key"]
        self.begin(execution, "creating", {"assignee_wanted": assignee} if assignee else {}, {})

    def _values(self, execution: Execution, node: FlowNode, task: UserTaskDefinition) -> tuple[Row, str]:
        variables = self._life.variables

        def of(name: str) -> str:
            return f"the {name} of '{node.id}'"

        def texts(value: Value | None, name: str) -> str:
            return serialized([] if value is None else variables.texts(execution, value, of(name)))

        assignee = self._text(execution, task.assignee, of("assignee"))
        priority = DEFAULT_PRIORITY
        if task.priority is not None:
            priority = variables.whole(execution, task.priority, of("priority"))
            if not 0 <= priority <= 100:
                message = f"The value of {of('priority')} must be from 0 to 100, but it is {priority}."
                raise Incident("EXTRACT_VALUE_ERROR", message)
        values = {
            "candidate_groups": texts(task.candidate_groups, "candidate groups"),
            "candidate_users": texts(task.candidate_users, "candidate users"),
            "due_date": self._date(execution, task.due_date, of("due date")),
            "follow_up_date": self._date(execution, task.follow_up_date, of("follow-up date")),
            "external_form_reference": self._text(execution, task.external_form_reference, of("form reference"))
            or None,
            "custom_headers": wire.compact(dict(task.headers)),
            "priority": priority,
            "form_key": self._form(execution, task, of("form id")),
        }
        return values, assignee

    def _text(self, execution: Execution, value: Value | None, what: str) -> str:
        """A text; null counts as none."""
        if value is None:
            return ""
        if value.expression is not None and self._life.variables.evaluate(execution, value).value is None:
            return ""
        return self._life.variables.text(execution, value, what)

    def _date(self, execution: Execution, value: Value | None, what: str) -> int | None:
        if value is None:
            return None
        found = self._life.variables.evaluate(execution, value).value
        if found is None or found == "":
            return None
        moment = due.moment_ms(found)
        if moment is None:
            raise Incident("EXTRACT_VALUE_ERROR", f"The value of {what} must be a date and time: '{value.text}'.")
        return moment

    def _form(self, execution: Execution, task: UserTaskDefinition, what: str) -> int | None:
        if task.form is None:
            return None
        wanted = self._life.variables.text(execution, task.form.id, what)
        caller = self._store.get("process_definition", execution.definition)
        assert caller is not None, "what runs has a definition"
        form = self._work.definitions.linked("form", "form_id", wanted, task.form, caller)
        if form is None:
            raise Incident("FORM_NOT_FOUND", f"There is no form '{wanted}' for the tenant '{caller['tenant_id']}'.")
        return int(form["key"])

    # Transitions

    def task_of(self, execution: Execution) -> Row:
        """The row of the task of an execution."""
        row = self._store.get("user_task", execution.data["task"])
        assert row is not None, "the task of an execution is there"
        return row

    def begin(self, execution: Execution, event: str, changes: Row, variables: dict[str, Any]) -> None:
        """Begins a transition: `changes` are columns that it sets."""
        execution.data["transition"] = {"event": event, "changes": changes, "variables": variables}
        if listeners(self._work.node(execution), event) or event == "creating":
            self._show(execution, {"state": STATES[event]})
        self._work.do("task_listener", execution, index=0)

    def _show(self, execution: Execution, changes: Row) -> None:
        self._store.put("user_task", self.task_of(execution) | changes, self._work.at)

    def listener(self, execution: Execution, index: int) -> None:
        """Makes the job of the next listener of a transition; behind the last one the transition takes effect."""
        transition = execution.data.get("transition")
        if transition is None:
            return
        wanted = listeners(self._work.node(execution), transition["event"])
        if index >= len(wanted):
            self._work.do("task_effect", execution)
            return
        type_ = self._life.variables.text(execution, wanted[index].type, "the type of a task listener")
        retries = self._life.variables.whole(execution, wanted[index].retries, "the retries of a task listener")
        event = transition["event"].upper()
        self._life.records.job(execution, type_, retries, kind="TASK_LISTENER", event=event)
        transition["index"] = index
        execution.data["job"] = True
        self._life.ready()

    def listened(self, execution: Execution, corrections: Row) -> None:
        """A listener's job is done; what it corrected is part of the transition from now on."""
        transition = execution.data.get("transition")
        if transition is None:
            return
        if "assignee" in corrections and transition["event"] == "creating":
            transition["changes"]["assignee_wanted"] = corrections.pop("assignee")
        transition["changes"] |= corrections
        self._work.do("task_listener", execution, index=transition["index"] + 1)

    def denied(self, execution: Execution, reason: str) -> None:
        """A listener denied a transition: the task is what it was before."""
        if execution.data.pop("transition", None) is not None:
            self._show(execution, {"state": "CREATED"})
            self.answered(execution.data["task"], reason)

    def effect(self, execution: Execution) -> None:
        """A transition takes effect."""
        transition = execution.data.pop("transition")
        event, changes = transition["event"], dict(transition["changes"])
        assignee = changes.pop("assignee_wanted", None)
        if event == "completing":
            done = {"state": "COMPLETED", "completion_date": self._work.at}
            self._show(execution, changes | done)
            self._life.merge(execution, self._work.node(execution), transition["variables"])
            self._work.do("complete", execution)
        elif event == "canceling":
            self._show(execution, changes | {"state": "CANCELED", "completion_date": self._work.at})
            execution.data.pop("held", None)
            self._life.terminated(execution)
        else:
            self._show(execution, changes | {"state": "CREATED"})
            if event == "updating" and transition["variables"]:
                self._life.variables.set_local(execution, transition["variables"])
            if assignee:
                self.begin(execution, "assigning", {"assignee": assignee}, {})
                return
        self.answered(execution.data["task"], None)

    def cancel(self, execution: Execution) -> bool:
        """The task's element instance is being terminated; False when listeners must be waited for."""
        waits = bool(listeners(self._work.node(execution), "canceling"))
        if execution.data.pop("transition", None) is not None:
            self.answered(execution.data["task"], "the task was canceled meanwhile")
        if not waits:
            self._show(execution, {"state": "CANCELED", "completion_date": self._work.at})
            return True
        execution.data["held"] = True
        self.begin(execution, "canceling", {}, {})
        return False
