"""Jobs: the list with all that it can be asked, activation by type, and what may be done to one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from msgspec.structs import replace

from c8tui.api import jobs
from c8tui.errors import Conflict, NotFound
from c8tui.model.base import moment
from c8tui.model.jobs import (
    JOB_KINDS,
    JOB_STATES,
    LISTENER_EVENTS,
    ActivatedJob,
    Activation,
    Job,
    JobChangeset,
    JobFilter,
    JobResult,
)
from c8tui.model.search import Op, Page, PageRequest, Search, Sort, Text
from c8tui.session import rules
from c8tui.session.filter_syntax import (
    dates,
    dates_in_words,
    is_long_key,
    keys,
    numbers,
    parts,
    quoted,
    some_of,
    text,
    truth,
    unquoted,
)
from c8tui.session.held_jobs import HeldJobs
from c8tui.session.overlay import Overlay, same_deadline
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, fetching, then
from c8tui.session.resolve import Sleep, resolve
from c8tui.session.rows import Rows

WORKER = "c8tui"
SHORTEST_LOCK_MS = 1
NEWEST_FIRST = Sort("job_key", "DESC")


def _message(words: str, _: datetime) -> Text:
    """A pattern or the whole text; commas are part of it, as messages have them."""
    return Op(like=words) if re.search("[*?]", words) else words


_KEYS = "2251799813685249, or several"

SCHEMA = QuerySchema(
    (
        Condition("type", "Type", lambda words, _: text(words), "payment-service, several with commas, pay*"),
        Condition("state", "State", lambda words, _: some_of(words, JOB_STATES),
                  "created, failed, several with commas, not completed"),
        Condition("retries", "Retries", lambda words, _: numbers(words), "0, <= 1, 1..3"),
        Condition("worker", "Worker", lambda words, _: text(words), "w-1, several, w-*, none"),
        Condition("error_message", "Error message", _message, "*timeout*, or the whole text of it"),
        Condition("error_code", "Error code", lambda words, _: text(words), "DECLINED, several, PAY_*"),
        Condition("has_failed_with_retries_left", "Failed, tried again", lambda words, _: truth(words), "yes, or no"),
        Condition("process_definition_id", "Process", lambda words, _: text(words), "order-handling, several, order-*"),
        Condition("element_id", "Element", lambda words, _: text(words), "ship-order, several, ship-*"),
        Condition("kind", "Kind", lambda words, _: some_of(words, JOB_KINDS), "bpmn element, task listener"),
        Condition("listener_event_type", "Listener event", lambda words, _: some_of(words, LISTENER_EVENTS),
                  "assigning, completing"),
        Condition("deadline", "Locked until", dates, "< now, >= now+5m, any", in_words=dates_in_words),
        Condition("creation_time", "Created", dates, "today, >= now-2h", (8, 9), dates_in_words),
        Condition("last_update_time", "Changed", dates, "today, >= now-2h", (8, 9), dates_in_words),
        Condition("end_time", "Ended", dates, "today, >= now-2h, none", in_words=dates_in_words),
        Condition("is_denied", "Denied", lambda words, _: truth(words), "yes, or no"),
        Condition("denied_reason", "Denied for", _message, "*four eyes*, or the whole text of it"),
        Condition("priority", "Priority", lambda words, _: numbers(words), ">= 51, 26..75", (8, 10)),
        Condition("process_instance_key", "Process instance", lambda words, _: keys(words), _KEYS),
        Condition("element_instance_key", "Element instance key", lambda words, _: keys(words), _KEYS),
        Condition("process_definition_key", "Process key", lambda words, _: keys(words), _KEYS),
        Condition("job_key", "Key", lambda words, _: keys(words), _KEYS),
        Condition("tenant_id", "Tenant", lambda words, _: text(words), "<default>"),
    ),
    (
        Order("job_key", "key", "oldest first", "newest first", "DESC"),
        Order("type", "type"),
        Order("state", "state"),
        Order("retries", "retries", "fewest first", "most first"),
        Order("worker", "worker"),
        Order("deadline", "deadline", "earliest first", "latest first"),
        Order("error_message", "error message"),
        Order("error_code", "error code"),
        Order("has_failed_with_retries_left", "failed, tried again", "no first", "yes first", "DESC", (8, 9)),
        Order("creation_time", "created", "oldest first", "newest first", "DESC", (8, 10)),
        Order("end_time", "ended", "earliest first", "latest first", "DESC"),
        Order("priority", "priority", "lowest first", "highest first", "DESC", (8, 10)),
        Order("process_definition_id", "process"),
        Order("element_id", "element"),
        Order("kind", "kind"),
        Order("listener_event_type", "listener event"),
        Order("is_denied", "denied", "no first", "yes first", "DESC"),
        Order("denied_reason", "denied for"),
        Order("process_instance_key", "process instance", "oldest first", "newest first", "DESC"),
        Order("element_instance_key", "element instance", "oldest first", "newest first", "DESC"),
        Order("process_definition_key", "process key", "oldest first", "newest first", "DESC"),
        Order("tenant_id", "tenant"),
    ),
)  # fmt: skip
"""What the API filters and sorts jobs by."""


class JobQuery(Query, frozen=True):
    """A query over jobs: the newest first, unless it says otherwise."""

    sort: Sort = NEWEST_FIRST

    @classmethod
    def narrowed_to(cls, argument: str) -> JobQuery:
        """To the jobs of a process instance by its key, or of a type (`*`, `?`) by its name; "" for all."""
        if is_long_key(argument):
            return cls(conditions={"process_instance_key": argument})
        special = argument in ("any", "none") or argument.startswith("not ") or len(parts(argument)) > 1
        return cls(conditions={"type": quoted(argument) if special else argument} if argument else {})

    @property
    def type(self) -> str:
        """The type that it is narrowed to; "" for none, or for several."""
        words = self.conditions.get("type", "")
        found = parts(words)
        return "" if len(found) != 1 or words in ("any", "none") or words.startswith("not ") else unquoted(found[0])


@dataclass(slots=True)
class Jobs(Searchable):
    """Reads and commands on jobs. Every command raises Refusal before anything is sent when a rule forbids it."""

    full_schema: ClassVar[QuerySchema] = SCHEMA
    read_only: bool = False
    held: HeldJobs = field(default_factory=HeldJobs)
    """Jobs that we activated and have not answered yet, by key."""
    overlay: Overlay[Job] = field(default_factory=lambda: Overlay(lambda job: job.job_key))
    """Our own writes over the lists."""
    sleep: Sleep = asyncio.sleep
    """How to wait between two looks at a command whose answer was lost."""

    def rows(self, query: JobQuery = JobQuery()) -> Rows[Job]:
        """The jobs that a query is about. Loading raises NotWords for conditions that are none.

        What is relative to now is so whenever a first page is asked for.
        """

        def wanted() -> JobFilter:
            return JobFilter(**self.filtered(query))

        async def search(asked: Search[JobFilter]) -> Page[Job]:
            found = await jobs.search(self.wire, asked)
            return replace(found, items=tuple(map(self.overlay.seen, found.items)))

        fetch = fetching(search, wanted, then(query.sort, NEWEST_FIRST))
        return Rows(fetch, lambda job: job.job_key, self.overlay.over)

    async def activate(self, type_: str, *, count: int, lock_ms: int, wait_ms: int) -> tuple[ActivatedJob, ...]:
        """Lock up to `count` jobs for `lock_ms`, waiting at most `wait_ms` for one; they are then ours to answer."""
        self._allow(None)
        found = await jobs.activate(
            self.wire,
            Activation(
                type=type_,
                worker=WORKER,
                timeout=lock_ms,
                max_jobs_to_activate=count,
                request_timeout=wait_ms if wait_ms > 0 else -1,
                tenant_ids=(self.tenant_id,) if self.tenant_id else None,
            ),
        )
        self.held.update((job.job_key, job) for job in found)
        return found

    async def complete(self, job: Job, variables: Mapping[str, Any], result: JobResult | None = None) -> None:
        """Complete with `variables`, and a result where the job is of a listener or of an ad-hoc sub-process."""
        await self._answer(
            job, lambda: jobs.complete(self.wire, job.job_key, variables, result), lambda now: now.state == "COMPLETED"
        )

    async def fail(self, job: Job, *, retries: int, error_message: str, retry_back_off_ms: int = 0) -> None:
        """Fail with `retries` left; none left makes an incident."""
        await self._answer(
            job,
            lambda: jobs.fail(
                self.wire,
                job.job_key,
                retries=retries,
                error_message=error_message,
                retry_back_off_ms=retry_back_off_ms,
                variables={},
            ),
            lambda now: now.retries == retries and (now.error_message or "") == error_message,
        )

    async def throw_error(self, job: Job, *, error_code: str, error_message: str) -> None:
        """Throw a BPMN error."""
        await self._answer(
            job,
            lambda: jobs.throw_error(
                self.wire, job.job_key, error_code=error_code, error_message=error_message, variables={}
            ),
            lambda now: now.state == "ERROR_THROWN",
        )

    async def set_retries(self, job: Job, retries: int) -> None:
        """Change the number of retries."""
        await self._answer(
            job,
            lambda: jobs.update(self.wire, job.job_key, JobChangeset(retries=retries)),
            lambda now: now.retries == retries,
            lets_go=False,
        )

    async def set_priority(self, job: Job, priority: int) -> None:
        """Change which of several jobs a worker gets first: the higher number. Refusal before 8.10."""
        self._allow(rules.why_not_prioritize(job, self.gateway_version))
        await self._answer(
            job,
            lambda: jobs.update(self.wire, job.job_key, JobChangeset(priority=priority)),
            lambda now: now.priority == priority,
            lets_go=False,
        )

    async def set_lock(self, job: Job, lock_ms: int) -> None:
        """Let the lock of whoever holds the job run out `lock_ms` from now. 409 where nobody holds it."""
        until = self.now() + timedelta(milliseconds=lock_ms)
        await self._answer(
            job,
            lambda: jobs.update(self.wire, job.job_key, JobChangeset(timeout=lock_ms)),
            lambda now: same_deadline(now.deadline, until.isoformat()),
            lets_go=False,
        )
        if held := self.held.get(job.job_key):
            self.held[job.job_key] = replace(held, deadline=int(until.timestamp() * 1000))

    async def release(self, job: Job) -> None:
        """End the lock now, so that any worker gets the job; unlike a failure this costs no retry. 409: nobody has it.

        The API knows no command for it. An update of the timeout counts from now and may shorten a lock, a timeout
        costs no retry, and 0 is no timeout: so the lock is made to run out after the shortest time that there is, and
        the broker hands the job out at its next look for such locks (each second, unless it is configured otherwise).
        A failure with the same retries would be as quick, and would show a job that failed.
        """

        def free(now: Job) -> bool:
            until = moment(now.deadline)
            return now.state == "TIMED_OUT" or until is None or until <= self.now()

        changes = JobChangeset(timeout=SHORTEST_LOCK_MS)
        await self._answer(job, lambda: jobs.update(self.wire, job.job_key, changes), free)

    async def release_held(self) -> int:
        """Release all that we hold and whose lock has not run out; how many. Raises C8Error; those before are free."""
        number = 0
        for one in self.held.holding(self.now()):
            try:
                await self.release(Job(job_key=one.job_key, type=one.type))
                number += 1
            except (Conflict, NotFound):  # it ran out, or is gone: not ours any more
                self.held.pop(one.job_key, None)
        return number

    async def _answer(
        self, job: Job, send: Callable[[], Awaitable[None]], shows: Callable[[Job], bool], *, lets_go: bool = True
    ) -> None:
        """Send one command on `job`; where its answer is lost, look for what it should have changed."""
        self._allow(rules.why_not_work(job))

        async def took_effect() -> bool:
            query = Search(filter=JobFilter(job_key=job.job_key), page=PageRequest(limit=1))
            return any(map(shows, (await jobs.search(self.wire, query)).items))

        try:
            await resolve(send(), took_effect, self.sleep)
        except NotFound:  # somebody else has answered it, or its instance has ended
            self.held.pop(job.job_key, None)
            raise
        if lets_go:
            self.held.pop(job.job_key, None)

    def _allow(self, reason: str | None) -> None:
        rules.allow(reason, read_only=self.read_only)
