"""Sending about a task: nothing goes out about one that changed while somebody looked at it, unless they say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from c8tui.errors import Refusal
from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session.actions import Step
from c8tui.session.stale_check import CHANGED, Difference, Look, explained, in_words
from c8tui.tui import clock
from c8tui.tui.flow import Cancelled, Ui

if TYPE_CHECKING:
    from c8tui.session.runs import Run
    from c8tui.session.session import Session

WhyNot = Callable[[UserTask], str | None]
"""A rule: why something may not be done to a task, in words."""


class TaskList(Protocol):
    """Where tasks are listed, as what is done to them sees it."""

    @property
    def current(self) -> UserTask | None:
        """The task that the keys act on."""

    def on_its_way(self, task: UserTask, run: Run) -> None:
        """A task is about to be completed: on to the next one."""

    def look_again(self) -> None:
        """Something has changed."""


class Sending:
    """Looks again before it acts on a task; what did not change goes on without a word."""

    def __init__(self, ui: Ui, session: Session, tasks: TaskList) -> None:
        self._ui, self._session, self._tasks = ui, session, tasks

    def current(self) -> UserTask:
        """The task that the keys act on. Raises Cancelled where there is none."""
        if (task := self._tasks.current) is None:
            raise Cancelled
        return task

    def look_at(self, task: UserTask) -> Look:
        """The task as it is seen now, to be looked at again before something is sent."""
        known = self._session.details.known(task)
        return Look(self._session.user_tasks, task, known.variables if known is not None else None)

    async def unchanged(self, task: UserTask, why_not: WhyNot) -> UserTask:
        """The task as it is now; where it changed, a rule forbids it or a question is asked. Raises Cancelled."""
        look = self.look_at(task)
        await self._decide(look, await look.again(), why_not)
        return look.task

    async def unchanged_whole(self, task: UserTask, why_not: WhyNot) -> tuple[UserTask, tuple[Variable, ...]]:
        """The same with the variables, which are fetched whole; compared are those that the pane has shown."""
        look = self.look_at(task)
        await self._decide(look, await self._ui.newest("look", look.whole_again()), why_not)
        return look.task, look.variables or ()

    async def _decide(self, look: Look, found: tuple[Difference, ...], why_not: WhyNot) -> None:
        if not found:
            return
        if reason := why_not(look.task):
            raise Refusal(reason, title=CHANGED)
        question = f'"{look.task.title}" changed since you looked:\n\n{in_words(found)}\n\nNothing has been sent.'
        try:
            await self._ui.confirm(CHANGED, question, "Do it anyway")
        except Cancelled:
            self._tasks.look_again()
            raise

    async def act(self, step: Step, task: UserTask) -> None:
        """Do `step` to `task` when it is what somebody saw, or they want it all the same."""
        await self.do(step, await self.unchanged(task, step.why_not))

    async def do(self, step: Step, task: UserTask) -> None:
        """Send a step at once; a conflict says what has become of the task."""
        await explained(
            self._session.user_tasks, task, lambda fresh: step.send(self._session.user_tasks, fresh), clock.now()
        )
        self._session.last_action.record(step, task)
        self._session.counts.wrote()
        self._ui.say(step.said_of(task))
        self._tasks.look_again()
