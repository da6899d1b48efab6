"""The commands on user tasks: complete, assign, unassign, update."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from c8tui.sandbox.activation import wait
from c8tui.sandbox.audit import record_task
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.problems import Problem, invalid, rejected
from c8tui.sandbox.query import serialized
from c8tui.sandbox.store import Row
from c8tui.sandbox.transitions import Listeners, carry_out, open_task
from c8tui.sandbox.values import date
from c8tui.sandbox.world import World

_DATES = {"dueDate": "due_date", "followUpDate": "follow_up_date"}
_LISTS = {"candidateGroups": "candidate_groups", "candidateUsers": "candidate_users"}
_PATIENCE_S = 10.0
"""How long a command waits for the task listeners of its transition."""
_LOOK_AGAIN_S = 0.1


class TaskCommands:
    """The handlers of commands on user tasks."""

    def __init__(self, world: World, listeners: Listeners) -> None:
        self._world = world
        self._listeners = listeners
        self._waiting: dict[int, tuple[asyncio.Event, list[str | None]]] = {}
        """Commands that wait for task listeners, by task; the list gets what came of the transition."""
        world.engine.tasks.answered = self._answered

    def _answered(self, task: int, denial: str | None) -> None:
        if task in self._waiting:
            event, answer = self._waiting[task]
            answer.append(denial)
            event.set()

    async def complete(self, call: Call) -> None:
        """`POST /user-tasks/{userTaskKey}/completion`: the variables go into the instance, which moves on."""
        body = call.body.only("variables", "action")
        variables = body.inner("variables").data
        body.text("action")
        await self._run(call, "COMPLETE", "completing", open_task(call, "COMPLETE"), {}, "COMPLETE", dict(variables))

    async def assign(self, call: Call) -> None:
        """`POST /user-tasks/{userTaskKey}/assignment`; with `allowOverride` false it takes nobody's task away."""
        body = call.body.only("assignee", "allowOverride", "action")
        assignee = body.text("assignee")
        if assignee is None or not assignee.strip():
            raise invalid("The property 'assignee' must name somebody.")
        override = body.flag("allowOverride", True)
        body.text("action")
        intent = "ASSIGN" if override else "CLAIM"
        task = open_task(call, intent)
        holder = task["assignee"]
        if not override and holder not in (None, assignee):
            with self._world.engine.transaction(self._world.now()):
                record_task(self._world.engine, task, "ASSIGN", call.principal, "FAIL")
            raise rejected(intent, "INVALID_STATE", f"user task '{task['key']}' is already assigned to '{holder}'")
        await self._run(call, intent, "assigning", task, {"assignee": assignee}, "ASSIGN")

    async def unassign(self, call: Call) -> None:
        """`DELETE /user-tasks/{userTaskKey}/assignee`, also when nobody has it."""
        task = open_task(call, "ASSIGN")
        await self._run(call, "ASSIGN", "assigning", task, {"assignee": None}, "UNASSIGN")

    async def update(self, call: Call) -> None:
        """`PATCH /user-tasks/{userTaskKey}`: dates, candidates and priority; an empty date or list clears."""
        body = call.body.only("changeset", "action")
        changes = task_changes(body.inner("changeset"))
        if not changes and body.text("action") is None:
            raise invalid(
                "The property 'changeset' must set one of dueDate, followUpDate, candidateUsers, candidateGroups, "
                "priority, or an 'action' must be given."
            )
        task = open_task(call, "UPDATE")
        await self._run(call, "UPDATE", "updating", task, changes, "UPDATE")

    async def _run(
        self,
        call: Call,
        intent: str,
        event: str,
        task: Row,
        changes: Row,
        operation: str,
        variables: dict[str, Any] | None = None,
    ) -> None:
        """Takes a task through a transition, and waits for its listeners; 409 when one denies it, 504 without any."""
        engine, key = self._world.engine, task["key"]

        def effect(at: int) -> None:
            with engine.transaction(at):
                there = self._world.store.get("user_task", key)
                execution = engine.work.find(task["element_instance_key"])
                if execution is None or there is None:
                    return
                self._world.store.put("user_task", there | {"state": "CREATED"}, at)
                engine.tasks.begin(execution, event, changes, variables or {})
                record_task(engine, task, operation, call.principal)

        signal, answer = asyncio.Event(), list[str | None]()
        self._waiting[key] = (signal, answer)
        try:
            await carry_out(call, self._listeners, intent, event.upper(), task, effect)
            deadline = monotonic() + _PATIENCE_S
            while not answer:
                left = deadline - monotonic()
                if left <= 0:
                    text = f"Command '{intent}' got no answer in time: a task listener has no worker."
                    raise Problem("DEADLINE_EXCEEDED", text)
                await wait(signal, min(left, _LOOK_AGAIN_S))
                self._world.turn()
        finally:
            self._waiting.pop(key, None)
        if answer[0] is not None:
            raise rejected(intent, "INVALID_STATE", f"a task listener denied it: {answer[0]}")

    def endpoints(self) -> tuple[Endpoint, ...]:
        """What these handlers serve."""
        return (
            Endpoint("command", "POST", "/user-tasks/{userTaskKey}/completion", self.complete),
            Endpoint("command", "POST", "/user-tasks/{userTaskKey}/assignment", self.assign),
            Endpoint("command", "DELETE", "/user-tasks/{userTaskKey}/assignee", self.unassign),
            Endpoint("command", "PATCH", "/user-tasks/{userTaskKey}", self.update),
        )


def task_changes(changeset: Body) -> Row:
    """The columns that a changeset sets; attributes that cannot be changed are passed over."""
    changes: Row = {}
    for name, column in _DATES.items():
        text = changeset.text(name)
        if text is not None:
            changes[column] = date(text, f"changeset.{name}") if text else None
    for name, column in _LISTS.items():
        members = changeset.texts(name)
        if members is not None:
            changes[column] = serialized(members)
    if changeset.has("priority"):
        changes["priority"] = changeset.whole("priority", 50, 0, 100)
    return changes
