"""Looking further than the pane: whole variables, what belongs to a task, and copies of what identifies it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from c8tui.model.base import encode
from c8tui.model.user_tasks import UserTask
from c8tui.session.dates import absolute
from c8tui.text import visible
from c8tui.tui.flow import Ui
from c8tui.tui.screens.related import Way, in_place, ways_of_instance
from c8tui.tui.tasks.sending import Sending

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host


class Looking:
    """What one may want to know more of a task."""

    def __init__(
        self,
        ui: Ui,
        session: Session,
        sending: Sending,
        *,
        show_instance: Callable[[UserTask], object],
        host: Host,
    ) -> None:
        """`show_instance` lists the tasks of a task's process instance."""
        self._ui, self._session, self._sending = ui, session, sending
        self._show_instance, self._host = show_instance, host

    def action_variables(self) -> None:
        """Show all variables of the task in full."""
        from c8tui.tui.dialogs.variable_tree import VariableTreeDialog

        task = self._sending.current()
        whole = self._session.user_tasks.variables(task.user_task_key, whole=True)
        self._ui.show(VariableTreeDialog(f"Variables of {task.title}", whole))

    async def action_read_form(self) -> None:
        """Show the form of a task that is over, as it was filled in."""
        # Here, since the first rows of the inbox need not wait for what only forms need.
        from c8tui.session.forms import local_now, opened_or_why_not
        from c8tui.tui.dialogs.form_reading import FormReadingDialog

        task = self._sending.current()
        self._ui.say(f"fetching the form of {task.title}")
        form, variables = await self._ui.newest("look", self._session.user_tasks.filled_in(task))
        state, why_not = opened_or_why_not(form, variables, as_it_is=True) if form is not None else (None, "")
        if state is None:
            why_not = why_not or "its form is not on the cluster any more"
            self._ui.say(f"{why_not}; e shows its variables", "warn")
            return
        self._ui.hush()
        title = f"Form of {task.title}"
        self._ui.show(FormReadingDialog(title, over_words(task), state, forms=self._session.forms, now=local_now))

    def ways(self, task: UserTask) -> Iterator[Way]:
        """Where one can go from a task: the decisions made beside it are shown over the list."""
        instead = {"tasks": lambda: self._show_instance(task), "decisions": lambda: self._show_decisions(task)}
        return in_place(ways_of_instance(self._host, task.process_instance_key, task.element_id), instead)

    def _show_decisions(self, task: UserTask) -> None:
        from c8tui.tui.decisions.made import DecisionsMadeDialog
        from c8tui.tui.decisions.opening import open_evaluation

        title = f"Decisions made in {task.process_name or task.process_definition_id}"
        evaluations, instance = self._session.evaluations, task.process_instance_key
        self._ui.show(DecisionsMadeDialog(title, evaluations, instance, lambda one: open_evaluation(self._ui, one)))

    async def action_copy_more(self) -> None:
        """Choose what of the task to copy."""
        texts = dict(copies_of(self._sending.current()))
        choices = [(name, f"{name:<22}{visible(text, 16)}") for name, text in texts.items()]
        name = await self._ui.choose("Copy", choices, "task key")
        self._ui.copy(texts[name], f"the {name}")


def over_words(task: UserTask) -> str:
    """What became of a task, and what its form shows then: `completed by anna 24 Nov 2026 17:00 CET; ...`."""
    state = task.state.lower()
    by = f" by {task.assignee}" if task.assignee and task.state == "COMPLETED" else ""
    when = f", {absolute(task.completion_date)}" if task.completion_date else ""
    return f"{state}{by}{when}; the variables are shown as they are now"


def copies_of(task: UserTask) -> Iterator[tuple[str, str]]:
    """What of a task somebody may want elsewhere: what it is called here, and the text."""
    texts = {
        "task key": task.user_task_key,
        "name": task.title,
        "assignee": task.assignee,
        "process instance key": task.process_instance_key,
        "root instance key": root if (root := task.root_process_instance_key) != task.process_instance_key else None,
        "element instance key": task.element_instance_key,
        "process id": task.process_definition_id,
        "definition key": task.process_definition_key,
        "business id": task.business_id,
        "form key": task.form_key,
        "external form": task.external_form_reference,
        "whole task as JSON": encode(task).decode(),
    }
    yield from ((name, text) for name, text in texts.items() if text)
