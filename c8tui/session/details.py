"""What is known of tasks in full, fetched ahead so that the next one is there when somebody gets to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from c8tui.api.detached import detached
from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask

if TYPE_CHECKING:
    from c8tui.session.user_tasks import TaskDetail, UserTasks

FRESH_S = 30.0
"""So long a detail counts as known; variables change without a trace in the task."""
MOST = 16
"""Details kept; the one looked at longest ago goes first."""


@dataclass(slots=True)
class Details:
    """Details by task, each asked for once however many wait for it."""

    user_tasks: UserTasks
    clock: Callable[[], float] = monotonic
    _kept: dict[str, tuple[float, TaskDetail]] = field(default_factory=dict)
    _asked: dict[str, asyncio.Task[TaskDetail]] = field(default_factory=dict)

    def known(self, task: UserTask) -> TaskDetail | None:
        """The detail of `task`, with the task as it is given; None when it was never fetched, or too long ago."""
        at, detail = self._kept.get(task.user_task_key, (-FRESH_S, None))
        if detail is None or self.clock() - at >= FRESH_S:
            return None
        return replace(detail, task=task)

    async def fetch(self, task: UserTask) -> TaskDetail:
        """The detail as the cluster has it now. Raises C8Error.

        Whoever stops waiting does not stop the question: another one may wait for the same answer.
        """
        key = task.user_task_key
        if key not in self._asked:
            self._asked[key] = detached(self._ask(task), f"detail of {key}")
            # Where everybody has stopped waiting, nobody takes a failure: it is taken here.
            self._asked[key].add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        return await asyncio.shield(self._asked[key])

    async def _ask(self, task: UserTask) -> TaskDetail:
        key = task.user_task_key
        try:
            found = await self.user_tasks.detail(task)
        finally:
            del self._asked[key]
        _, before = self._kept.pop(key, (0.0, None))
        detail = found.after(before)
        self._kept[key] = self.clock(), detail
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return detail

    async def prefetch(self, tasks: Iterable[UserTask]) -> None:
        """Fetch what is not known yet, one after the other, so that no other question waits; a failure says nothing."""
        for task in tasks:
            if self.known(task) is None:
                with suppress(C8Error):
                    await self.fetch(task)

    async def close(self) -> None:
        """Stop what is being asked."""
        asked = [*self._asked.values()]
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
