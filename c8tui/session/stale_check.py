"""Looking at a task again before something is sent, and what a refusal of the cluster means, in words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from c8tui.dates.wire import in_zone
from c8tui.errors import C8Error, Conflict, NotFound, Problem, Refusal
from c8tui.model.audit_logs import AuditLog
from c8tui.model.base import moment
from c8tui.model.user_tasks import ACTIONABLE, UserTask
from c8tui.model.variables import Variable
from c8tui.session import rules
from c8tui.session.changes import Difference, differences, in_words, variable_differences

if TYPE_CHECKING:
    from c8tui.session.user_tasks import UserTasks

T = TypeVar("T")
CHANGED = "Changed since you looked"


class Changed(Refusal):
    """The task is not what it was when somebody looked at it; nothing was sent, and the same again goes on."""

    advice = "Send it again to go on all the same."

    def __init__(self, found: tuple[Difference, ...]) -> None:
        super().__init__(in_words(found), title=CHANGED)
        self.found = found


class NotRead(C8Error):
    """The task could not be read before something was to be sent about it."""

    advice = "Nothing has been sent."


@dataclass(slots=True)
class Look:
    """A task as somebody has seen it last. What a look finds counts as seen by the next one."""

    user_tasks: UserTasks
    task: UserTask
    variables: tuple[Variable, ...] | None = None
    """The variables that were seen, cut perhaps; None when none were."""

    async def again(self) -> tuple[Difference, ...]:
        """What changed in the task since. One GET. Raises NotRead, or Refusal when it is gone."""
        fresh = await _read(self.user_tasks.task(self.task.user_task_key))
        found = differences(self.task, fresh)
        self.task = fresh
        return found

    async def whole_again(self) -> tuple[Difference, ...]:
        """What changed in the task and, where they were seen, in its variables; these are whole then."""
        found, variables = await asyncio.gather(
            self.again(), self.user_tasks.variables(self.task.user_task_key, whole=True)
        )
        if self.variables is not None:
            found += variable_differences(self.variables, variables)
        self.variables = variables
        return found

    async def unchanged(self) -> None:
        """Raises Changed when the task is not what it was, and what a read raises when it cannot be read."""
        if found := differences(self.task, await self.user_tasks.task(self.task.user_task_key, pending=False)):
            raise Changed(found)

    async def unless_changed(self) -> UserTask:
        """The task as it is now; raises Changed when it is not what it was."""
        if found := await self.again():
            raise Changed(found)
        return self.task


async def _read(reading: Awaitable[T]) -> T:
    """Await a read; says of a failure that nothing was sent because of it."""
    try:
        return await reading
    except NotFound as gone:
        raise Refusal("it is gone, or you may not see it any more", title=CHANGED) from gone
    except C8Error as failed:
        detail = f"{failed.detail.rstrip('. ')}, so it could not be read first"
        raise NotRead(detail, title=failed.title, status=failed.status, request=failed.request) from failed


async def explained(
    user_tasks: UserTasks, task: UserTask, command: Callable[[UserTask], Awaitable[T]], now: datetime
) -> T:
    """Send a command about `task`; a refusal says also what the task is by now: `ben holds it since 10:02`."""
    try:
        return await command(task)
    except (Conflict, NotFound) as refused:
        raise with_words(refused, await what_became_of(user_tasks, task, now)) from refused


def with_words(refused: Problem, words: str) -> Problem:
    """The same refusal: first what we found out, then what the cluster said."""
    if not words:
        return refused
    detail = f"{words}. The cluster said: {reason_in(refused.detail)}"
    return type(refused)(
        detail, title="Refused", status=refused.status, request=refused.request, instance=refused.instance
    )


async def what_became_of(user_tasks: UserTasks, task: UserTask, now: datetime) -> str:
    """What became of a task whose command was refused; empty when it is as it was, or cannot be read."""
    try:
        fresh, history = await asyncio.gather(
            user_tasks.task(task.user_task_key), user_tasks.history(task.user_task_key)
        )
    except NotFound:
        return "It is gone now"
    except C8Error:
        return "It cannot be read again now"
    if fresh.state != ACTIONABLE:
        return f"Now {rules.why_not_actionable(fresh)}"
    if fresh.assignee != task.assignee:
        return held(fresh, history or (), now)
    return in_words(differences(task, fresh)).replace("\n", ", ")


def held(task: UserTask, history: Iterable[AuditLog], now: datetime) -> str:
    """Who holds a task and, where its history (newest first) tells, since when."""
    if not task.assignee:
        return "Nobody holds it now"
    latest = next((e for e in history if e.result == "SUCCESS" and e.operation_type in ("ASSIGN", "UNASSIGN")), None)
    when = moment(latest.timestamp) if latest is not None and latest.operation_type == "ASSIGN" else None
    if when is None:
        return f"{task.assignee} holds it now"
    local = in_zone(when)
    since = f"{local:%H:%M}" if local.date() == in_zone(now).date() else f"{local:%d %b %H:%M}"
    return f"{task.assignee} holds it since {since}"


def reason_in(detail: str) -> str:
    """The reason inside what the engine says: `Command 'X' rejected with code 'Y': REASON`."""
    return re.sub(r"^Command '\w+' rejected with code '\w+': ", "", detail)
