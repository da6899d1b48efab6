"""Commands on tasks that are named by their keys: each is read, judged by the rules of the screens, and sent once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from c8tui.errors import C8Error, Conflict, Forbidden, InvalidArgument, NotFound, Refusal
from c8tui.model.user_tasks import UserTask
from c8tui.session import rules
from c8tui.session.actions import Step
from c8tui.session.user_tasks import UserTasks

State = Literal["done", "would", "skipped", "failed", "unknown", "not tried"]
_OF_ONE_TASK = (Conflict, Forbidden, InvalidArgument, NotFound, Refusal)
"""What is wrong with one task; everything else is wrong with the cluster, and the next task would meet it too."""


class KeyOutcome(Struct, frozen=True):
    """What became of one key; `detail` is raw."""

    key: str
    state: State
    detail: str


async def send_to(
    user_tasks: UserTasks, step: Step, keys: Sequence[str], told: Callable[[KeyOutcome], None], *, dry_run: bool = False
) -> None:
    """Do a step to the tasks with these keys, one after the other, and tell of each; a key named twice is one.

    Nothing is taken from anybody, and nothing is sent twice. With `dry_run` nothing is sent at all.
    """
    stopped = ""
    for key in dict.fromkeys(keys):
        if stopped:
            told(KeyOutcome(key, "not tried", stopped))
            continue
        try:
            told(await _sent(user_tasks, step, key, dry_run))
        except asyncio.CancelledError:
            told(KeyOutcome(key, "unknown", "interrupted; it may have been sent"))
            raise
        except C8Error as failure:
            told(KeyOutcome(key, "failed" if failure.outcome_known else "unknown", str(failure)))
            if not isinstance(failure, _OF_ONE_TASK) and failure.outcome_known:
                stopped = f"after {key} failed"


async def _sent(user_tasks: UserTasks, step: Step, key: str, dry_run: bool) -> KeyOutcome:
    try:
        task = await user_tasks.task(key)
    except NotFound:
        return KeyOutcome(key, "skipped", "there is no such task, or you lack permission to see it")
    why = "this profile is read-only" if user_tasks.read_only else _why_not(step, task)
    if why is not None:
        return KeyOutcome(key, "skipped", why)
    if dry_run:
        values = step.values()
        return KeyOutcome(key, "would", f'{step.verb} "{task.title}"{" " if values else ""}{values}')
    if step.kind == "assign":
        # Only what the person holds is given away: whoever claims it in between keeps it (Conflict).
        own = task.assignee is not None and task.assignee == step.user
        await user_tasks.assign(task, step.assignee, allow_override=own, action="assign")
    else:
        await step.send(user_tasks, task)
    return KeyOutcome(key, "done", step.said_of(task))


def _why_not(step: Step, task: UserTask) -> str | None:
    if step.kind == "assign" and rules.why_not_actionable(task) is None and task.assignee:
        if task.assignee == step.assignee:
            return f"assigned to {step.assignee} already"
        return None if task.assignee == step.user else f"assigned to {task.assignee}"
    reason = step.why_not(task)
    return reason.partition(";")[0] if reason else None  # behind it stands which key of a screen helps
