"""Jobs as a resource of runs: retries, locks, completions and failures, of one job or of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal

import msgspec
from msgspec import Struct

from c8tui.api import jobs as api
from c8tui.errors import C8Error, Conflict, Forbidden, NotFound, Refusal
from c8tui.model.base import encode, moment
from c8tui.model.jobs import Job, JobFilter, JobResult
from c8tui.model.search import MAX_LIMIT, Op, PageRequest, Search
from c8tui.session import rules
from c8tui.session.dates import absolute, span
from c8tui.session.held_jobs import ran_out
from c8tui.session.jobs import Jobs
from c8tui.session.overlay import Overlay, shows
from c8tui.session.resolve import Sleep
from c8tui.session.resources import Item
from c8tui.session.stale_check import Difference, reason_in, with_words

RAN_OUT = "Its lock has run out"
CHUNK = 500
"""Keys that one search is asked for."""
JobVerb = Literal["retries", "priority", "lock", "release", "complete", "fail", "throw"]
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "retries": ("set retries of", "setting retries of", "given retries"),
    "priority": ("set the priority of", "setting the priority of", "given a priority"),
    "lock": ("set the lock of", "setting the lock of", "locked anew"),
    "release": ("release", "releasing", "released"),
    "complete": ("complete", "completing", "completed"),
    "fail": ("fail", "failing", "failed"),
    "throw": ("throw an error from", "throwing an error from", "thrown from"),
}
"""As a command, while it goes on, and when it is done."""
_OF_WORKERS = frozenset({"lock", "release", "complete", "fail", "throw"})
"""What a worker that holds the job would lose by."""


_ANSWERS = frozenset({"complete", "fail", "throw"})
"""What would end the work of whoever has the job by now."""


class JobStep(Struct, frozen=True):
    """One command on a job; which fields count depends on its kind."""

    kind: JobVerb
    retries: int = 0
    priority: int = 0
    lock_ms: int = 0
    """Milliseconds from when it is sent until the lock runs out."""
    until: str = ""
    """About when that will be, as the API writes dates."""
    error_code: str = ""
    error_message: str = ""
    retry_back_off_ms: int = 0
    variables: Mapping[str, Any] = msgspec.field(default_factory=dict)
    result: JobResult | None = None
    """What a listener or the worker of an ad-hoc sub-process says beside them."""
    user: str | None = None

    @classmethod
    def locking(cls, lock_ms: int, now: datetime) -> JobStep:
        """A lock that runs out `lock_ms` after `now`."""
        return cls("lock", lock_ms=lock_ms, until=(now + timedelta(milliseconds=lock_ms)).isoformat())

    @property
    def verb(self) -> str:
        """As a command."""
        return _WORDS[self.kind][0]

    @property
    def doing(self) -> str:
        """While it goes on."""
        return _WORDS[self.kind][1]

    @property
    def done(self) -> str:
        """When the cluster has said yes."""
        return _WORDS[self.kind][2]

    @property
    def drafts(self) -> tuple[str, ...]:
        """What drafts of it are named by."""
        return ("job",) if self.kind == "complete" else ()

    def values(self, records: Sequence[Job] = ()) -> str:
        """Its values in words, raw."""
        match self.kind:
            case "retries":
                return f"retries become {self.retries:,}"
            case "priority":
                return f"the priority becomes {self.priority:,}"
            case "lock":
                return f"the lock runs out {span(self.lock_ms / 1000)} after it is sent"
            case "release":
                return "the lock ends at once: any worker may take it; no retry is lost"
            case "fail":
                back_off = f", tried again after {self.retry_back_off_ms // 1000:,} s" if self.retry_back_off_ms else ""
                incident = " (an incident each)" if self.retries == 0 else ""
                return f"{self.retries:,} retries left{incident}{back_off}: {self.error_message or 'no message'}"
            case "throw":
                return f"{self.error_code}: {self.error_message or 'no message'}"
        return encode(self.variables).decode() if self.variables else ""

    def effect(self) -> dict[str, Any]:
        """The fields of a job that it changes."""
        match self.kind:
            case "retries":
                return {"retries": self.retries}
            case "priority":
                return {"priority": self.priority}
            case "lock":
                return {"deadline": self.until}
            case "release":
                return {"deadline": None}
            case "fail":
                failed = {"state": "FAILED", "retries": self.retries, "deadline": None}
                return {**failed, "error_message": self.error_message}
            case "throw":
                return {"state": "ERROR_THROWN", "error_code": self.error_code, "deadline": None}
        return {"state": "COMPLETED", "deadline": None}


@dataclass(slots=True)
class JobRecords:
    """The `RunResource` of jobs, whose operations are `JobStep`s."""

    jobs: Jobs
    name: ClassVar[str] = "jobs"
    noun: ClassVar[str] = "job"
    second_look_words: ClassVar[str] = ""
    grace_s: ClassVar[float] = 0.0

    @property
    def read_only(self) -> bool:
        """Whether the profile only looks."""
        return self.jobs.read_only

    @property
    def overlay(self) -> Overlay[Job]:
        """Our own writes over the lists."""
        return self.jobs.overlay

    @property
    def times_pressed(self) -> int:
        """How often the cluster has said that it has too much to do."""
        return self.jobs.wire.times_pressed

    def key_of(self, record: Job) -> str:
        """What a job is known by."""
        return record.job_key

    def title_of(self, record: Job) -> str:
        """Its type, raw."""
        return record.type

    async def read(self, key: str, *, pending: bool = True) -> Job:
        """The job as the index has it. Raises NotFound for a key of none: there is no GET for jobs."""
        if found := await self._several((key,)):
            return self.overlay.over(found[key], pending=pending)
        raise NotFound(f"no job has the key {key}", title="Not found", status=404)

    async def found(self, records: Sequence[Job]) -> dict[str, Job]:
        """Those that the index has, our writes on top."""
        found = await self._several([self.key_of(record) for record in records])
        return {key: self.overlay.over(job) for key, job in found.items()}

    async def _several(self, keys: Sequence[str]) -> dict[str, Job]:
        found: dict[str, Job] = {}
        for begin in range(0, len(keys), CHUNK):
            some = JobFilter(job_key=Op(in_=tuple(keys[begin : begin + CHUNK])))
            page = await api.search(self.jobs.wire, Search(filter=some, page=PageRequest(limit=MAX_LIMIT)))
            found.update((job.job_key, self.overlay.seen(job)) for job in page.items)
        return found

    def differences(self, before: Job, after: Job) -> tuple[Difference, ...]:
        """What a person decides by: state, retries, worker, message."""
        names = ("state", "retries", "worker", "error_message")
        return tuple(
            Difference(name.replace("_", " "), getattr(before, name), getattr(after, name), _shown)
            for name in names
            if (getattr(before, name) or None) != (getattr(after, name) or None)
        )

    def why_not(self, operation: JobStep, record: Job) -> str | None:
        """What is over takes no command; the rest is for the cluster to say, whose index tells of locks late."""
        reason = rules.why_not_work(record)
        if operation.kind == "priority":
            reason = rules.why_not_prioritize(record, self.jobs.gateway_version)
        return reason and reason.removeprefix("it is ")

    def holder(self, record: Job) -> str | None:
        """The worker whose lock holds, as far as the index knows, unless it is ours."""
        until, now = moment(record.deadline), self.jobs.now()
        ours = self.jobs.held.get(record.job_key)
        if until is None or until <= now or (ours is not None and not ran_out(ours, now)):
            return None
        return record.worker or "a worker without a name"

    def takes(self, operation: JobStep, record: Job) -> bool:
        """Whether another worker loses its job by it."""
        return operation.kind in _OF_WORKERS and self.holder(record) is not None

    def shows(self, operation: JobStep, record: Job) -> bool:
        """Whether a job shows the effect; of a lock, whether it ends about when it should."""
        return shows(record, operation.effect())

    def state_words(self, record: Job) -> str:
        """Its state, and who holds it."""
        holder = self.holder(record)
        return rules.job_state_words(record) + (f", locked by {holder}" if holder else "")

    async def send(self, operation: JobStep, record: Job) -> None:
        """Do it to one job."""
        rules.allow(rules.why_not_work(record), read_only=self.read_only)
        write = self.overlay.begin(record, **operation.effect())
        try:
            await self._command(operation, record)
        except BaseException:
            self.overlay.roll_back(write)
            raise
        self.overlay.confirm(write)

    async def _command(self, operation: JobStep, record: Job) -> None:
        match operation.kind:
            case "retries":
                await self.jobs.set_retries(record, operation.retries)
            case "priority":
                await self.jobs.set_priority(record, operation.priority)
            case "lock":
                await self.jobs.set_lock(record, operation.lock_ms)
            case "release":
                await self.jobs.release(record)
            case "complete":
                await self.jobs.complete(record, operation.variables, operation.result)
            case "throw":
                code, message = operation.error_code, operation.error_message
                await self.jobs.throw_error(record, error_code=code, error_message=message)
            case "fail":
                await self.jobs.fail(
                    record,
                    retries=operation.retries,
                    error_message=operation.error_message,
                    retry_back_off_ms=operation.retry_back_off_ms,
                )

    # Refusals

    async def send_explained(self, operation: JobStep, record: Job, told: set[str] | None = None) -> None:
        """The same; a refusal says also what became of the job.

        Where our lock on it ran out meanwhile, that is said once, before anything is sent: `told` keeps the keys of
        the jobs of which it was. The cluster would take the answer of whoever comes first.
        """
        ours = self.jobs.held.get(record.job_key)
        late = ours is not None and operation.kind in _ANSWERS and ran_out(ours, self.jobs.now())
        if ours is not None and late and told is not None and record.job_key not in told:
            told.add(record.job_key)
            words = await self.what_became_of(record)
            now = "" if words == RAN_OUT else f". {words}"
            advice = "Send it again to answer the job all the same."
            at = absolute(datetime.fromtimestamp(ours.deadline / 1000, UTC).isoformat())
            raise Refusal(f"your lock ran out at {at}{now}", title="Nothing was sent", advice=advice)
        try:
            await self.send(operation, record)
        except (Conflict, NotFound) as refused:
            raise with_words(refused, await self.what_became_of(record)) from refused

    async def what_became_of(self, record: Job) -> str:
        """What a job is by now that refused a command; "" where that says nothing new."""
        try:
            fresh = await self.read(record.job_key)
        except NotFound:
            return "It is gone"
        except C8Error:
            return "It cannot be read again"
        if rules.why_not_work(fresh):
            return f"Now it is {rules.job_state_words(fresh)}"
        if holder := self.holder(fresh):
            until = moment(fresh.deadline)
            left = span((until - self.jobs.now()).total_seconds()) if until is not None else "-"
            return f"Now it is locked by {holder} for another {left}"
        ours = self.jobs.held.get(record.job_key)
        if fresh.state == "TIMED_OUT" or (ours and ran_out(ours, self.jobs.now())):
            return RAN_OUT
        return f"Now it is {rules.job_state_words(fresh)}" if fresh.state != record.state else ""

    async def explain(self, operation: JobStep, item: Item, error: C8Error, now: datetime) -> None:
        """What became of the job, where the cluster refused."""
        item.error, item.why = error, reason_in(error.detail)
        if isinstance(error, Conflict | NotFound):
            words = await self.what_became_of(item.record)
            item.error, item.why = with_words(error, words), words or item.why
        elif isinstance(error, Forbidden):
            item.why = f"no permission: {item.why}"

    async def second_look(self, operation: JobStep, items: Sequence[Item], sleep: Sleep) -> None:
        """What the cluster has accepted is done."""

    # On disk

    def written(self, operation: JobStep) -> Mapping[str, Any]:
        """A step for the journal."""
        return msgspec.structs.asdict(operation)

    def operation(self, told: Mapping[str, Any]) -> JobStep:
        """The step that the journal tells of. Raises ValueError for a kind that is none."""
        return msgspec.convert(dict(told), JobStep)

    def records(self, told: Any) -> tuple[Job, ...]:
        """The jobs that the journal tells of."""
        return msgspec.convert(told, tuple[Job, ...])


def _shown(value: object) -> str:
    return "none" if value in (None, "") else str(value).lower().replace("_", " ")
