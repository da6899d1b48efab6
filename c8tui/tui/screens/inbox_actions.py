"""What the keys of the inbox do to a task."""

from __future__ import annotations

from collections.abc import Callable

from c8tui.model.base import moment
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session import rules
from c8tui.session.dates import EXAMPLES, NotADate, read_date
from c8tui.tui import clock
from c8tui.tui.list_screen import ListScreen
from c8tui.tui.modals.confirm import ConfirmDialog
from c8tui.tui.modals.fields import Field, FieldsDialog, Values, required, whole_number
from c8tui.tui.screens.completing import Completing, names_in, title_of


def _a_date(text: str) -> str | None:
    """The rule of a date field."""
    try:
        read_date(text, clock.now())
    except NotADate as wrong:
        return wrong.detail
    return None


class TaskActions(ListScreen[UserTask], Completing):
    """The commands on the task under the cursor."""

    # Who holds it

    def action_claim(self) -> None:
        """Claim, never steal."""
        if (task := self.current) is not None:
            self.as_me(lambda me: self._claim(task, me))

    def _claim(self, task: UserTask, me: str) -> None:
        self.act(
            task,
            lambda fresh: self.session.inbox.claim(fresh, me),
            f"claimed {title_of(task)}",
            lambda fresh: rules.why_not_claim(fresh, me),
        )

    def action_unclaim(self) -> None:
        """Give back."""
        if (task := self.current) is not None:
            self.as_me(lambda me: self._unclaim(task, me))

    def _unclaim(self, task: UserTask, me: str) -> None:
        self.act(
            task,
            lambda fresh: self.session.inbox.unclaim(fresh, me),
            f"gave back {title_of(task)}",
            lambda fresh: rules.why_not_unclaim(fresh, me),
        )

    def action_take_over(self) -> None:
        """Take over from whoever holds it, after a question that names them."""
        if (task := self.current) is not None:
            self.as_me(lambda me: self._confirm_take_over(task, me))

    def _confirm_take_over(self, task: UserTask, me: str) -> None:
        settings = self.session.settings
        question = f"{task.assignee} holds {title_of(task)}. They are not told when you take it over."

        def decided(yes: bool | None) -> None:
            if yes:
                self.act(
                    task,
                    lambda fresh: self.session.inbox.take_over(fresh, me),
                    f"took over {title_of(task)} from {task.assignee}",
                    lambda fresh: rules.why_not_take_over(fresh, me),
                )

        name = (settings.profile or "protected") if settings.protected else None
        dialog = ConfirmDialog("Take over", question, f"Take over from {task.assignee}", require=name)
        self.app.push_screen(dialog, decided)

    def action_assign(self) -> None:
        """Assign to anybody."""
        if (task := self.current) is None:
            return
        held = f"{task.assignee} holds it now" if task.assignee else "nobody holds it now"
        field = Field("assignee", "Assign to", hint=held, rule=required)

        look = self.look_at(task)

        async def submit(values: Values) -> None:
            assignee = values["assignee"].strip()
            fresh = await look.unless_changed()
            await self.explained(fresh, lambda fresh: self.session.inbox.assign(fresh, assignee))
            self.say(f"{title_of(task)} is {assignee}'s now")

        self._dialog(FieldsDialog(f"Assign {title_of(task)}", (field,), submit))

    # What it says

    def action_priority(self) -> None:
        """Change the priority."""
        if (task := self.current) is not None:
            hint = "0 to 25 low, to 50 medium, to 75 high, to 100 critical"
            field = Field("priority", "Priority", str(task.priority), hint, whole_number(0, 100))
            self._change(task, "Priority", (field,), lambda values: Changeset(priority=int(values["priority"])))

    def action_due(self) -> None:
        """Change the due date."""
        if (task := self.current) is not None:
            field = Field("date", "Due", _typed(task.due_date), EXAMPLES, _a_date)
            self._change(task, "Due date", (field,), lambda values: Changeset(due_date=_date(values)))

    def action_follow_up(self) -> None:
        """Change the follow-up date."""
        if (task := self.current) is not None:
            field = Field("date", "Follow up", _typed(task.follow_up_date), EXAMPLES, _a_date)
            self._change(task, "Follow-up date", (field,), lambda values: Changeset(follow_up_date=_date(values)))

    def action_candidates(self) -> None:
        """Change candidate groups and users."""
        if (task := self.current) is None:
            return
        hint = "separated by commas; empty clears them"
        fields = (
            Field("groups", "Candidate groups", ", ".join(task.candidate_groups), hint),
            Field("users", "Candidate users", ", ".join(task.candidate_users), hint),
        )
        self._change(
            task,
            "Candidates",
            fields,
            lambda values: Changeset(
                candidate_groups=names_in(values["groups"]), candidate_users=names_in(values["users"])
            ),
        )

    def _change(
        self, task: UserTask, what: str, fields: tuple[Field, ...], read: Callable[[Values], Changeset]
    ) -> None:
        look = self.look_at(task)

        async def submit(values: Values) -> None:
            fresh = await look.unless_changed()
            await self.explained(fresh, lambda fresh: self.session.inbox.change(fresh, read(values)))
            self.say(f"changed {what.lower()} of {title_of(task)}")

        self._dialog(FieldsDialog(f"{what} of {title_of(task)}", fields, submit))


def _typed(timestamp: str | None) -> str:
    when = moment(timestamp)
    return f"{when.astimezone():%Y-%m-%d %H:%M}" if when else ""


def _date(values: Values) -> str:
    return read_date(values["date"], clock.now())
