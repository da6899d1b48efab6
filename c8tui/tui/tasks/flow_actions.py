"""Going on: the next task after an action, the same again, and the stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from c8tui.model.user_tasks import UserTask
from c8tui.session.last_action import Deed
from c8tui.session.runs import Run
from c8tui.session.user_tasks import TaskDetail
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.tasks.actions import TaskActions
from c8tui.tui.tasks.completing import title_of


class TaskFlow(TaskActions):
    """Moves through the list. Mix in beside it."""

    def complete_with(self, task: UserTask, me: str, variables: Mapping[str, Any], answers: str = "") -> Run:
        """On its way; the cursor goes on to the next task."""
        run = super().complete_with(task, me, variables, answers)
        if self.current is not None and self.current.user_task_key == task.user_task_key:
            self.listed.action_move(1)
        return run

    def taken_back(self, run: Run) -> None:
        """The cursor goes back to what was taken back."""
        super().taken_back(run)
        self.go_to(run.first.task.user_task_key)

    def action_stream(self) -> None:
        """One task after the other, from the one under the cursor on."""
        self.as_me(self._stream)

    def _stream(self, me: str) -> None:
        from c8tui.tui.tasks.stream import StreamScreen

        self.app.push_screen(StreamScreen(self.rows(), me, self.current, self), lambda _: self.poll_anew())

    def action_repeat(self) -> None:
        """Look at the task, then ask with what would be done and how it differs from the last one."""
        deed, task = self.session.repeat.last, self.current
        if deed is not None and task is not None:
            asking = self.session.details.fetch(task)
            self.as_me(lambda me: self.ask(asking, lambda detail: self._ask_again(deed, detail, me), group="edit"))

    def _ask_again(self, deed: Deed, detail: TaskDetail, me: str) -> None:
        task, step = detail.task, deed.step_for(me)
        if reason := step.why_not(task):
            self.say(f"{step.verb} {title_of(task)}: {reason}", "warn")
            return
        differs = "\n".join(deed.differs(task, detail.variables or ())) or "It does not differ from the last one."
        if "variables" in detail.troubles:
            differs = f"How it differs is not known: {detail.troubles['variables'].detail}"
        question = f"{title_of(task)}: {step.verb} {step.values()}\n\n{differs}"

        def decided(yes: bool | None) -> None:
            if yes:
                self._do_again(deed, task, me)

        title = f"Same again: {step.verb}"
        self.app.push_screen(ConfirmDialog(title, question, step.verb.capitalize()), decided)

    def _do_again(self, deed: Deed, task: UserTask, me: str) -> None:
        step = deed.step_for(me)
        if step.kind == "complete":
            self.answer_again(task, me, step)
        else:
            self.run(self.do_now(step, task), f"{step.done} {title_of(task)}")
