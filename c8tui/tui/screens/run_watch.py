"""Hearing what becomes of the steps that were set on their way, from whichever screen they came."""

from __future__ import annotations

from c8tui.session.runs import Item, Run
from c8tui.session.steps import Step
from c8tui.tui.command_actions import CommandActions
from c8tui.tui.screens.completing import Completing, title_of


class RunWatch(Completing):
    """The one screen that hears of every run; it says what became of it where somebody looks."""

    def on_mount(self) -> None:
        self.session.outbox.told.append(self._heard)

    @property
    def front(self) -> CommandActions:
        """The screen that somebody looks at: this one, or one that was opened over it."""
        shown = [screen for screen in self.app.screen_stack if isinstance(screen, CommandActions)]
        return shown[-1] if shown else self

    def _heard(self, run: Run) -> None:
        if not self.listening:
            return
        if run.state == "held":
            self.ask(self.session.outbox.wait(run), group="runs")  # a bug in there ends the program
            self._held(run)
        elif run.state == "finished":
            if len(run.items) == 1:
                self._one_over(run.step, run.first)
            self.poll_anew()
        self.front.tell()

    def _held(self, run: Run) -> None:
        """It waits for a while, and can be taken back."""
        if self.session.outbox.undo_s and len(run.items) == 1:
            self.front.say(f"{run.step.doing} {title_of(run.first.task)}   u undo")

    def _one_over(self, step: Step, item: Item) -> None:
        """A single task: done, or the failure in full, and what was typed is still there."""
        if item.error is None and item.state == "done":
            if step.kind == "complete":
                self.session.drafts.drop(self.session.draft_name("complete", item.task.user_task_key))
            self.front.say(f"{step.done} {title_of(item.task)}")
        elif item.error is not None and self.session.outbox.undo_s:  # else the dialog is still open and says it
            self.front.on_failure(item.error)
