"""A command on all marked jobs: read again, shown, set on its way and watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from c8tui.model.jobs import Job
from c8tui.session.bulk import plan
from c8tui.session.job_records import JobStep
from c8tui.session.runs import Run, reasons_in_words
from c8tui.text import counted
from c8tui.tui.flow import Ui
from c8tui.tui.screens.marks import Marks

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
        from c8tui.tui.dialogs.bulk_preview import BulkPreview

        jobs = self._marks.targets()
        self._ui.say(f"Reading {counted(len(jobs), 'job')} again")
        found = await self._ui.newest("plan", plan(self._session.ops.job_records, step, jobs))
        self._ui.hush()
        self._marks.now_are((*found.records, *(job for job, _ in found.left_out), *found.held))
        if not found.records and not found.held:
            reasons = reasons_in_words([why for _, why in found.left_out])
            self._ui.say(f"{step.verb}: none of the {counted(len(jobs), 'marked job')}: {reasons}", "warn")
            return
        kind = f"{step.kind} many jobs"
        preview = BulkPreview(found, unlisted=self._marks.unlisted_words, require=self._ui.name_for(kind))
        await self._ui.open(preview)
        self._ui.named(kind)
        chosen = preview.plan
        self._watch(self._session.outbox.put(chosen.resource, step, chosen.records, chosen.skipped))
