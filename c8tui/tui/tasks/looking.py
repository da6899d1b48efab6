"""Looking further than the pane: whole variables, what belongs to a task, and copies of what identifies it."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.model.base import encode
from c8tui.model.user_tasks import Form, UserTask
from c8tui.model.variables import Variable
from c8tui.session.dates import absolute
from c8tui.text import visible
from c8tui.tui.decisions.made import DecisionsMadeDialog
from c8tui.tui.decisions.opening import DeskDoors
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.variable_tree import VariableTreeDialog
from c8tui.tui.modes import JOBS
from c8tui.tui.widgets.notice import Notice

RELATED = (
    ("tasks", "other tasks of its process instance"),
    ("jobs", "jobs of its process instance"),
    ("decisions", "decisions made in its process instance"),
)


class Looking(DeskDoors):
    """A screen with a current task that one may want to know more of."""

    @property
    def current(self) -> UserTask | None:
        """The task that the keys act on."""
        raise NotImplementedError

    def action_variables(self) -> None:
        """Show all variables of the task in full."""
        if (task := self.current) is not None:
            whole = self.session.inbox.variables(task.user_task_key, whole=True)
            self.app.push_screen(VariableTreeDialog(f"Variables of {task.name or task.element_id}", whole))

    def action_read_form(self) -> None:
        """Show the form of a task that is over, as it was filled in."""
        if (task := self.current) is not None:
            self.say(f"fetching the form of {task.name or task.element_id}")
            form = self.session.inbox.filled_in(task)
            self.ask(form, lambda found: self._read_form(task, *found), group="look", exclusive=True)

    def _read_form(self, task: UserTask, form: Form | None, variables: tuple[Variable, ...]) -> None:
        # Here, since the first rows of the inbox need not wait for what only forms need.
        from c8tui.session.forms import local_now, opened_or_why_not
        from c8tui.tui.dialogs.form_reading import FormReadingDialog

        state, why_not = opened_or_why_not(form, variables, as_it_is=True) if form is not None else (None, "")
        if state is None:
            self.say(f"{why_not or 'its form is not on the cluster any more'}; e shows its variables", "warn")
            return
        self.query_one(Notice).clear()
        title = f"Form of {task.name or task.element_id}"
        self.app.push_screen(FormReadingDialog(title, over_words(task), state, forms=self.session.forms, now=local_now))

    def action_related(self) -> None:
        """Choose what to go to from the task."""
        if (task := self.current) is not None:
            self.app.push_screen(
                ChoiceDialog("Related", RELATED, RELATED[0][0]), lambda chosen: self._go_to(task, chosen)
            )

    def _go_to(self, task: UserTask, chosen: str | None) -> None:
        if chosen == "tasks":
            self.show_instance(task)
        elif chosen == "jobs":
            self.c8app.go(JOBS, task.process_instance_key)
        elif chosen == "decisions":
            title = f"Decisions made in {task.process_name or task.process_definition_id}"
            evaluations, instance = self.session.evaluations, task.process_instance_key
            self.app.push_screen(DecisionsMadeDialog(title, evaluations, instance, self.open_evaluation))

    def show_instance(self, task: UserTask) -> None:
        """List the tasks of a task's process instance."""
        raise NotImplementedError

    def action_copy_more(self) -> None:
        """Choose what of the task to copy."""
        if (task := self.current) is not None:
            texts = dict(copies_of(task))
            choices = [(name, f"{name:<22}{visible(text, 16)}") for name, text in texts.items()]
            self.app.push_screen(ChoiceDialog("Copy", choices, "task key"), lambda name: self._copy(texts, name))

    def _copy(self, texts: dict[str, str], name: str | None) -> None:
        if name is not None:
            self.copy(texts[name], lambda where: self.say(f"copied the {name} {where}"))


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
        "name": task.name or task.element_id,
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
