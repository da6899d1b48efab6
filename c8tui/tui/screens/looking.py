"""Looking further than the pane: whole variables, what belongs to a task, and copies of what identifies it."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.model.base import encode
from c8tui.model.user_tasks import UserTask
from c8tui.text import visible
from c8tui.tui.modals.choice import ChoiceDialog
from c8tui.tui.modals.decisions_made import DecisionsMadeDialog
from c8tui.tui.modals.variable_tree import VariableTreeDialog
from c8tui.tui.modes import JOBS
from c8tui.tui.screens.desk_doors import DeskDoors

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
