"""Jobs: the list, activation by type, and what may be done to one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from c8tui.api import jobs
from c8tui.model.jobs import ActivatedJob, Activation, Job, JobChangeset, JobFilter
from c8tui.model.search import Op, Page, PageRequest, Search, Sort
from c8tui.session import rules
from c8tui.session.resolve import Sleep, settle
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

WORKER = "c8tui"


SHORTEST_KEY = 16
"""Digits: keys begin with the number of the partition, shifted by 51 bits."""


def is_key(argument: str) -> bool:
    """Whether what a list is narrowed by is the key of a process instance, and not a type."""
    return len(argument) >= SHORTEST_KEY and argument.isascii() and argument.isdecimal()


@dataclass(slots=True)
class Jobs:
    """Reads and commands on jobs. Every command raises Refusal before anything is sent when a rule forbids it."""

    wire: Wire
    read_only: bool = False
    tenant_id: str | None = None
    held: dict[str, ActivatedJob] = field(default_factory=dict)
    """Jobs that we activated and have not answered yet, by key."""
    sleep: Sleep = asyncio.sleep
    """How to wait between two looks at a command whose answer was lost."""

    def rows(self, type_like: str | None = None, process_instance_key: str | None = None) -> Rows[Job]:
        """All jobs, the youngest first, narrowed by type (`*`, `?`) or to those of one process instance."""
        type_ = Op(like=type_like) if type_like and set(type_like) & set("*?") else type_like or None
        conditions = JobFilter(type=type_, process_instance_key=process_instance_key, tenant_id=self.tenant_id)
        query = Search(filter=conditions, sort=(Sort("job_key", "DESC"),))

        async def fetch(page: PageRequest) -> Page[Job]:
            return await jobs.search(self.wire, query.at(page))

        return Rows(fetch, lambda job: job.job_key)

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

    async def complete(self, job: Job, variables: Mapping[str, Any]) -> None:
        """Complete with `variables`."""
        await self._answer(
            job, lambda: jobs.complete(self.wire, job.job_key, variables), lambda now: now.state == "COMPLETED"
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

    async def _answer(
        self, job: Job, send: Callable[[], Awaitable[None]], shows: Callable[[Job], bool], *, lets_go: bool = True
    ) -> None:
        """Send one command on `job`; where its answer is lost, look for what it should have changed."""
        self._allow(rules.why_not_work(job))

        async def took_effect() -> bool:
            query = Search(filter=JobFilter(job_key=job.job_key), page=PageRequest(limit=1))
            return any(map(shows, (await jobs.search(self.wire, query)).items))

        await settle(send(), took_effect, self.sleep)
        if lets_go:
            self.held.pop(job.job_key, None)

    def _allow(self, reason: str | None) -> None:
        rules.allow(reason, read_only=self.read_only)
