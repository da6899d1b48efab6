"""An answer to one job: whose it is, what was typed and not sent, and what becomes of its lock meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from c8tui.dates.wire import in_zone
from c8tui.model.jobs import Job
from c8tui.session.job_records import JobStep
from c8tui.tui import clock
from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog
from c8tui.tui.fields import Field, Values
from c8tui.tui.flow import Ui

if TYPE_CHECKING:
    from c8tui.session.session import Session

SOON_S = 60.0
"""Seconds before its end from which who answers a job is told of its lock."""


class JobAnswers:
    """What the commands on one job have in common."""

    def __init__(self, ui: Ui, session: Session) -> None:
        self._ui, self._session = ui, session
        self._told: set[str] = set()
        """The keys of jobs of which was said that our lock ran out."""
        self._job: Job | None = None
        """The job that a dialog is about."""

    async def send(self, step: JobStep, job: Job) -> None:
        """Send it; where our lock ran out, that is said first."""
        await self._session.ops.job_records.send_explained(step, job, self._told)

    def whose(self, job: Job) -> str:
        """For the title of what answers it."""
        if job.job_key in self._session.jobs.held:
            return ""
        holder = self._session.ops.job_records.holder(job)
        return f" (locked by {holder})" if holder else " (not activated by you)"

    def draft_name(self, what: str, job: Job) -> str:
        """The name of what is typed about a job and not sent yet."""
        return self._session.draft_name(f"{what} job", job.job_key)

    async def fields(
        self,
        what: str,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, object]],
        job: Job,
        *,
        about: str = "",
        keep: bool = False,
    ) -> Values:
        """What is filled in, once it was sent; until then it is kept. `what` names the draft."""
        name = self.draft_name(what, job)
        drafts = self._session.drafts
        dialog = KeptFieldsDialog(title, fields, submit, drafts=drafts, draft_name=name, about=about, keep=keep)
        with self.about(job):
            values: Values = await self._ui.open(dialog)
        return values

    @contextmanager
    def about(self, job: Job) -> Iterator[None]:
        """While a dialog is about this job."""
        self._job = job
        try:
            yield
        finally:
            self._job = None

    def lock_words(self) -> str:
        """What is to be said of our lock on the job that a dialog is about; "" while it holds for long."""
        held = self._session.jobs.held.get(self._job.job_key) if self._job is not None else None
        if held is None:
            return ""
        until = datetime.fromtimestamp(held.deadline / 1000, UTC)
        left, at = (until - clock.now()).total_seconds(), f"{in_zone(until):%H:%M:%S}"
        if left <= 0:
            return f"Your lock ran out at {at}; others may have the job"
        return f"Your lock ends at {at}" if left <= SOON_S else ""
