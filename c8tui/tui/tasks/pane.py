"""The pane of the inbox: everything about the task under the cursor, and what changed while somebody looked at it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.stale_check import Difference, differences, variable_differences
from c8tui.session.user_tasks import TaskDetail
from c8tui.tui.tasks.lines import brief_lines, detail_lines

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen

PATIENCE_S = 0.2
"""So long the pane waits for everything before it shows what the list knows: a paint less when the answer is quick."""


class TaskPane:
    """Describes a task, asking for what is not known yet."""

    def __init__(self, session: Session, screen: ListScreen[UserTask]) -> None:
        self._session, self._screen = session, screen
        self._detail: TaskDetail | None = None
        self._seen: UserTask | None = None
        """The task as it was when the cursor came to it."""
        self._seen_detail: TaskDetail | None = None
        """The first detail that was shown of it."""
        self._waiting: Timer | None = None

    def describe(self, task: UserTask) -> None:
        """What is known at once, then everything as it is now."""
        self._see(task)
        if (known := self._session.details.known(task)) is not None:
            self._show_detail(known)
        elif not self._detail_is_of(task):
            self._wait_for(task)
        failed = partial(self._not_fetched, task)
        self._screen.flow.start(self._fetch(task), failed=failed, group="detail", exclusive=True)

    async def _fetch(self, task: UserTask) -> None:
        self._show_detail(await self._screen.flow.heard(self._session.details.fetch(task)))
        self._prefetch_next()

    def _not_fetched(self, task: UserTask, error: C8Error) -> None:
        """Where nothing was known of it, what the list knows and why there is no more."""
        self._stop_waiting()
        self._show_brief(task, error)
        self._screen.load_failed(error)

    def _prefetch_next(self) -> None:
        """Have the next row's task ready: that is where an action leads."""
        following = self._screen.listed.item(self._screen.listed.cursor + 1)
        if following is not None and self._session.details.known(following) is None:
            ahead = self._session.details.prefetch((following,))
            self._screen.flow.start(ahead, failed=lambda _: None, group="ahead", exclusive=True)

    def _see(self, task: UserTask) -> None:
        """Another task, or one that we have just written to ourselves, is seen as it is."""
        ours = self._session.user_tasks.overlay.mark(task.user_task_key) is not None
        if ours or self._seen is None or self._seen.user_task_key != task.user_task_key:
            self._seen, self._seen_detail = task, None

    def _wait_for(self, task: UserTask) -> None:
        """Show what the list knows if the rest takes long."""
        self._stop_waiting()
        self._waiting = self._screen.set_timer(PATIENCE_S, partial(self._show_brief, task))

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _show_brief(self, task: UserTask, error: C8Error | None = None) -> None:
        if self._screen.pane.is_about(task.user_task_key) and not self._detail_is_of(task):
            mark = self._session.user_tasks.overlay.mark(task.user_task_key)
            self._screen.pane.facts.show(brief_lines(task, mark, error))

    def _detail_is_of(self, task: UserTask) -> bool:
        return self._detail is not None and self._detail.task.user_task_key == task.user_task_key

    def _show_detail(self, detail: TaskDetail) -> None:
        if self._screen.pane.is_about(detail.task.user_task_key):
            self._stop_waiting()
            self._detail = detail
            self._screen.last_problem = next(iter(detail.troubles.values()), self._screen.last_problem)
            self._seen_detail = self._seen_detail or detail
            mark = self._session.user_tasks.overlay.mark(detail.task.user_task_key)
            self._screen.pane.facts.show(detail_lines(detail, mark, self._changes(detail)))

    def _changes(self, detail: TaskDetail) -> tuple[Difference, ...]:
        """What became different since the cursor came to the task, by whomever but us."""
        if self._seen is None or self._seen_detail is None:
            return ()
        before, now = self._seen_detail.variables, detail.variables
        inside = variable_differences(before, now) if before is not None and now is not None else ()
        return differences(self._seen, detail.task) + inside

    def ours_changed(self) -> None:
        """A command of ours began or ended: what it does to the task in the pane is no news."""
        if self._seen is not None and self._session.user_tasks.overlay.mark(self._seen.user_task_key):
            self._seen = self._seen_detail = None
