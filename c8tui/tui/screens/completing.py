"""Completing a task under one's own name, from whatever screen shows it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from c8tui.errors import C8Error
from c8tui.model.user_tasks import Form, UserTask
from c8tui.model.variables import Variable
from c8tui.session import rules
from c8tui.session.runs import Run
from c8tui.session.steps import Step
from c8tui.session.variables import as_text, cut_words, read_edit
from c8tui.tui.modals.fields import Field, FieldsDialog, Values, anything, required
from c8tui.tui.modals.variables import VariablesDialog
from c8tui.tui.screens.collision import Collisions
from c8tui.tui.screens.looking import Looking
from c8tui.tui.widgets.notice import Notice


def names_in(text: str) -> tuple[str, ...]:
    """Names typed with commas between them."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def title_of(task: UserTask) -> str:
    """The task as sentences call it."""
    return task.name or task.element_id


class Completing(Collisions, Looking):
    """A screen with a current task that is completed by somebody whose name is known."""

    @property
    def current(self) -> UserTask | None:
        """The task that the keys act on."""
        raise NotImplementedError

    # Completing it

    def action_complete(self) -> None:
        """Fetch the whole variables, then edit them and complete."""
        if (task := self.current) is not None:
            self.when_sure(f"Completing {title_of(task)}", lambda: self.as_me(lambda me: self._edit(task, me)))

    def answer_again(self, task: UserTask, me: str, step: Step) -> None:
        """The same answer to another task: at once, or where it was given in a form, through the task's own form."""
        if step.answers and task.form_key:
            self._edit(task, me, step.answers)
        else:
            what = f"Completing {title_of(task)}"
            self.when_sure(what, lambda: self.complete_with(task, me, step.variables))

    def _edit(self, task: UserTask, me: str, answers: str = "") -> None:
        self.say(f"fetching the variables of {title_of(task)}")
        self.if_variables_unchanged(
            task,
            lambda fresh: rules.why_not_complete(fresh, me),
            lambda fresh, variables: self._answer_task(fresh, me, variables, answers),
        )

    def _answer_task(self, task: UserTask, me: str, variables: tuple[Variable, ...], answers: str) -> None:
        """By its form where it has one that can be opened, else by its variables."""
        if not task.form_key:
            self._edit_variables(task, me, variables)
            return

        def opened(form: Form | None) -> None:
            if form is None:
                self._edit_variables(task, me, variables, "Its form is not on the cluster any more.")
            else:
                self._fill_in(task, me, variables, form, answers)

        def failed(error: C8Error) -> None:
            self._edit_variables(task, me, variables, f"Its form cannot be had: {error.detail}")

        self.ask(self.session.inbox.form(task), opened, failed=failed, group="look", exclusive=True)

    def _fill_in(self, task: UserTask, me: str, variables: tuple[Variable, ...], form: Form, answers: str) -> None:
        """Opens the form, with `answers` of another task in it."""
        # Here, since the first rows of the inbox need not wait for what only forms need.
        from c8tui.session.form_drafts import answers_of, draft_of, restore
        from c8tui.session.forms import local_now, opened_or_why_not
        from c8tui.tui.modals.form import FormDialog

        state, why_not = opened_or_why_not(form, variables)
        if state is None:
            self._edit_variables(task, me, variables, why_not)
            return
        send, before = self._completion(task, me), draft_of(state, local_now())
        if answers:
            restore(state, answers)

        async def submit(data: dict[str, Any]) -> None:
            await send(data, answers_of(state, before, local_now()))

        def left(result: str | None) -> None:
            if result == "variables":
                self._edit_variables(task, me, variables)
            elif result is not None:
                self.poll_anew()

        self.query_one(Notice).clear()
        dialog = FormDialog(
            f"Complete {title_of(task)}",
            state,
            submit,
            forms=self.session.forms,
            drafts=self.session.drafts,
            draft_name=self.session.draft_name("form", task.user_task_key),
            now=local_now,
            keep=self.holds,
        )
        self.app.push_screen(dialog, left)

    @property
    def holds(self) -> bool:
        """Whether a completion waits before it is sent, so that a dialog ends while it is on its way."""
        return self.session.outbox.undo_s != 0

    def _completion(self, task: UserTask, me: str) -> Callable[..., Coroutine[Any, Any, None]]:
        """What sends the answer to a task as it is looked at now; waits for the end where nothing is held."""
        look = self.look_at(task)

        async def send(variables: Mapping[str, Any], answers: str = "") -> None:
            run = self.complete_with(await look.unless_changed(), me, variables, answers)
            if not self.holds:
                await self.session.outbox.wait(run)
                if run.first.error is not None:
                    raise run.first.error

        return send

    def _edit_variables(self, task: UserTask, me: str, variables: tuple[Variable, ...], why: str = "") -> None:
        """The editor of variables; `why` says what keeps the task from being answered by its form."""
        send = self._completion(task, me)

        async def submit(text: str) -> None:
            await send(read_edit(text, variables).changed)

        self.query_one(Notice).clear()
        elsewhere = f"Its form is elsewhere: {form}" if (form := task.external_form_reference) else ""
        dialog = VariablesDialog(
            f"Complete {title_of(task)}",
            as_text(variables),
            submit,
            drafts=self.session.drafts,
            draft_name=self.session.draft_name("complete", task.user_task_key),
            original=variables,
            editor=self.session.settings.editor,
            keep=self.holds,
            about="  ".join(filter(None, (why or elsewhere, cut_words(variables)))),
        )
        self._dialog(dialog)

    def complete_with(self, task: UserTask, me: str, variables: Mapping[str, Any], answers: str = "") -> Run:
        """Set the completion on its way; what becomes of it is said by whoever hears of all runs."""
        return self.session.outbox.put(Step("complete", me, variables=variables, answers=answers), (task,))

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
            self.session.introduce(values["user"].strip(), names_in(values["groups"]))

        def answered(said: bool | None) -> None:
            if said:
                self.introduced()
                if then is not None:
                    then()

        why = f"could not say who you are ({me.unsaid})" if me.unsaid else "does not say who you are"
        about = f"This cluster {why}. It is asked once and remembered on this machine."
        self.app.push_screen(FieldsDialog("Who are you?", fields, submit, about=about), answered)

    def introduced(self) -> None:
        """It is known now who we are."""
        self.tell()

    # Sending

    def run(self, command: Coroutine[Any, Any, None], said: str) -> None:
        """Send one command; the overlay shows its effect at once, and takes it back when it is refused."""
        self.ask(command, lambda _: self._ran(said), failed=self.refused, group="commands")

    def act(self, step: Step, task: UserTask) -> None:
        """Do `step` to `task` when it is what somebody saw, or they want it all the same."""
        self.if_unchanged(
            task,
            step.why_not,
            lambda fresh: self.run(self.do_now(step, fresh), f"{step.done} {title_of(fresh)}{_from(step, fresh)}"),
        )

    async def do_now(self, step: Step, task: UserTask) -> None:
        """Send a step at once; a conflict says what has become of the task."""
        await self.explained(task, lambda fresh: step.send(self.session.inbox, fresh))
        self.session.repeat.did(step, task)
        self.say(f"{step.done} {title_of(task)}" + (f": {values}" if (values := step.values()) else ""))

    def _ran(self, said: str) -> None:
        self.session.counts.wrote()
        self.say(said)
        self.poll_anew()

    def _dialog(self, dialog: FieldsDialog | VariablesDialog) -> None:
        self.app.push_screen(dialog, lambda worked: self.poll_anew() if worked else None)


def _from(step: Step, task: UserTask) -> str:
    """From whom a task is taken over."""
    return f" from {task.assignee}" if step.kind == "take_over" else ""
