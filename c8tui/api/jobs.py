"""Jobs: find them, take them, and say how they went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from c8tui.api.request import given, path
from c8tui.model.jobs import ActivatedJob, ActivatedJobs, Activation, Job, JobChangeset, JobFilter, JobResult
from c8tui.model.search import Page, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def activate(wire: Wire, activation: Activation) -> tuple[ActivatedJob, ...]:
    """Lock and fetch jobs, waiting for the first one; empty when the long poll ran out. POST /jobs/activation.

    May be cancelled, but jobs that the cluster had handed out by then stay locked until their timeout.
    """
    wait_ms = activation.request_timeout or 0
    return (await wire.ask("/jobs/activation", activation, ActivatedJobs, long_poll_ms=wait_ms)).jobs


async def complete(wire: Wire, job_key: str, variables: Mapping[str, Any], result: JobResult | None = None) -> None:
    """The job is done; `result` is of listeners and ad-hoc sub-processes. POST /jobs/{key}/completion."""
    await wire.command("POST", path("jobs", job_key, "completion"), given(variables=variables, result=result))


async def fail(
    wire: Wire,
    job_key: str,
    *,
    retries: int,
    error_message: str | None = None,
    retry_back_off_ms: int = 0,
    variables: Mapping[str, Any] | None = None,
) -> None:
    """The job failed; with no `retries` left an incident opens. POST /jobs/{key}/failure."""
    body = given(retries=retries, errorMessage=error_message, retryBackOff=retry_back_off_ms, variables=variables)
    await wire.command("POST", path("jobs", job_key, "failure"), body)


async def throw_error(
    wire: Wire,
    job_key: str,
    *,
    error_code: str,
    error_message: str | None = None,
    variables: Mapping[str, Any] | None = None,
) -> None:
    """Throw a BPMN error for the process to catch. POST /jobs/{key}/error."""
    body = given(errorCode=error_code, errorMessage=error_message, variables=variables)
    await wire.command("POST", path("jobs", job_key, "error"), body)


async def update(wire: Wire, job_key: str, changeset: JobChangeset) -> None:
    """Change retries, lock or, from 8.10 on, priority. PATCH /jobs/{key}."""
    await wire.command("PATCH", path("jobs", job_key), given(changeset=changeset))


async def search(wire: Wire, query: Search[JobFilter]) -> Page[Job]:
    """A page of jobs, without touching them. POST /jobs/search, 8.8+."""
    return await wire.search("/jobs/search", query, Job)
