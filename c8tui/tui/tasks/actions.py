"""What the keys of the inbox do to the task under the cursor, or to the marked ones when there are any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace

from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Kind, Step
from c8tui.session.dates import read_date
from c8tui.session.suggestions import Suggestion
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.date_fields import date_field
from c8tui.tui.fields import Field, Values, names_in, required, whole_number
from c8tui.tui.flow import Ui
from c8tui.tui.screens.marks import Marks
from c8tui.tui.tasks.bulk import Bulk
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.sending import Sending, TaskList

if TYPE_CHECKING:
    from c8tui.session.session import Session


class ListedTasks(TaskList, Protocol):
    """A list of several."""

    def loaded(self) -> Iterator[UserTask]:
        """Those that are listed and loaded."""


class TaskActions:
    """One use case a verb: whose name it is done under, what it takes, and off it goes to one task or to many."""

    def __init__(
        self,
        ui: Ui,
        session: Session,
        tasks: ListedTasks,
        marks: Marks[UserTask],
        sending: Sending,
        completing: Completing,
        bulk: Bulk,
    ) -> None:
        self._ui, self._session, self._tasks, self._marks = ui, session, tasks, marks
        self._sending, self._completing, self._bulk = sending, completing, bulk

    # Who holds it

    async def action_claim(self) -> None:
        """Claim, never steal."""
        await self._under_my_name("claim")

    async def action_unclaim(self) -> None:
        """Unclaim."""
        await self._under_my_name("unclaim")

    async def action_take_over(self) -> None:
        """Take over from whoever holds it, after a question that names them."""
        if self._marks.number:
            await self._under_my_name("take_over")
            return
        task = self._sending.current()
        me = await self._ui.me()
        question = f'"{task.title}" is assigned to {task.assignee}, who is not notified.'
        await self._ui.confirm("Take over", question, f"Take over from {task.assignee}", kind="take over")
        await self._sending.act(Step("take_over", me), task)

    async def _under_my_name(self, kind: Kind) -> None:
        """A step to the task under the cursor or, after a preview, to the marked ones."""
        if self._marks.number:
            await self._bulk.do(Step(kind, await self._ui.me()))
        else:
            task = self._sending.current()
            await self._sending.act(Step(kind, await self._ui.me()), task)

    async def action_assign(self) -> None:
        """Assign to anybody."""
        now = _held_by(self._marks.targets())
        field = Field("assignee", "Assign to", hint=now, rule=required, suggestions=self._suggesting("assignee"))

        def assign(values: Values) -> Step:
            return Step("assign", self._session.identity.user, assignee=values["assignee"].strip())

        await self._with_values("Assign", [field], assign)

    def _suggesting(self, name: str) -> Callable[[], Coroutine[Any, Any, tuple[Suggestion, ...]]]:
        """Asks for what a field of a task may hold, as far as that is known; anything else can be typed."""
        return lambda: self._session.suggestions.of(name, self._tasks.loaded())

    # What it says

    async def action_priority(self) -> None:
        """Change the priority."""
        task = self._tasks.current
        hint = "0 to 25 low, to 50 medium, to 75 high, to 100 critical"
        value = str(task.priority) if task and task.priority is not None else ""
        field = Field("priority", "Priority", value, hint, whole_number(0, 100))
        await self._with_values("Set priority of", [field], lambda v: _change(Changeset(priority=int(v["priority"]))))

    async def action_due(self) -> None:
        """Change the due date."""
        field = date_field("date", "Due", self._tasks.current.due_date if self._tasks.current else None)
        await self._with_values("Set due date of", [field], lambda v: _change(Changeset(due_date=_date(v))))

    async def action_follow_up(self) -> None:
        """Change the follow-up date."""
        field = date_field("date", "Follow up", self._tasks.current.follow_up_date if self._tasks.current else None)
        await self._with_values("Set follow-up date of", [field], lambda v: _change(Changeset(follow_up_date=_date(v))))

    async def action_candidates(self) -> None:
        """Change candidate groups and users."""
        task, hint = self._tasks.current, "separated by commas; empty clears them"
        groups, users = (task.candidate_groups, task.candidate_users) if task else ((), ())
        fields = (
            Field(
                "groups", "Candidate groups", ", ".join(groups), hint, suggestions=self._suggesting("candidate_group")
            ),
            Field("users", "Candidate users", ", ".join(users), hint, suggestions=self._suggesting("candidate_user")),
        )

        def candidates(values: Values) -> Step:
            groups, users = names_in(values["groups"]), names_in(values["users"])
            return _change(Changeset(candidate_groups=groups, candidate_users=users))

        await self._with_values("Set candidates of", fields, candidates)

    async def _with_values(self, verb: str, fields: Sequence[Field], make: Callable[[Values], Step]) -> None:
        """Ask for the values of a step, under a title that begins with `verb`, then do it."""
        if number := self._marks.number:
            blank = [replace(field, value="") for field in fields]
            values = await self._ui.fields(f"{verb} {counted(number, 'marked task')}", blank)
            await self._bulk.do(make(values))
            return
        task = self._sending.current()
        look = self._sending.look_at(task)

        async def submit(values: Values) -> None:
            await self._sending.do(make(values), await look.unless_changed())

        await self._ui.fields(f"{verb} {task.title}", fields, submit)

    # Completing

    async def action_complete(self) -> None:
        """The task under the cursor, or the marked ones, in one of three ways."""
        if self._marks.number:
            await self._bulk.complete()
        else:
            await self._completing.complete(self._sending.current())

    async def action_introduce(self) -> None:
        """Say who you are."""
        await self._ui.introduce()


def _held_by(tasks: Sequence[UserTask]) -> str:
    """Who holds these now, raw, the most first."""
    if len(tasks) == 1:
        assignee = tasks[0].assignee
        return f"now assigned to {assignee}" if assignee else "now unassigned"
    holders = Counter(task.assignee or "unassigned" for task in tasks).most_common()
    return "now: " + ", ".join(f"{holder} {number:,}" for holder, number in holders) if holders else ""


def _change(changeset: Changeset) -> Step:
    return Step("change", changeset=changeset)


def _date(values: Values) -> str:
    return read_date(values["date"], clock.now())
