"""A command on all marked jobs: read again, shown, set on its way and watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from c8tui.model.jobs import Job
from c8tui.session.job_records import JobStep
from c8tui.session.runs import Run
from c8tui.text import counted
from c8tui.tui.flow import Ui
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.previewing import agreed

if TYPE_CHECKING:
    from c8tui.session.session import Session


class ManyJobs:
    """Does a step to the marked jobs; `watch` shows a run."""

    def __init__(self, ui: Ui, session: Session, marks: Marks[Job], watch: Callable[[Run], object]) -> None:
        self._ui, self._session, self._marks, self._watch = ui, session, marks, watch

    @property
    def number(self) -> int:
        """How many are marked."""
        return self._marks.number

    @property
    def title(self) -> str:
        """What is marked, for the title of a dialog."""
        return counted(self.number, "marked job")

    async def do(self, step: JobStep) -> None:
        """Read the marked jobs again, show what would be done, and do it when somebody says so."""
        records = self._session.ops.job_records
        chosen = (await agreed(self._ui, self._marks, records, step, f"{step.kind} many jobs")).plan
        self._watch(self._session.outbox.put(chosen.resource, step, chosen.records, chosen.skipped))
