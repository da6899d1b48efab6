"""What the keys of the inbox do to a task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from c8tui.dates.local import editable
from c8tui.dates.wire import in_zone
from c8tui.model.base import moment
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.dates import EXAMPLES, NotADate, date_in_words, read_date
from c8tui.session.steps import Step
from c8tui.tui import clock
from c8tui.tui.modals.confirm import ConfirmDialog
from c8tui.tui.modals.fields import Field, FieldsDialog, Values, required, whole_number
from c8tui.tui.screens.bulk_actions import BulkActions
from c8tui.tui.screens.completing import names_in, title_of


def _a_date(text: str) -> str | None:
    """The rule of a date field."""
    try:
        read_date(text, clock.now())
    except NotADate as wrong:
        return wrong.detail
    return None


def _meant(text: str) -> str:
    """A date field as it is understood."""
    return date_in_words(text, clock.now())


class TaskActions(BulkActions):
    """The commands on the task under the cursor, or on the marked ones when there are any."""

    # Who holds it

    def action_claim(self) -> None:
        """Claim, never steal."""
        self._do(lambda me: Step("claim", me))

    def action_unclaim(self) -> None:
        """Give back."""
        self._do(lambda me: Step("unclaim", me))

    def _do(self, make: Callable[[str], Step]) -> None:
        """A step under my name, to the task under the cursor or, after a preview, to the marked ones."""
        task = self.current

        def do(me: str) -> None:
            if self.listed.marks:
                self.bulk(make(me))
            elif task is not None:
                self.act(make(me), task)

        self.as_me(do)

    def action_take_over(self) -> None:
        """Take over from whoever holds it, after a question that names them."""
        if self.listed.marks:
            self._do(lambda me: Step("take_over", me))
        elif (task := self.current) is not None:
            self.as_me(lambda me: self._confirm_take_over(task, me))

    def _confirm_take_over(self, task: UserTask, me: str) -> None:
        settings = self.session.settings
        question = f"{task.assignee} holds {title_of(task)}. They are not told when you take it over."

        def decided(yes: bool | None) -> None:
            if yes:
                self.act(Step("take_over", me), task)

        name = (settings.profile or "protected") if settings.protected else None
        dialog = ConfirmDialog("Take over", question, f"Take over from {task.assignee}", require=name)
        self.app.push_screen(dialog, decided)

    def action_assign(self) -> None:
        """Assign to anybody."""
        field = Field("assignee", "Assign to", hint=_held_by(self.targets()), rule=required)

        def make(values: Values) -> Step:
            return Step("assign", self.session.identity.user, assignee=values["assignee"].strip())

        self._with_values("Assign", field, make=make)

    # What it says

    def action_priority(self) -> None:
        """Change the priority."""
        hint = "0 to 25 low, to 50 medium, to 75 high, to 100 critical"
        value = str(self.current.priority) if self.current and self.current.priority is not None else ""
        field = Field("priority", "Priority", value, hint, whole_number(0, 100))
        self._with_values("Priority", field, make=lambda v: _change(Changeset(priority=int(v["priority"]))))

    def action_due(self) -> None:
        """Change the due date."""
        field = Field("date", "Due", _typed(self.current.due_date if self.current else None), EXAMPLES, _a_date, _meant)
        self._with_values("Due date", field, make=lambda v: _change(Changeset(due_date=_date(v))))

    def action_follow_up(self) -> None:
        """Change the follow-up date."""
        value = _typed(self.current.follow_up_date if self.current else None)
        field = Field("date", "Follow up", value, EXAMPLES, _a_date, _meant)
        self._with_values("Follow-up date", field, make=lambda v: _change(Changeset(follow_up_date=_date(v))))

    def action_candidates(self) -> None:
        """Change candidate groups and users."""
        task, hint = self.current, "separated by commas; empty clears them"
        groups, users = (task.candidate_groups, task.candidate_users) if task else ((), ())
        fields = (
            Field("groups", "Candidate groups", ", ".join(groups), hint),
            Field("users", "Candidate users", ", ".join(users), hint),
        )

        def make(values: Values) -> Step:
            groups, users = names_in(values["groups"]), names_in(values["users"])
            return _change(Changeset(candidate_groups=groups, candidate_users=users))

        self._with_values("Candidates", *fields, make=make)

    def _with_values(self, what: str, *fields: Field, make: Callable[[Values], Step]) -> None:
        """Ask for the values of a step, then do it."""
        if self.listed.marks:
            self._with_values_for_many(what, fields, make)
        elif (task := self.current) is not None:
            look = self.look_at(task)

            async def submit(values: Values) -> None:
                await self.do_now(make(values), await look.unless_changed())

            self._dialog(FieldsDialog(f"{what} of {title_of(task)}", fields, submit))

    def _with_values_for_many(self, what: str, fields: tuple[Field, ...], make: Callable[[Values], Step]) -> None:
        made: list[Step] = []

        async def keep(values: Values) -> None:
            made.append(make(values))

        title = f"{what} of {len(self.listed.marks):,} marked tasks"
        blank = tuple(replace(field, value="") for field in fields)
        self.app.push_screen(FieldsDialog(title, blank, keep), lambda yes: self.bulk(made[-1]) if yes else None)

    # Completing

    def action_complete(self) -> None:
        """The task under the cursor, or the marked ones, in one of three ways."""
        if self.listed.marks:
            self.as_me(self.complete_marked)
        else:
            super().action_complete()


def _held_by(tasks: Sequence[UserTask]) -> str:
    """Who holds these now, raw, the most first."""
    if len(tasks) == 1:
        return f"{tasks[0].assignee or 'nobody'} holds it now"
    holders = Counter(task.assignee or "nobody" for task in tasks).most_common()
    return "held now by " + ", ".join(f"{holder} {number:,}" for holder, number in holders) if holders else ""


def _change(changeset: Changeset) -> Step:
    return Step("change", changeset=changeset)


def _typed(timestamp: str | None) -> str:
    when = moment(timestamp)
    return editable(in_zone(when)) if when else timestamp or ""


def _date(values: Values) -> str:
    return read_date(values["date"], clock.now())
