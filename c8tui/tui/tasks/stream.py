"""Stream mode: one task at a time, nothing else on the screen; opens, claims, shows, completes, goes on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.changes import differences
from c8tui.session.stream import Stream, take, with_assignee
from c8tui.text import visible
from c8tui.tui.commands.tables import Situation
from c8tui.tui.modes import STREAM
from c8tui.tui.screens.command_actions import bindings_for
from c8tui.tui.tasks.completing import Completing, title_of
from c8tui.tui.tasks.lines import brief_lines, stream_lines
from c8tui.tui.widgets.facts import Body, Facts, Heading, Line
from c8tui.tui.widgets.stream_head import StreamHead

if TYPE_CHECKING:
    from c8tui.session.rows import Rows
    from c8tui.session.runs import Run
    from c8tui.session.user_tasks import TaskDetail

T = TypeVar("T")
AHEAD = 2
"""Tasks that are fetched before anybody gets to them."""


class StreamScreen(Completing):
    """The tasks of a view one after the other, past those that somebody else holds.

    A task that nobody holds is claimed when it is shown, never ahead; what was claimed here and not completed is given
    back when it is skipped or left. `below` is the screen that sends, since this one may be gone before the answer.
    """

    NAME = STREAM
    BINDINGS = bindings_for(STREAM)
    DEFAULT_CSS = """
    StreamScreen Facts { height: 1fr; }
    StreamScreen #same { height: auto; max-height: 3; padding: 0 1; color: $foreground-muted; background: $boost; }
    """

    def __init__(self, rows: Rows[UserTask], user: str, start: UserTask | None, below: Completing) -> None:
        super().__init__()
        self.stream = Stream(rows, user)
        self._user, self._start, self._below = user, start, below
        self._ours: set[str] = set()
        """Keys of the tasks that were claimed here and are not on their way to be completed."""
        self._left = False
        self._described = ""
        self._claiming: str | None = None
        self._once_claimed: Callable[[], object] | None = None

    def body(self) -> ComposeResult:
        yield StreamHead()
        yield Facts(id="pane")
        same = Static(id="same", markup=False)
        same.display = False
        yield same

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Facts))
        self.ask(self._begin(), self._arrived, group="walk")

    async def _begin(self) -> UserTask | None:
        if self._start is not None:
            await self.stream.rows.load(0, 0)
            self.stream.begin(self._start.user_task_key)
        return await self.stream.forward()

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
        return task is None or (task.assignee == self._user and self._claiming != task.user_task_key)

    def situation(self) -> Situation:
        return self.about(task=self.current)

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
        if (found := differences(shown, answer)) and answer.user_task_key != self._claiming:
            self.say("changed meanwhile: " + "; ".join(difference.words() for difference in found[:3]), "warn")

    def _arrived(self, task: UserTask | None) -> None:
        """At the next task, or at the end."""
        if task is None:
            self.query_one(Facts).show(self._end())
            self.tell()
            return
        self._describe(task)
        if not task.assignee:
            self._claim(task)
        self.ask(self._prepare(), failed=lambda _: None, group="ahead", exclusive=True)

    async def _prepare(self) -> None:
        """Fetch what comes next while this one is read."""
        await self.session.details.prefetch(await self.stream.look_ahead(AHEAD))

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
            self.ask(self.session.details.fetch(task), self._fetched, failed=self._not_fetched, group="detail")

    def _not_fetched(self, error: C8Error) -> None:
        if (task := self.current) is not None and self.session.details.known(task) is None:
            mark = self.session.inbox.overlay.mark(task.user_task_key)
            self.query_one(Facts).show(brief_lines(task, mark, error))
        self.load_failed(error)

    def _fetched(self, detail: TaskDetail) -> None:
        if (task := self.current) is not None and task.user_task_key == detail.task.user_task_key:
            self._describe(task)

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
        if deed is None or deed.step.kind != "complete" or known is None:
            return ""
        if known.variables is None:
            return ""
        differs = "; ".join(deed.differs(task, known.variables))
        answer = visible(deed.step.values(), 80)
        return f". same answer as before: {answer}   " + (
            f"differs: {visible(differs, 160)}" if differs else "no difference"
        )

    # Claiming and giving back

    def _claim(self, task: UserTask) -> None:
        key = self._claiming = task.user_task_key
        self.run_below(
            take(self.session.inbox, task, self._user),
            lambda why: self._claimed(task, why),
            lambda error: self._not_claimed(key, error),
        )

    def run_below(
        self, work: Coroutine[Any, Any, T], then: Callable[[T], object], failed: Callable[[C8Error], object]
    ) -> None:
        """Send something that has to reach its end also when this screen is left meanwhile."""
        self._below.ask(work, then, failed=failed, group="commands")

    def _claimed(self, task: UserTask, why: str | None) -> None:
        """The cluster has answered: ours, or why not."""
        key = task.user_task_key
        here = not self._left and self.current is not None and self.current.user_task_key == key
        act, self._once_claimed = (self._once_claimed, None) if self._claiming == key else (None, None)
        if self._claiming == key:
            self._claiming = None
        if why is None:
            self._ours.add(key)
            if not here:
                self._give_back(task)
                return
            task = with_assignee(task, self._user)
            self.stream.update(task)
            self._describe(task)
            if act is not None:
                act()
        elif here:
            self.stream.drop(task, why)
            self.say(f"{title_of(task)}: {why}; this is the next one", "warn")
            self._forward()

    def _not_claimed(self, key: str, error: C8Error) -> None:
        if self._claiming == key:
            self._claiming = self._once_claimed = None
        if not self._left:
            self.on_failure(error)

    def _give_back(self, task: UserTask, *, quiet: bool = False) -> None:
        """What was claimed here and is not done goes back to everybody."""
        if task.user_task_key not in self._ours:
            return
        self._ours.discard(task.user_task_key)
        self.stream.update(with_assignee(task, None))
        held = with_assignee(task, self._user)
        self.run_below(
            self.session.inbox.unclaim(held, self._user),
            lambda _: None if quiet else self._said(f"gave back {title_of(task)}"),
            lambda error: self._said(f"{title_of(task)} stays yours: {error.detail}", "warn"),
        )

    def _said(self, text: str, kind: str = "ok") -> None:
        (self._below if self._left else self).say(text, kind)

    # What the keys do

    def _once_ours(self, act: Callable[[], object]) -> None:
        """Act now, or as soon as the cluster has said that the task is ours."""
        if self.current is not None and self._claiming == self.current.user_task_key:
            self._once_claimed = act
            self.say("claiming it first")
        else:
            act()

    def action_complete(self) -> None:
        """Edit the variables and complete."""
        self._once_ours(super().action_complete)

    def action_complete_as_is(self) -> None:
        """Complete without a change."""
        self._once_ours(lambda: self._answer_with({}))

    def action_repeat(self) -> None:
        """Complete with the same answer as before; how this task differs has been on screen."""
        if (deed := self.session.repeat.last) is not None:
            self._once_ours(lambda: self._answer_like(deed.step))

    def _answer_like(self, step: Step) -> None:
        if (task := self.current) is not None:
            self.answer_again(task, self._user, step)

    def _answer_with(self, variables: Mapping[str, Any]) -> None:
        if (task := self.current) is not None:
            act = lambda: self.complete_with(task, self._user, variables)  # noqa: E731
            self.when_sure(f"Completing {title_of(task)}", act)

    def complete_with(self, task: UserTask, me: str, variables: Mapping[str, Any], answers: str = "") -> Run:
        """On its way; the next one comes."""
        self._ours.discard(task.user_task_key)
        run = super().complete_with(task, me, variables, answers)
        self._forward()
        return run

    def taken_back(self, run: Run) -> None:
        """Back to the task that was not sent after all."""
        super().taken_back(run)
        key = run.first.task.user_task_key
        if (task := self.stream.current) is not None and task.user_task_key != key:
            self._give_back(task, quiet=True)
        if (before := self.stream.go_to(key)) is not None:
            self._ours.add(key)
            self._arrived(before)

    def action_skip(self) -> None:
        """The next one; this one goes back to everybody if it was claimed here."""
        if (task := self.stream.current) is not None:
            self._give_back(task)
        self._forward()

    def action_previous(self) -> None:
        """The one before."""
        if (task := self.stream.current) is not None:
            self._give_back(task)
        if (before := self.stream.back()) is None:
            self.say("this is the first one", "warn")
        else:
            self._arrived(before)

    def _forward(self) -> None:
        self.ask(self.stream.forward(), self._arrived, group="walk")

    def action_back(self) -> None:
        """Leave for the list."""
        if (task := self.stream.current) is not None:
            self._give_back(task)
        self._left = True
        self.app.pop_screen()
