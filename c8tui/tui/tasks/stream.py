"""Stream mode: one task at a time, nothing else on the screen; opens, claims, shows, completes, goes on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.changes import differences
from c8tui.session.stream import Stream
from c8tui.session.views import tasks_of_instance
from c8tui.text import visible
from c8tui.tui.commands.ids import INBOX, STREAM
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.flow import Cancelled
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.lines import brief_lines, stream_lines
from c8tui.tui.tasks.looking import Looking
from c8tui.tui.tasks.sending import Sending
from c8tui.tui.tasks.stream_claims import StreamClaims
from c8tui.tui.widgets.facts import Body, Facts, Heading, Line
from c8tui.tui.widgets.stream_head import StreamHead

if TYPE_CHECKING:
    from c8tui.session.rows import Rows
    from c8tui.session.runs import Run
    from c8tui.session.user_tasks import TaskDetail

AHEAD = 2
"""Tasks that are fetched before anybody gets to them."""


class StreamScreen(BaseScreen):
    """The tasks of a view one after the other, past those that somebody else holds.

    A task that nobody holds is claimed when it is shown, never ahead; what was claimed here and not completed is given
    back when it is skipped or left.
    """

    NAME = STREAM
    DEFAULT_CSS = """
    StreamScreen Facts { height: 1fr; }
    StreamScreen #same { height: auto; max-height: 3; padding: 0 1; color: $foreground-muted; background: $boost; }
    """

    claims: StreamClaims
    _completing: Completing

    def __init__(self, rows: Rows[UserTask], user: str, start: UserTask | None) -> None:
        super().__init__()
        self.stream = Stream(rows, user)
        self._user, self._start = user, start
        self._described = ""

    def body(self) -> ComposeResult:
        yield StreamHead()
        yield Facts(id="pane")
        same = Static(id="same", markup=False)
        same.display = False
        yield same

    def begin(self) -> None:
        self.claims = StreamClaims(self.session, self.host, self.stream, self._user, self._claimed)
        sending = Sending(self.ui, self.session, self)
        self._completing = Completing(self.ui, self.session, self, sending)
        looking = Looking(self.ui, self.session, sending, show_instance=self._show_instance, go=self.host.go)
        self.parts += [looking]
        self.set_focus(self.query_one(Facts))
        self.flow.start(self._go_to_first(), group="walk")

    async def _go_to_first(self) -> None:
        if self._start is not None:
            await self.stream.rows.load(0, 0)
            self.stream.begin(self._start.user_task_key)
        await self._forward()

    # The task that is shown

    @property
    def current(self) -> UserTask | None:
        """The task that is shown, with what we wrote to it."""
        task = self.stream.current
        return task and self.session.inbox.overlay.over(task)

    @property
    def current_is_ours(self) -> bool:
        """Whether the task that is shown is ours to answer, or none is."""
        task = self.current
        return task is None or (task.assignee == self._user and not self.claims.is_claiming(task))

    def context(self) -> TaskContext:
        task, last = self.current, self.session.repeat.last
        return TaskContext(task=task, deed=last, answers_only=True, **self.known() | {"selected": task is not None})

    async def load(self) -> UserTask | None:
        """The task as it is now."""
        task = self.stream.current
        return await self.session.inbox.task(task.user_task_key) if task else None

    def show(self, answer: UserTask | None) -> None:
        """Show what has become of it, if it is still the one, and say what is different."""
        shown = self.current
        if answer is None or shown is None or answer.user_task_key != shown.user_task_key or answer == shown:
            return
        self.stream.update(answer)
        self._describe(answer)
        if (found := differences(shown, answer)) and not self.claims.is_claiming(answer):
            self.ui.say("changed meanwhile: " + "; ".join(difference.words() for difference in found[:3]), "warn")

    def _arrived(self, task: UserTask | None) -> None:
        """At the next task, or at the end."""
        if task is None:
            self.query_one(Facts).show(self._end())
            self.tell()
            return
        self._describe(task)
        if not task.assignee:
            self.claims.claim(task)
        self.flow.start(self._prepare(), failed=lambda _: None, group="ahead", exclusive=True)

    async def _prepare(self) -> None:
        """Fetch what comes next while this one is read."""
        await self.session.details.prefetch(await self.stream.look_ahead(AHEAD))

    def _claimed(self, task: UserTask, why: str | None) -> None:
        """The cluster has answered about the task that is shown: it is ours, or why not."""
        if why is None:
            self._describe(task)
        else:
            self.stream.drop(task, why)
            self.ui.say(f"{task.title}: {why}; this is the next one", "warn")
            self._go_forward()

    def _describe(self, task: UserTask) -> None:
        pane, known = self.query_one(Facts), self.session.details.known(task)
        mark = self.session.inbox.overlay.mark(task.user_task_key)
        if self._described != task.user_task_key:
            pane.rewind()
        self._described = task.user_task_key
        pane.show(stream_lines(known) if known else brief_lines(task, mark))
        if known is not None:
            self.last_problem = next(iter(known.troubles.values()), self.last_problem)
        self.tell()
        if known is None:
            self.flow.start(self._fetch(task), failed=partial(self._not_fetched, task), group="detail")

    async def _fetch(self, task: UserTask) -> None:
        detail: TaskDetail = await self.flow.heard(self.session.details.fetch(task))
        if (shown := self.current) is not None and shown.user_task_key == detail.task.user_task_key:
            self._describe(shown)

    def _not_fetched(self, task: UserTask, error: C8Error) -> None:
        shown = self.current
        if shown is not None and shown.user_task_key == task.user_task_key and self.session.details.known(task) is None:
            mark = self.session.inbox.overlay.mark(task.user_task_key)
            self.query_one(Facts).show(brief_lines(shown, mark, error))
        self.load_failed(error)

    # What the frame says

    def _end(self) -> Iterator[Line]:
        yield Heading("That was the last one")
        yield Body(self.session.tally.words() or "nothing completed today")
        yield from (Body(f"left out: {number:,} {why}") for why, number in self.stream.passed.most_common())
        yield Body("b goes back to those before, esc to the list")

    def tell(self) -> None:
        super().tell()
        rows, task = self.stream.rows, self.current
        place = f"{self.stream.place:,} of {rows.total:,}{'+' if rows.capped else ''}" if task else ""
        self.query_one(StreamHead).tell(task, "   ".join(filter(None, (place, self.session.tally.words()))))
        words = self._same_words(task) if task else ""
        same = self.query_one("#same", Static)
        if words != str(same.content):  # an update lays the whole screen out anew
            same.update(Content(words))
            same.display = bool(words)

    def _same_words(self, task: UserTask) -> str:
        """What `.` would do, and how this task differs from the one it was done to."""
        deed, known = self.session.repeat.last, self.session.details.known(task)
        if deed is None or deed.step.kind != "complete" or known is None or known.variables is None:
            return ""
        differs = "; ".join(deed.differs(task, known.variables))
        answer = visible(deed.step.values(), 80)
        return f". same answer as before: {answer}   " + (
            f"differs: {visible(differs, 160)}" if differs else "no difference"
        )

    # What the keys do

    async def _ours(self) -> UserTask:
        """The task that is shown, as soon as the cluster has said that it is ours. Raises Cancelled."""
        task = self.current
        if task is not None and self.claims.is_claiming(task):
            self.ui.say("claiming it first")
            await self.claims.wait()
            task = self.current
        if task is None:
            raise Cancelled
        return task

    async def action_complete(self) -> None:
        """Fill in its form, or its variables, and complete."""
        await self._completing.complete(await self._ours())

    async def action_complete_as_is(self) -> None:
        """Complete without a change."""
        task = await self._ours()
        await self.ui.sure(f"Completing {task.title}")
        self._completing.put(task, self._user, {})

    async def action_repeat(self) -> None:
        """Complete with the same answer as before; how this task differs has been on screen."""
        if (deed := self.session.repeat.last) is not None:
            await self._completing.answer_again(await self._ours(), self._user, deed.step)

    def on_its_way(self, task: UserTask, run: Run) -> None:
        """The next one comes."""
        self.claims.keep(task)
        self._go_forward()

    def look_again(self) -> None:
        """Something has changed."""
        self.polling.anew()

    def on_failure(self, error: C8Error) -> None:
        super().on_failure(error)
        self.look_again()

    def taken_back(self, run: Run) -> None:
        """Back to the task that was not sent after all."""
        super().taken_back(run)
        key = run.first.task.user_task_key
        if (task := self.stream.current) is not None and task.user_task_key != key:
            self.claims.give_back(task, quiet=True)
        if (before := self.stream.go_to(key)) is not None:
            self.claims.take_again(before)
            self._arrived(before)

    async def action_skip(self) -> None:
        """The next one; this one goes back to everybody if it was claimed here."""
        self._leave_task()
        await self._forward()

    def action_previous(self) -> None:
        """The one before."""
        self._leave_task()
        if (before := self.stream.back()) is None:
            self.ui.say("this is the first one", "warn")
        else:
            self._arrived(before)

    def _leave_task(self) -> None:
        if (task := self.stream.current) is not None:
            self.claims.give_back(task)

    def _go_forward(self) -> None:
        self.flow.start(self._forward(), group="walk")

    async def _forward(self) -> None:
        self._arrived(await self.flow.heard(self.stream.forward()))

    def _show_instance(self, task: UserTask) -> None:
        """List the tasks of a task's process instance, on the list that this stands over."""
        self.action_back()
        self.host.go_and(INBOX, lambda inbox: inbox.show_view(tasks_of_instance(task)))

    def action_back(self) -> None:
        """Leave for the list."""
        self._leave_task()
        self.claims.left = True
        self.app.pop_screen()
