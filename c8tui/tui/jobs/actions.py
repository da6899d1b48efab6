"""What can be done to jobs: activate some, and answer the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from c8tui.model.jobs import Job
from c8tui.session.jobs import JobQuery
from c8tui.session.variables import read_edit
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.fields import Field, Values, required, whole_number
from c8tui.tui.flow import Cancelled, Ui

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.query import ListQuery
    from c8tui.tui.widgets.record_list import RecordList

MOST_RETRIES = 2**31 - 1
NOT_WAITING = "Not waiting any more. What the cluster handed out meanwhile comes back when its lock runs out."


class JobList(Protocol):
    """The list, as what is done to its rows sees it."""

    @property
    def current(self) -> Job | None:
        """The job under the cursor."""

    list_query: ListQuery[JobQuery]

    def look_again(self) -> None:
        """Something has changed."""

    @property
    def listed(self) -> RecordList[Job]:
        """The list."""


class JobActions:
    """The commands on jobs."""

    def __init__(self, ui: Ui, session: Session, jobs: JobList) -> None:
        self._ui, self._session, self._jobs = ui, session, jobs

    async def action_activate(self) -> None:
        """Ask what to activate, then wait for it; waiting can be cancelled."""
        job = self._jobs.current
        fields = (
            Field("type", "Job type", self._jobs.list_query.query.type or (job.type if job else ""), rule=required),
            Field("count", "Max jobs", "1", rule=whole_number(1, 1_000)),
            Field("lock", "Lock for (s)", "300", "nobody else gets them meanwhile", whole_number(1, 86_400)),
            Field("wait", "Wait up to (s)", "10", "0 does not wait", whole_number(0, 600)),
        )
        await self._ui.fields("Activate jobs", fields, self._activate, cancellable=NOT_WAITING)
        self._jobs.look_again()

    async def _activate(self, values: Values) -> None:
        lock_s, wait_s = int(values["lock"]), int(values["wait"])
        found = await self._session.jobs.activate(
            values["type"].strip(), count=int(values["count"]), lock_ms=lock_s * 1000, wait_ms=wait_s * 1000
        )
        if found:
            until = clock.now() + timedelta(seconds=lock_s)
            self._go_to([job.job_key for job in found])
            self._ui.say(f"{counted(len(found), 'job')} locked by you until {until:%H:%M}")
        else:
            self._ui.say("no job of that type is free", "warn")

    def _go_to(self, keys: Sequence[str]) -> None:
        """Put the cursor on the first of these jobs; where it is not listed, list them."""
        if not self._jobs.listed.go_to(keys[0]):
            self._jobs.list_query.ask(JobQuery(conditions={"job_key": ", ".join(keys)}))

    async def action_complete_job(self) -> None:
        """Complete with variables typed as JSON."""
        job = self._selected()

        async def submit(text: str) -> None:
            await self._session.jobs.complete(job, read_edit(text, ()).variables)
            self._ui.say(f"Completed {job.type}")

        await self._ui.sure(f"Completing {job.type}", "complete job")
        dialog = VariablesDialog(
            f"Complete {job.type}", "{}", submit, drafts=self._session.drafts,
            draft_name=self._session.draft_name("job", job.job_key), original=(), editor=self._session.settings.editor,
        )  # fmt: skip
        await self._ui.open(dialog)
        self._jobs.look_again()

    async def action_fail_job(self) -> None:
        """Fail with what is asked for."""
        job = self._selected()
        left = max(0, (job.retries or 0) - 1)
        fields = (
            Field("retries", "Retries left", str(left), "0 creates an incident", whole_number(0, MOST_RETRIES)),
            Field("message", "Error message"),
            Field("backoff", "Try again after (s)", "0", rule=whole_number(0, 86_400)),
        )

        async def submit(values: Values) -> None:
            await self._session.jobs.fail(
                job,
                retries=int(values["retries"]),
                error_message=values["message"],
                retry_back_off_ms=int(values["backoff"]) * 1000,
            )
            self._ui.say(f"Failed {job.type}, {_retries(values)} left")

        await self._ui.sure(f"Failing {job.type}", "fail job")
        await self._answer(f"Fail {job.type}{self._whose(job)}", fields, submit)

    async def action_throw_error(self) -> None:
        """Throw a BPMN error with what is asked for."""
        job = self._selected()
        fields = (Field("code", "Error code", rule=required), Field("message", "Error message"))

        async def submit(values: Values) -> None:
            code = values["code"].strip()
            await self._session.jobs.throw_error(job, error_code=code, error_message=values["message"])
            self._ui.say(f"Threw {code} from {job.type}")

        await self._ui.sure(f"Throwing an error from {job.type}", "throw error")
        await self._answer(f"Throw an error from {job.type}{self._whose(job)}", fields, submit)

    async def action_retries(self) -> None:
        """Change the retries."""
        job = self._selected()
        field = Field("retries", "Retries", str(max(1, job.retries or 0)), rule=whole_number(1, MOST_RETRIES))

        async def submit(values: Values) -> None:
            await self._session.jobs.set_retries(job, int(values["retries"]))
            self._ui.say(f"{job.type}: {_retries(values)}")

        await self._answer(f"Retries of {job.type}", (field,), submit)

    def _whose(self, job: Job) -> str:
        """For the title of what answers it."""
        return "" if job.job_key in self._session.jobs.held else " (not activated by you)"

    def _selected(self) -> Job:
        """The job under the cursor."""
        if (job := self._jobs.current) is None:
            raise Cancelled
        return job

    async def _answer(
        self, title: str, fields: Sequence[Field], submit: Callable[[Values], Coroutine[Any, Any, None]]
    ) -> None:
        await self._ui.fields(title, fields, submit)
        self._jobs.look_again()


def _retries(values: Values) -> str:
    """How many retries were typed: `1 retry`."""
    number = int(values["retries"])
    return f"{number:,} {'retry' if number == 1 else 'retries'}"
