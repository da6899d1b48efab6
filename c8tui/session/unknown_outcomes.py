"""Tasks whose command was sent and never answered as the API answers: they are read again, and never sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from c8tui.errors import C8Error, NotFound
from c8tui.model.user_tasks import UserTask
from c8tui.session.overlay import shows
from c8tui.session.resolve import Sleep
from c8tui.session.runs import Item, Run

if TYPE_CHECKING:
    from c8tui.session.user_tasks import UserTasks

LOOK_PAUSES_S = (1.0, 2.0, 4.0, 8.0)
"""How long a cluster that is away is waited for, in all, before what is unknown stays so."""


async def resolve(user_tasks: UserTasks, run: Run, sleep: Sleep, note: Callable[[Run, Item], object]) -> None:
    """Read those whose outcome is unknown once more: the cluster may have come back, the index caught up.

    `note` hears of each that was looked at.
    """
    pauses = [*LOOK_PAUSES_S]
    for item in run.of_state("unknown"):
        while True:
            try:
                _seen(run, item, await user_tasks.task(item.task.user_task_key))
            except NotFound:
                item.why = "it is gone"
            except C8Error as error:
                if pauses:
                    await sleep(pauses.pop(0))
                    continue
                item.why = f"{item.why}; and it cannot be read: {error.detail}"
            break
        note(run, item)


def _seen(run: Run, item: Item, now: UserTask) -> None:
    if shows(now, run.step.effect()):
        item.state, item.why, item.error = "done", "read again", None
    else:
        item.why = f"read again: {now.state.lower()}, held by {now.assignee or 'nobody'}"
