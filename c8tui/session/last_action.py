"""What was done last, to be done again: the step, and what was different about the task it was done to."""

from __future__ import annotations

from msgspec import Struct

from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session.actions import Step
from c8tui.session.runs import Run
from c8tui.session.stale_check import variable_differences
from c8tui.session.user_tasks import Details


class LastAction(Struct, frozen=True):
    """A step that was done to a task, whose variables were these; None where nobody had looked at them."""

    step: Step
    task: UserTask
    variables: tuple[Variable, ...] | None

    def differs(self, task: UserTask, variables: tuple[Variable, ...] | None) -> tuple[str, ...]:
        """What is different about another task, in words (raw)."""
        if (task.process_definition_id, task.element_id) != (self.task.process_definition_id, self.task.element_id):
            return (f"another kind of task: {task.title}, not {self.task.title}",)
        if self.variables is None or variables is None:
            return ("differences unknown: the last task was not open",)
        return tuple(difference.words() for difference in variable_differences(self.variables, variables))

    def step_for(self, user: str) -> Step:
        """The step, for whoever does it now."""
        return self.step.by(user)


class ActionRecorder(Struct):
    """Remembers the last action of this session."""

    details: Details
    last: LastAction | None = None

    def record(self, step: Step, task: UserTask) -> None:
        """Remember `step`; the task's variables are those that were seen last."""
        known = self.details.known(task)
        self.last = LastAction(step, task, known.variables if known else None)

    def run_changed(self, run: Run) -> None:
        """The outbox tells of a run: a new one is what was done last."""
        if run.state == "held" and isinstance(run.step, Step):
            self.record(run.step, run.first.record)
