"""Claiming what a stream shows, and unclaiming what was not completed, also when the stream is left meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.stream import Stream, take, with_assignee
from c8tui.tui.flow import Cancelled

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host


class StreamClaims:
    """Runs beside the screen, in the app: a command that was begun reaches its end wherever somebody is by then."""

    def __init__(
        self,
        session: Session,
        host: Host,
        stream: Stream,
        user: str,
        claimed: Callable[[UserTask, str | None], object],
    ) -> None:
        """`claimed` hears of the task that is shown: it is ours, or why not."""
        self._session, self._host, self._stream, self._user, self._claimed = session, host, stream, user, claimed
        self._ours: set[str] = set()
        """Keys of the tasks that were claimed here and are not on their way to be completed."""
        self._claiming: str | None = None
        self._waiting: list[asyncio.Future[bool]] = []
        """Who waits for the answer, and hears whether the task is ours."""
        self.left = False
        """Whether nobody sees the stream any more."""

    def is_claiming(self, task: UserTask) -> bool:
        """Whether the answer about this task is still awaited."""
        return self._claiming == task.user_task_key

    def is_ours(self, task: UserTask) -> bool:
        """Whether it was claimed here and is not on its way to be completed."""
        return task.user_task_key in self._ours

    def claim(self, task: UserTask) -> None:
        """Claim what is shown."""
        self._answered(ours=False)
        self._claiming = task.user_task_key
        self._host.flow.start(self._claim(task), failed=self._not_claimed, group="commands")

    async def _claim(self, task: UserTask) -> None:
        key = task.user_task_key
        try:
            why = await take(self._session.user_tasks, task, self._user)
        except BaseException:
            if self._claiming == key:
                self._answered(ours=False)
            raise
        shown = self._stream.current
        here = not self.left and shown is not None and shown.user_task_key == key
        if why is None:
            self._ours.add(key)
            if here:
                task = with_assignee(task, self._user)
                self._stream.update(task)
        if self._claiming == key:
            self._answered(ours=why is None)
        if here:
            self._claimed(task, why)
        elif why is None:
            self.unassign(task)

    def _not_claimed(self, error: C8Error) -> None:
        if not self.left:
            self._host.failed(error)

    def _answered(self, *, ours: bool) -> None:
        self._claiming = None
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(ours)
        self._waiting.clear()

    async def wait(self) -> None:
        """Until the cluster has said that what is shown is ours. Raises Cancelled where it is not."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        if not await answer:
            raise Cancelled

    def keep(self, task: UserTask) -> None:
        """It is on its way to be completed, and not unclaimed any more."""
        self._ours.discard(task.user_task_key)

    def take_again(self, task: UserTask) -> None:
        """It was not completed after all."""
        self._ours.add(task.user_task_key)

    def unassign(self, task: UserTask, *, quiet: bool = False) -> None:
        """What was claimed here and is not done goes back to everybody."""
        if task.user_task_key in self._ours:
            self._ours.discard(task.user_task_key)
            self._stream.update(with_assignee(task, None))
            self._host.flow.start(
                self._unassign(with_assignee(task, self._user), quiet),
                failed=lambda error: self._host.say(f'"{task.title}" stays yours: {error.detail}', "warn"),
                group="commands",
            )

    async def _unassign(self, task: UserTask, quiet: bool) -> None:
        await Step("unclaim", self._user).send(self._session.user_tasks, task)
        if not quiet:
            self._host.say(f'Released "{task.title}"')
