"""What the keys of the inbox do to a task."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from c8tui.errors import C8Error
from c8tui.model.base import moment
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.model.variables import Variable
from c8tui.session.dates import EXAMPLES, NotADate, read_date
from c8tui.session.variables import as_text, read_edit
from c8tui.tui import clock
from c8tui.tui.list_screen import ListScreen
from c8tui.tui.modals.confirm import ConfirmDialog
from c8tui.tui.modals.fields import Field, FieldsDialog, Values, anything, required, whole_number
from c8tui.tui.modals.variables import VariablesDialog
from c8tui.tui.widgets.notice import Notice


def _a_date(text: str) -> str | None:
    """The rule of a date field."""
    try:
        read_date(text, clock.now())
    except NotADate as wrong:
        return wrong.detail
    return None


def _names(text: str) -> tuple[str, ...]:
    """Names typed with commas between them."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


class TaskActions(ListScreen[UserTask]):
    """The commands on the task under the cursor."""

    # Who holds it

    def action_claim(self) -> None:
        """Claim, never steal."""
        if (task := self.current) is not None:
            self.as_me(lambda me: self.run(self.session.inbox.claim(task, me), f"claimed {_title(task)}"))

    def action_unclaim(self) -> None:
        """Give back."""
        if (task := self.current) is not None:
            self.as_me(lambda me: self.run(self.session.inbox.unclaim(task, me), f"gave back {_title(task)}"))

    def action_take_over(self) -> None:
        """Take over from whoever holds it, after a question that names them."""
        if (task := self.current) is not None:
            self.as_me(lambda me: self._confirm_take_over(task, me))

    def _confirm_take_over(self, task: UserTask, me: str) -> None:
        settings = self.session.settings
        question = f"{task.assignee} holds {_title(task)}. They are not told when you take it over."

        def decided(yes: bool | None) -> None:
            if yes:
                self.run(self.session.inbox.take_over(task, me), f"took over {_title(task)} from {task.assignee}")

        name = (settings.profile or "protected") if settings.protected else None
        dialog = ConfirmDialog("Take over", question, f"Take over from {task.assignee}", require=name)
        self.app.push_screen(dialog, decided)

    def action_assign(self) -> None:
        """Assign to anybody."""
        if (task := self.current) is None:
            return
        held = f"{task.assignee} holds it now" if task.assignee else "nobody holds it now"
        field = Field("assignee", "Assign to", hint=held, rule=required)

        async def submit(values: Values) -> None:
            await self.session.inbox.assign(task, values["assignee"].strip())
            self.say(f"{_title(task)} is {values['assignee'].strip()}'s now")

        self._dialog(FieldsDialog(f"Assign {_title(task)}", (field,), submit))

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
                candidate_groups=_names(values["groups"]), candidate_users=_names(values["users"])
            ),
        )

    def _change(
        self, task: UserTask, what: str, fields: tuple[Field, ...], read: Callable[[Values], Changeset]
    ) -> None:
        async def submit(values: Values) -> None:
            await self.session.inbox.change(task, read(values))
            self.say(f"changed {what.lower()} of {_title(task)}")

        self._dialog(FieldsDialog(f"{what} of {_title(task)}", fields, submit))

    # Completing it

    def action_complete(self) -> None:
        """Fetch the whole variables, then edit them and complete."""
        if (task := self.current) is not None:
            self.when_sure(f"Completing {_title(task)}", lambda: self.as_me(lambda me: self._edit(task, me)))

    def _edit(self, task: UserTask, me: str) -> None:
        self.say(f"fetching the variables of {_title(task)}")
        fetching = self.session.inbox.variables(task.user_task_key, whole=True)
        self.ask(fetching, lambda variables: self._edit_variables(task, me, variables), group="edit", exclusive=True)

    def _edit_variables(self, task: UserTask, me: str, variables: tuple[Variable, ...]) -> None:
        async def submit(text: str) -> None:
            await self.session.inbox.complete(task, me, read_edit(text, variables).changed)
            self.say(f"completed {_title(task)}")

        self.query_one(Notice).clear()
        dialog = VariablesDialog(
            f"Complete {_title(task)}",
            as_text(variables),
            submit,
            drafts=self.session.drafts,
            draft_name=self.session.draft_name("complete", task.user_task_key),
            original=variables,
            editor=self.session.settings.editor,
        )
        self._dialog(dialog)

    # Who am I

    def as_me(self, act: Callable[[str], object]) -> None:
        """Act under my name; where nobody knows it yet, ask for it once and go on."""
        if user := self.session.identity.user:
            act(user)
        else:
            self.introduce(then=lambda: self.as_me(act))

    def action_introduce(self) -> None:
        """Say who you are."""
        self.introduce()

    def introduce(self, then: Callable[[], object] | None = None, *, need_groups: bool = False) -> None:
        """Ask for user and groups, remember them, and go on with `then`."""
        me = self.session.identity
        groups_rule = required if need_groups else anything
        fields = (
            Field("user", "Your user name, as tasks are assigned to it", me.user or "", rule=required),
            Field("groups", "Your candidate groups", ", ".join(me.groups), "separated by commas", groups_rule),
        )

        async def submit(values: Values) -> None:
            self.session.introduce(values["user"].strip(), _names(values["groups"]))

        def answered(said: bool | None) -> None:
            if said:
                self.introduced()
                if then is not None:
                    then()

        about = "This cluster does not say who you are. It is asked once and remembered on this machine."
        self.app.push_screen(FieldsDialog("Who are you?", fields, submit, about=about), answered)

    def introduced(self) -> None:
        """It is known now who we are."""
        self.tell()

    # Sending

    def run(self, command: Coroutine[Any, Any, None], said: str) -> None:
        """Send one command; the overlay shows its effect at once, and takes it back when it is refused."""
        self.ask(command, lambda _: self._ran(said), failed=self._refused, group="commands")

    def _ran(self, said: str) -> None:
        self.say(said)
        self.poll_anew()

    def _refused(self, error: C8Error) -> None:
        self.on_failure(error)
        self.poll_anew()

    def _dialog(self, dialog: FieldsDialog | VariablesDialog) -> None:
        self.app.push_screen(dialog, lambda worked: self.poll_anew() if worked else None)


def _title(task: UserTask) -> str:
    return task.name or task.element_id


def _typed(timestamp: str | None) -> str:
    when = moment(timestamp)
    return f"{when.astimezone():%Y-%m-%d %H:%M}" if when else ""


def _date(values: Values) -> str:
    return read_date(values["date"], clock.now())
