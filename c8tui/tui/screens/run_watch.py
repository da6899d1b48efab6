"""Hearing what becomes of the steps that were set on their way, from whichever screen they came."""

from __future__ import annotations

from c8tui.session.runs import Item, Run
from c8tui.session.steps import Step
from c8tui.tui.command_actions import CommandActions
from c8tui.tui.modals.choice import ChoiceDialog
from c8tui.tui.screens.bulk_actions import BulkActions
from c8tui.tui.screens.completing import Completing, title_of


class RunWatch(BulkActions):
    """The one screen that hears of every run; it says what became of it where somebody looks."""

    def __init__(self) -> None:
        super().__init__()
        self._watched_runs: set[str] = set()
        self._told_broken = ""

    def on_mount(self) -> None:
        self.session.outbox.told.append(self._heard)
        for run, begun in self.session.outbox.journal.left_over():
            self.session.outbox.adopt(run)
            self.call_after_refresh(self._ask_about, run, begun)

    def _ask_about(self, run: Run, begun: bool) -> None:
        """What an earlier c8tui had not finished: nothing is sent unless somebody says so."""
        counts, number = run.counts, len(run.items)
        what = f"{run.step.doing} {title_of(run.first.task) if number == 1 else f'{number:,} tasks'}"
        about = f"It ended while {what}: {run.words()}." if begun else f"It ended before {what}; nothing was sent."
        if counts["unknown"]:
            about += " Those that are unknown are read again, and not sent again."
        choices = (("later", "decide later"), ("on", f"send the {counts['waiting']:,} that were not sent"),
                   ("drop", "send nothing more"))  # fmt: skip

        def chosen(choice: str | None) -> None:
            if choice == "on":
                self.session.outbox.go_on(run)
            elif choice == "drop":
                self.session.outbox.stop(run)
            if choice in ("on", "drop"):
                self.watch_run(run)

        self.app.push_screen(ChoiceDialog("c8tui was ended", choices, "later", about), chosen)

    @property
    def front(self) -> CommandActions:
        """The screen that somebody looks at: this one, or one that was opened over it."""
        shown = [screen for screen in self.app.screen_stack if isinstance(screen, CommandActions)]
        return shown[-1] if shown else self

    def _heard(self, run: Run) -> None:
        if not self.listening:
            return
        if run.state in ("held", "paused") and run.id not in self._watched_runs:
            self._watched_runs.add(run.id)
            self.ask(self.session.outbox.wait(run), group="runs")  # a bug in there ends the program
        if run.state == "held":
            self._held(run)
        elif run.state == "taken_back":
            front = self.front
            (front if isinstance(front, Completing) else self).taken_back(run)
        elif run.state == "finished":
            if len(run.items) == 1:
                self._one_over(run.step, run.first)
            else:
                self._many_over(run)
            self.session.counts.wrote()
            self.poll_anew()
        if run.state != "running":  # each task of many tells; the dialog of a run looks by itself
            self.front.tell()

    def _held(self, run: Run) -> None:
        """It waits for a while, and can be taken back; a journal that cannot be written is told once."""
        if (broken := self.session.outbox.journal.broken) and broken != self._told_broken:
            self._told_broken = broken
            self.front.say(f"what is on its way cannot be written down, and a crash would lose it: {broken}", "warn")
            return
        if self.session.outbox.undo_s and len(run.items) == 1:
            self.front.say(f"{run.step.doing} {title_of(run.first.task)}   u undo")

    def _many_over(self, run: Run) -> None:
        """Those that are done are unmarked; the others stay marked, for another try."""
        for item in run.of_state("done"):
            self.listed.marks.pop(item.task.user_task_key, None)
        self.listed.redraw()
        if run.counts["done"] and run.step.kind == "complete":
            self.session.drafts.drop(self.session.draft_name("complete", "marked"))
        self.front.say(f"{run.words()}   R shows all", "ok" if run.counts["done"] == len(run.items) else "warn")

    def _one_over(self, step: Step, item: Item) -> None:
        """A single task: done, or the failure in full, and what was typed is still there."""
        if item.error is None and item.state == "done":
            if step.kind == "complete":
                for what in ("complete", "form"):
                    self.session.drafts.drop(self.session.draft_name(what, item.task.user_task_key))
            self.front.say(f"{step.done} {title_of(item.task)}")
        elif item.error is not None and self.session.outbox.undo_s:  # else the dialog is still open and says it
            self.front.on_failure(item.error)
