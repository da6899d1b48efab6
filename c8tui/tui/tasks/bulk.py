"""A step on all marked tasks: planned, shown, set on its way, watched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.runs import Run
from c8tui.session.variables import read_edit
from c8tui.text import counted
from c8tui.tui.flow import Ui
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.previewing import agreed

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.dialogs.variables import VariablesDialog

WAYS = (("same", "the same variables for all"), ("none", "variables unchanged"), ("each", "one by one"))
"""How many tasks can be completed."""


class Bulk:
    """Does a step to the marked tasks; `watch` shows a run."""

    def __init__(
        self,
        ui: Ui,
        session: Session,
        marks: Marks[UserTask],
        *,
        watch: Callable[[Run], object],
        one_by_one: Callable[[str], Awaitable[object]],
    ) -> None:
        """`one_by_one` goes through the marked tasks under a name."""
        self._ui, self._session, self._marks = ui, session, marks
        self._watch, self._one_by_one = watch, one_by_one

    async def do(self, step: Step) -> None:
        """Read the marked tasks again, show what would be done, and do it when somebody says so."""
        chosen = (await agreed(self._ui, self._marks, self._session.task_records, step, f"{step.kind} many")).plan
        self._watch(self._session.outbox.put(chosen.resource, step, chosen.records, chosen.skipped))

    # Completing many

    async def complete(self) -> None:
        """Ask how; then the same variables for all, none, or each by itself."""
        me = await self._ui.me()
        way = await self._ui.choose(f"Complete {counted(self._marks.number, 'marked task')}", WAYS, "same")
        if way == "each":
            await self._one_by_one(me)
        elif way == "none":
            await self.do(Step("complete", me))
        else:
            text = await self._ui.open(self._same_for_all())
            await self.do(Step("complete", me, variables=read_edit(text, ()).variables))

    def _same_for_all(self) -> VariablesDialog:
        from c8tui.tui.dialogs.variables import VariablesDialog

        async def check(text: str) -> None:
            read_edit(text, ())

        return VariablesDialog(
            f"Variables for {counted(self._marks.number, 'task')}",
            "{\n  \n}",
            check,
            drafts=self._session.drafts,
            draft_name=self._session.draft_name("complete", "marked"),
            original=(),
            editor=self._session.settings.editor,
            keep=True,
        )
