"""A step on all marked tasks: planned, shown, set on its way, watched."""

from __future__ import annotations

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.bulk import Plan, plan
from c8tui.session.rows import fixed
from c8tui.session.variables import read_edit
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.screens.marks import Marking
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.widgets.notice import Notice

WAYS = (("same", "the same variables for all"), ("none", "with the variables as they are"), ("each", "one by one"))
"""How many tasks can be completed."""


class BulkActions(Marking[UserTask], Completing):
    """The commands on the marked tasks."""

    def bulk(self, step: Step) -> None:
        """Read the marked tasks again, show what would be done, and do it when somebody says so."""
        tasks = self.targets()
        self.say(f"looking again at {len(tasks):,} tasks")
        self.ask(plan(self.session.inbox, step, tasks), self._preview, group="plan", exclusive=True)

    def _preview(self, found: Plan) -> None:
        self.query_one(Notice).clear()
        self.listed.marks.update((task.user_task_key, task) for task in found.tasks)
        self.listed.marks.update((task.user_task_key, task) for task, _ in found.left_out)
        self.listed.marks.update((task.user_task_key, task) for task in found.held)
        if not found.tasks and not found.held:
            reasons = ", ".join(f"{number:,} {why}" for why, number in found.reasons)
            self.say(f"{found.step.verb}: none of the {len(found.left_out):,} marked tasks: {reasons}", "warn")
            return
        settings = self.session.settings
        name = (settings.profile or "protected") if settings.protected else None

        def decided(yes: bool | None) -> None:
            if yes:
                self.c8app.reporter.watch(self.session.outbox.put(found.step, preview.plan.tasks))

        preview = BulkPreview(found, undo_s=settings.undo_s, require=name)
        self.app.push_screen(preview, decided)

    # Completing many

    def complete_marked(self, me: str) -> None:
        """Ask how; then the same variables for all, none, or each by itself."""
        number = len(self.listed.marks)

        def chosen(way: str | None) -> None:
            if way == "same":
                self._same_variables(me)
            elif way == "none":
                self.bulk(Step("complete", me))
            elif way == "each":
                self.stream_over(me)

        self.app.push_screen(ChoiceDialog(f"Complete {number:,} marked tasks", WAYS, "same"), chosen)

    def _same_variables(self, me: str) -> None:
        made: list[Step] = []

        async def keep(text: str) -> None:
            made.append(Step("complete", me, variables=read_edit(text, ()).variables))

        dialog = VariablesDialog(
            f"Variables for {len(self.listed.marks):,} tasks",
            "{\n  \n}",
            keep,
            drafts=self.session.drafts,
            draft_name=self.session.draft_name("complete", "marked"),
            original=(),
            editor=self.session.settings.editor,
            keep=True,
        )
        self.app.push_screen(dialog, lambda yes: self.bulk(made[-1]) if yes else None)

    def stream_over(self, me: str) -> None:
        """The marked tasks one after the other."""
        from c8tui.tui.tasks.stream import StreamScreen

        rows = fixed(self.targets(), lambda task: task.user_task_key)
        self.app.push_screen(StreamScreen(rows, me, None, self), lambda _: self.poll_anew())
