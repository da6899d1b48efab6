"""The commands on user tasks: complete, assign, unassign, update."""

from __future__ import annotations

from c8tui.sandbox.audit import record
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.query import serialized
from c8tui.sandbox.store import Row
from c8tui.sandbox.transitions import Effect, Listeners, carry_out, open_task
from c8tui.sandbox.values import date

_DATES = {"dueDate": "due_date", "followUpDate": "follow_up_date"}
_LISTS = {"candidateGroups": "candidate_groups", "candidateUsers": "candidate_users"}


class TaskCommands:
    """The handlers of commands on user tasks, over one flow."""

    def __init__(self, flow: Flow, listeners: Listeners) -> None:
        self._flow = flow
        self._listeners = listeners

    async def complete(self, call: Call) -> None:
        """`POST /user-tasks/{userTaskKey}/completion`: the variables go into the instance, which moves on."""
        body = call.body.only("variables", "action")
        variables = body.inner("variables").data
        body.text("action")
        task = open_task(call, "COMPLETE")

        def effect(at: int) -> None:
            call.world.put("user_task", task | {"state": "COMPLETED", "completion_date": at})
            self._flow.leave(task["process_instance_key"], task["element_id"], variables, at)

        await self._run(call, "COMPLETE", "COMPLETING", task, effect)

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
            record(call.world.store, self._flow, task, "ASSIGN", call.principal, call.world.now(), "FAIL")
            raise rejected(intent, "INVALID_STATE", f"user task '{task['key']}' is already assigned to '{holder}'")
        await self._change(call, intent, "ASSIGNING", "ASSIGN", task, {"assignee": assignee})

    async def unassign(self, call: Call) -> None:
        """`DELETE /user-tasks/{userTaskKey}/assignee`, also when nobody has it."""
        task = open_task(call, "ASSIGN")
        await self._change(call, "ASSIGN", "ASSIGNING", "UNASSIGN", task, {"assignee": None})

    async def update(self, call: Call) -> None:
        """`PATCH /user-tasks/{userTaskKey}`: dates, candidates and priority; an empty date or list clears."""
        body = call.body.only("changeset", "action")
        changes = _changes(body.inner("changeset"))
        if not changes and body.text("action") is None:
            raise invalid(
                "The property 'changeset' must set one of dueDate, followUpDate, candidateUsers, candidateGroups, "
                "priority, or an 'action' must be given."
            )
        task = open_task(call, "UPDATE")
        await self._change(call, "UPDATE", "UPDATING", "UPDATE", task, changes)

    async def _change(self, call: Call, intent: str, passing: str, operation: str, task: Row, changes: Row) -> None:
        def effect(at: int) -> None:
            call.world.put("user_task", task | changes)

        await self._run(call, intent, passing, task, effect, operation)

    async def _run(
        self, call: Call, intent: str, passing: str, task: Row, effect: Effect, operation: str = "COMPLETE"
    ) -> None:
        def noted(at: int) -> None:
            with call.world.store.whole():
                effect(at)
                record(call.world.store, self._flow, task, operation, call.principal, at)

        await carry_out(call, self._listeners, intent, passing, task, noted)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """What these handlers serve."""
        return (
            Endpoint("command", "POST", "/user-tasks/{userTaskKey}/completion", self.complete),
            Endpoint("command", "POST", "/user-tasks/{userTaskKey}/assignment", self.assign),
            Endpoint("command", "DELETE", "/user-tasks/{userTaskKey}/assignee", self.unassign),
            Endpoint("command", "PATCH", "/user-tasks/{userTaskKey}", self.update),
        )


def _changes(changeset: Body) -> Row:
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
