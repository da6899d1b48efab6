"""The walk through the tasks of a stream: what is shown, what the keys do to it, and which one comes next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.stream import Stream
from c8tui.session.views import tasks_of_instance
from c8tui.text import visible
from c8tui.tui.commands.ids import INBOX
from c8tui.tui.flow import Cancelled
from c8tui.tui.screens.everywhere import words_of_taken_back
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.lines import brief_lines, stream_lines
from c8tui.tui.tasks.stream_claims import StreamClaims
from c8tui.tui.terminal.key_queue import hold_keys
from c8tui.tui.widgets.facts import Body, Facts, Heading, Line

if TYPE_CHECKING:
    from c8tui.session.runs import Run
    from c8tui.session.session import Session
    from c8tui.tui.host import Host
    from c8tui.tui.screens.base import BaseScreen

AHEAD = 2
"""Tasks that are fetched before anybody gets to them."""


class StreamWalk:
    """A `TaskList` of one task at a time."""

    completing: Completing
    """What completes the task that is shown."""

    def __init__(self, screen: BaseScreen, session: Session, host: Host, stream: Stream, user: str) -> None:
        self._screen, self._session, self._host, self._stream, self._user = screen, session, host, stream, user
        self.claims = StreamClaims(session, host, stream, user, self._claimed)
        self._described = ""

    @property
    def current(self) -> UserTask | None:
        """The task that is shown, with what we wrote to it."""
        task = self._stream.current
        return task and self._session.user_tasks.overlay.over(task)

    @property
    def current_is_ours(self) -> bool:
        """Whether the task that is shown is ours to answer, or none is."""
        task = self.current
        return task is None or (task.assignee == self._user and not self.claims.is_claiming(task))

    # Walking

    async def go_to_first(self, start: UserTask | None) -> None:
        """Begin at a task, or at the first."""
        hold = hold_keys(self._screen.app, self._screen.action_back)
        try:
            if start is not None:
                await self._stream.rows.load(0, 0)
                self._stream.begin(start.user_task_key)
            await self._forward()
        finally:
            hold.release()

    def _go_forward(self) -> None:
        self._screen.flow.start(self._forward(), group="walk")

    async def _forward(self) -> None:
        self._arrived(await self._screen.flow.heard(self._stream.forward()))

    def _arrived(self, task: UserTask | None) -> None:
        """At the next task, or at the end."""
        if task is None:
            self._screen.query_one(Facts).show(self._end())
            self._screen.tell()
            return
        self.describe(task)
        if not task.assignee:
            self.claims.claim(task)
        self._screen.flow.start(self._prepare(), failed=lambda _: None, group="ahead", exclusive=True)

    async def _prepare(self) -> None:
        """Fetch what comes next while this one is read."""
        await self._session.details.prefetch(await self._stream.look_ahead(AHEAD))

    def _claimed(self, task: UserTask, why: str | None) -> None:
        """The cluster has answered about the task that is shown: it is ours, or why not."""
        if why is None:
            self.describe(task)
        else:
            self._stream.drop(task, why)
            self._screen.ui.say(f'Skipped "{task.title}": {why}', "warn")
            self._go_forward()

    async def action_skip(self) -> None:
        """The next one; this one goes back to everybody if it was claimed here."""
        self._leave_task()
        await self._forward()

    def action_previous(self) -> None:
        """The one before."""
        self._leave_task()
        if (before := self._stream.back()) is None:
            self._screen.ui.say("This is the first task.", "warn")
        else:
            self._arrived(before)

    def _leave_task(self) -> None:
        if (task := self._stream.current) is not None:
            self.claims.unassign(task)

    @property
    def taken(self) -> str:
        """What leaving gives back, in a sentence; empty for nothing."""
        task = self._stream.current
        if task is None or not (self.claims.is_ours(task) or self.claims.is_claiming(task)):
            return ""
        return f'The stream has claimed "{visible(task.title, 60)}"; it goes back to everybody.'

    def leave(self) -> None:
        """Nobody sees the stream any more."""
        self._leave_task()
        self.claims.left = True

    @property
    def record(self) -> tuple[UserTask, str] | None:
        """The task that is shown, for commands that know no screen."""
        task = self._stream.current
        return None if task is None else (task, task.user_task_key)

    def show_instance(self, task: UserTask) -> None:
        """List the tasks of a task's process instance, on the list that this stands over."""
        self._screen.action_back()
        self._host.go_and(INBOX, lambda inbox: inbox.views.go(tasks_of_instance(task)))

    # Showing

    def describe(self, task: UserTask) -> None:
        """Show a task: what is known of it, then everything."""
        pane, known = self._screen.query_one(Facts), self._session.details.known(task)
        mark = self._session.user_tasks.overlay.mark(task.user_task_key)
        if self._described != task.user_task_key:
            pane.rewind()
        self._described = task.user_task_key
        pane.show(stream_lines(known) if known else brief_lines(task, mark))
        if known is not None:
            self._screen.last_problem = next(iter(known.troubles.values()), self._screen.last_problem)
        self._screen.tell()
        if known is None:
            self._screen.flow.start(self._fetch(task), failed=partial(self._not_fetched, task), group="detail")

    async def _fetch(self, task: UserTask) -> None:
        await self._screen.flow.heard(self._session.details.fetch(task))
        if (shown := self._is_shown(task)) is not None:
            self.describe(shown)

    def _is_shown(self, task: UserTask) -> UserTask | None:
        """The task that is shown, where it is this one."""
        shown = self.current
        return shown if shown is not None and shown.user_task_key == task.user_task_key else None

    def _not_fetched(self, task: UserTask, error: C8Error) -> None:
        if (shown := self._is_shown(task)) is not None and self._session.details.known(task) is None:
            mark = self._session.user_tasks.overlay.mark(task.user_task_key)
            self._screen.query_one(Facts).show(brief_lines(shown, mark, error))
        self._screen.load_failed(error)

    def _end(self) -> Iterator[Line]:
        yield Heading("No more tasks")
        yield Body(self._session.stats.words() or "Nothing completed today")
        yield from (Body(f"skipped {number:,}: {why}") for why, number in self._stream.passed.most_common())
        yield Body("b previous task, esc back to the list")

    # Answering

    async def _ours(self) -> UserTask:
        """The task that is shown, as soon as the cluster has said that it is ours. Raises Cancelled."""
        task = self.current
        if task is not None and self.claims.is_claiming(task):
            self._screen.ui.say("Claiming it first")
            await self.claims.wait()
            task = self.current
        if task is None:
            raise Cancelled
        return task

    async def action_complete(self) -> None:
        """Fill in its form, or its variables, and complete."""
        await self.completing.complete(await self._ours())

    async def action_complete_as_is(self) -> None:
        """Complete without a change."""
        task = await self._ours()
        await self._screen.ui.sure(f'Completing "{task.title}"', "complete")
        self.completing.put(task, self._user, {})

    async def action_repeat(self) -> None:
        """Complete with the same answer as before; how this task differs has been on screen."""
        if (last_action := self._session.last_action.last) is not None:
            await self.completing.answer_again(await self._ours(), self._user, last_action.step)

    def on_its_way(self, task: UserTask, run: Run) -> None:
        """The next one comes."""
        self.claims.keep(task)
        self._go_forward()

    def look_again(self) -> None:
        """Something has changed."""
        self._screen.polling.anew()

    def failed(self, error: C8Error) -> None:
        """It was not done, or nobody knows: the task is looked at anew."""
        self.look_again()

    def taken_back(self, run: Run) -> None:
        """Back to the task that was not sent after all."""
        self._screen.ui.say(words_of_taken_back(run))
        key = run.resource.key_of(run.first.record)
        if (task := self._stream.current) is not None and task.user_task_key != key:
            self.claims.unassign(task, quiet=True)
        if (before := self._stream.go_to(key)) is not None:
            self.claims.take_again(before)
            self._arrived(before)
