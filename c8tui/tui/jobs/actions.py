"""What can be done to jobs: activate some, and answer the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from c8tui.model.jobs import Job
from c8tui.session.dates import span
from c8tui.session.job_records import JobStep
from c8tui.session.jobs import JobQuery
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.fields import Field, Values, required, whole_number
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.jobs.answering import JobAnswers
from c8tui.tui.jobs.completing import JobCompleting
from c8tui.tui.jobs.many import ManyJobs

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.polling import Polling
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
    polling: Polling

    @property
    def listed(self) -> RecordList[Job]:
        """The list."""


class JobActions:
    """The commands on jobs."""

    def __init__(self, ui: Ui, session: Session, jobs: JobList, many: ManyJobs) -> None:
        self._ui, self._session, self._jobs, self._many = ui, session, jobs, many
        self.answering = JobAnswers(ui, session)
        self._completing = JobCompleting(ui, session, self.answering)

    async def action_activate(self) -> None:
        """Ask what to activate, then wait for it; waiting can be cancelled."""
        job = self._jobs.current
        fields = (
            Field("type", "Job type", self._jobs.list_query.query.type or (job.type if job else ""), rule=required),
            Field("count", "Max jobs", "1", rule=whole_number(1, 1_000)),
            Field("lock", "Lock for (s)", "300", "nobody else gets them meanwhile", whole_number(1, 86_400)),
            Field("wait", "Wait up to (s)", "10", "0 does not wait", whole_number(0, 600), waits=True),
        )
        await self._ui.fields("Activate jobs", fields, self._activate, cancellable=NOT_WAITING)
        self._jobs.polling.anew()

    async def _activate(self, values: Values) -> None:
        lock_s, wait_s = int(values["lock"]), int(values["wait"])
        found = await self._session.jobs.activate(
            values["type"].strip(), count=int(values["count"]), lock_ms=lock_s * 1000, wait_ms=wait_s * 1000
        )
        if found:
            until = clock.now() + timedelta(seconds=lock_s)
            self._go_to([job.job_key for job in found])
            broken = self._session.jobs.held.broken
            kept = f"; that cannot be written to disk, a crash would lose sight of it: {broken}" if broken else ""
            words = f"{counted(len(found), 'job')} locked by you until {until:%H:%M}{kept}"
            self._ui.say(words, "warn" if broken else "ok")
        else:
            self._ui.say("no job of that type is free", "warn")

    def _go_to(self, keys: Sequence[str]) -> None:
        """Put the cursor on the first of these jobs; where it is not listed, list them."""
        if not self._jobs.listed.go_to(keys[0]):
            self._jobs.list_query.ask(JobQuery(conditions={"job_key": ", ".join(keys)}))

    async def action_complete_job(self) -> None:
        """Complete the job under the cursor in the way of its kind, or the marked ones with the same variables."""
        if self._many.number:
            variables = await self._completing.variables_for(f"Variables for {self._many.title}")
            await self._many.do(JobStep("complete", variables=variables))
            return
        await self._completing.complete(self._selected())
        self._jobs.polling.anew()

    async def action_fail_job(self) -> None:
        """Fail with what is asked for."""
        many, job = self._many.number, self._jobs.current
        left = max(0, ((job.retries if job else 0) or 0) - 1)
        fields = (
            Field("retries", "Retries left", str(left), "0 creates an incident", whole_number(0, MOST_RETRIES)),
            Field("message", "Error message"),
            Field("backoff", "Try again after (s)", "0", rule=whole_number(0, 86_400)),
        )

        def step(values: Values) -> JobStep:
            return JobStep(
                "fail",
                retries=int(values["retries"]),
                error_message=values["message"],
                retry_back_off_ms=int(values["backoff"]) * 1000,
            )

        if not many:
            await self._ui.sure(f"Failing {self._selected().type}", "fail job")
        await self._one_or_many("Fail", fields, step, lambda job, values: f"Failed {job.type}, {_retries(values)} left")

    async def action_throw_error(self) -> None:
        """Throw a BPMN error with what is asked for."""
        job = self._selected()
        fields = (Field("code", "Error code", rule=required), Field("message", "Error message"))

        async def submit(values: Values) -> None:
            code = values["code"].strip()
            await self.answering.send(JobStep("throw", error_code=code, error_message=values["message"]), job)
            self._ui.say(f"Threw {code} from {job.type}")

        await self._ui.sure(f"Throwing an error from {job.type}", "throw error")
        title = f"Throw an error from {job.type}{self.answering.whose(job)}"
        await self._answer("throw from", title, fields, submit, job)

    async def action_retries(self) -> None:
        """Change the retries, of one or of the marked ones."""
        job = self._jobs.current
        before = str(max(1, (job.retries if job else 0) or 0))
        field = Field("retries", "Retries", before, rule=whole_number(1, MOST_RETRIES))
        await self._one_or_many(
            "Retries of", (field,), lambda values: JobStep("retries", retries=int(values["retries"])),
            lambda job, values: f"{job.type}: {_retries(values)}",
        )  # fmt: skip

    async def action_priority(self) -> None:
        """Change the priority, of one or of the marked ones."""
        job = self._jobs.current
        before = "" if job is None or job.priority is None else str(job.priority)
        hint = "workers get jobs with a higher number first; 50 where nobody set one"
        field = Field("priority", "Priority", before, hint, whole_number(-MOST_RETRIES, MOST_RETRIES))
        await self._one_or_many(
            "Priority of", (field,), lambda values: JobStep("priority", priority=int(values["priority"])),
            lambda job, values: f"{job.type}: priority {int(values['priority']):,}",
        )  # fmt: skip

    async def action_lock(self) -> None:
        """Set anew when locks run out."""
        hint = "from when it is sent; longer or shorter than now"
        field = Field("lock", "Lock for (s)", "300", hint, whole_number(1, 86_400))
        await self._one_or_many(
            "Lock of", (field,), lambda values: JobStep.locking(int(values["lock"]) * 1000, clock.now()),
            lambda job, values: f"{job.type} is locked for {span(int(values['lock']))}",
        )  # fmt: skip

    async def action_release(self) -> None:
        """End locks now: no retry is lost, and any worker gets the jobs."""
        if self._many.number:
            await self._many.do(JobStep("release"))
            return
        job = self._selected()
        if holder := self._session.ops.job_records.holder(job):
            question = f"{job.type} is locked by {holder}. Its work may be done twice when another worker gets the job."
            await self._ui.confirm("Release what another holds?", question, "Release")
        await self._session.ops.job_records.send_explained(JobStep("release"), job)
        self._ui.say(f"Released {job.type}; no retry is lost")
        self._jobs.polling.anew()

    async def _one_or_many(
        self,
        title: str,
        fields: Sequence[Field],
        step: Callable[[Values], JobStep],
        said: Callable[[Job, Values], str],
    ) -> None:
        """Ask for the fields: for the marked jobs, which are shown then, or for the one under the cursor."""
        if self._many.number:
            await self._many.do(step(await self._ui.fields(f"{title} {self._many.title}", fields)))
            return
        job = self._selected()

        async def submit(values: Values) -> None:
            await self.answering.send(step(values), job)
            self._ui.say(said(job, values))

        await self._answer(title.lower(), f"{title} {job.type}{self.answering.whose(job)}", fields, submit, job)

    def _selected(self) -> Job:
        """The job under the cursor."""
        if (job := self._jobs.current) is None:
            raise Cancelled
        return job

    async def _answer(
        self,
        what: str,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, None]],
        job: Job,
    ) -> None:
        await self.answering.fields(what, title, fields, submit, job)
        self._jobs.polling.anew()


def _retries(values: Values) -> str:
    """How many retries were typed: `1 retry`."""
    number = int(values["retries"])
    return f"{number:,} {'retry' if number == 1 else 'retries'}"
