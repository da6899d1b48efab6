"""Completing a task under one's own name: by its form where it has one that opens, else by its variables as JSON."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session import rules
from c8tui.session.actions import Step
from c8tui.session.runs import Run
from c8tui.session.variables import as_text, cut_words, read_edit
from c8tui.tui.flow import Ui
from c8tui.tui.tasks.sending import Sending, TaskList

if TYPE_CHECKING:
    from c8tui.forms.state import FormState
    from c8tui.session.session import Session

INSTEAD = "variables"
"""What a form ends with when its variables are to be edited instead."""


class Completing:
    """Completes what the list has under its cursor, or the task that it is given."""

    def __init__(self, ui: Ui, session: Session, tasks: TaskList, sending: Sending) -> None:
        self._ui, self._session, self._tasks, self._sending = ui, session, tasks, sending

    async def complete(self, task: UserTask) -> None:
        """Fetch the whole variables, then have them answered and complete."""
        await self._ui.sure(f'Completing "{task.title}"', "complete")
        await self._answer(task, await self._ui.me())

    async def answer_again(self, task: UserTask, me: str, step: Step) -> None:
        """The same answer to another task: at once, or where it was given in a form, through the task's own form."""
        if step.answers and task.form_key:
            await self._answer(task, me, step.answers)
        else:
            await self._ui.sure(f'Completing "{task.title}"', "complete")
            self.put(task, me, step.variables)

    async def _answer(self, task: UserTask, me: str, answers: str = "") -> None:
        """`answers` are those of another task, to be filled in."""
        self._ui.say(f'Fetching the variables of "{task.title}"')
        whole = await self._sending.unchanged_whole(task, lambda fresh: rules.why_not_complete(fresh, me))
        task, variables = whole
        state, why_not = await self._form(task, variables)
        self._ui.hush()
        if state is None or await self._fill_in(task, me, state, answers) == INSTEAD:
            await self._edit_variables(task, me, variables, why_not)
        self._tasks.look_again()

    async def _form(self, task: UserTask, variables: tuple[Variable, ...]) -> tuple[FormState | None, str]:
        """The form over the variables, or why there is none to fill in."""
        if not task.form_key:
            return None, ""
        form = self._session.user_tasks.form(task)
        absent = "Its form is no longer on the cluster."
        return await self._ui.newest("look", self._session.forms.opened(form, variables, absent=absent))

    async def _fill_in(self, task: UserTask, me: str, state: FormState, answers: str) -> str:
        # Here, since the first rows of the inbox need not wait for what only forms need.
        from c8tui.session.forms import answers_of, draft_of, local_now, restore
        from c8tui.tui.dialogs.form import FormDialog

        send, before = self._sender(task, me), draft_of(state, local_now())
        if answers:
            restore(state, answers)

        async def submit(data: dict[str, Any]) -> None:
            await send(data, answers_of(state, before, local_now()))

        return await self._ui.open(
            FormDialog(
                f"Complete {task.title}",
                state,
                submit,
                forms=self._session.forms,
                drafts=self._session.drafts,
                draft_name=self._session.draft_name("form", task.user_task_key),
                now=local_now,
                keep=self._holds,
            )
        )

    async def _edit_variables(self, task: UserTask, me: str, variables: tuple[Variable, ...], why: str) -> None:
        """The editor of variables; `why` says what keeps the task from being answered by its form."""
        from c8tui.tui.dialogs.variables import VariablesDialog

        send = self._sender(task, me)

        async def submit(text: str) -> None:
            await send(read_edit(text, variables).changed)

        elsewhere = f"Its form is elsewhere: {form}" if (form := task.external_form_reference) else ""
        await self._ui.open(
            VariablesDialog(
                f"Complete {task.title}",
                as_text(variables),
                submit,
                drafts=self._session.drafts,
                draft_name=self._session.draft_name("complete", task.user_task_key),
                original=variables,
                editor=self._session.settings.editor,
                keep=self._holds,
                about="  ".join(filter(None, (why or elsewhere, cut_words(variables)))),
            )
        )

    # Sending

    @property
    def _holds(self) -> bool:
        """Whether a completion waits before it is sent, so that a dialog ends while it is on its way."""
        return self._session.outbox.undo_s != 0

    def _sender(self, task: UserTask, me: str) -> Callable[..., Coroutine[Any, Any, None]]:
        """What sends the answer to a task as it is looked at now; waits for the end where nothing is held."""
        look = self._sending.look_at(task)

        async def send(variables: Mapping[str, Any], answers: str = "") -> None:
            run = self.put(await look.unless_changed(), me, variables, answers)
            if not self._holds:
                await self._session.outbox.wait(run)
                if run.first.error is not None:
                    raise run.first.error

        return send

    def put(self, task: UserTask, me: str, variables: Mapping[str, Any], answers: str = "") -> Run:
        """Set the completion on its way; what becomes of it is said by whoever hears of all runs."""
        step = Step("complete", me, variables=variables, answers=answers)
        run = self._session.outbox.put(self._session.task_records, step, (task,))
        self._tasks.on_its_way(task, run)
        return run
