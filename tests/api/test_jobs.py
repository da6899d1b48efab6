"""The job endpoints: method, path, body, and the patience of a long poll."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from c8tui.api import incidents, jobs
from c8tui.api.wire import Wire
from c8tui.errors import NotFound
from c8tui.model.incidents import Incident, IncidentFilter
from c8tui.model.jobs import ActivatedJob, Activation, Job, JobChangeset, JobFilter
from c8tui.model.search import Op, PageRequest, Search, Sort
from tests.api.fakes import Cluster, answer, problem


@pytest.mark.parametrize(
    ("send", "method", "path", "body"),
    [
        (lambda wire: jobs.complete(wire, "5", {"a": None}), "POST", "/jobs/5/completion", {"variables": {"a": None}}),
        (
            lambda wire: jobs.fail(wire, "5", retries=0, error_message="no ink", retry_back_off_ms=500, variables={}),
            "POST",
            "/jobs/5/failure",
            {"retries": 0, "errorMessage": "no ink", "retryBackOff": 500, "variables": {}},
        ),
        (lambda wire: jobs.fail(wire, "5", retries=2), "POST", "/jobs/5/failure", {"retries": 2, "retryBackOff": 0}),
        (
            lambda wire: jobs.throw_error(wire, "5", error_code="E1", error_message="m", variables={"x": 1}),
            "POST",
            "/jobs/5/error",
            {"errorCode": "E1", "errorMessage": "m", "variables": {"x": 1}},
        ),
        (
            lambda wire: jobs.update(wire, "5", JobChangeset(retries=3)),
            "PATCH",
            "/jobs/5",
            {"changeset": {"retries": 3}},
        ),
        (
            lambda wire: jobs.update(wire, "5", JobChangeset(timeout=60_000)),
            "PATCH",
            "/jobs/5",
            {"changeset": {"timeout": 60_000}},
        ),
    ],
)
async def test_commands(send: Callable[[Wire], Awaitable[None]], method: str, path: str, body: Any) -> None:
    here = Cluster(httpx.Response(204))
    await send(here.wire())
    assert here.asked == (method, path, body)


async def test_search() -> None:
    here = Cluster(answer({"items": [{"jobKey": "5", "type": "mail", "retries": 0}], "page": {"totalItems": 1}}))
    query = Search(filter=JobFilter(retries=Op(lte=0)), sort=(Sort("job_key"),))
    page = await jobs.search(here.wire(), query)
    assert here.asked == (
        "POST",
        "/jobs/search",
        {"filter": {"retries": {"$lte": 0}}, "sort": [{"field": "jobKey", "order": "ASC"}]},
    )
    assert page.items == (Job(job_key="5", type="mail", retries=0),)


async def test_activation() -> None:
    here = Cluster(answer({"jobs": [{"jobKey": "5", "type": "mail", "deadline": 1, "variables": {"a": [1]}}]}))
    activation = Activation(
        type="mail", timeout=60_000, max_jobs_to_activate=3, worker="me", request_timeout=20_000, fetch_variable=("a",)
    )
    assert await jobs.activate(here.wire(), activation) == (
        ActivatedJob(job_key="5", type="mail", deadline=1, variables={"a": [1]}),
    )
    assert here.asked == (
        "POST",
        "/jobs/activation",
        {
            "type": "mail",
            "timeout": 60_000,
            "maxJobsToActivate": 3,
            "worker": "me",
            "requestTimeout": 20_000,
            "fetchVariable": ["a"],
        },
    )


async def test_a_long_poll_that_ran_out_is_empty() -> None:
    here = Cluster(answer({"jobs": []}))
    assert await jobs.activate(here.wire(), Activation(type="mail", timeout=1, max_jobs_to_activate=1)) == ()


@pytest.mark.parametrize(
    ("request_timeout", "read_timeout"),
    [(60_000, 70.0), (10_000, 20.0), (1_000, 15.0), (0, 20.0), (None, 20.0), (-1, 15.0)],
)
async def test_the_read_timeout_lies_above_the_long_poll(request_timeout: int | None, read_timeout: float) -> None:
    here = Cluster(answer({"jobs": []}))
    wire = here.wire(timeouts=httpx.Timeout(15.0, connect=2.0))
    activation = Activation(type="mail", timeout=1, max_jobs_to_activate=1, request_timeout=request_timeout)
    await jobs.activate(wire, activation)
    assert here.requests[0].extensions["timeout"] == {
        "connect": 2.0,
        "read": read_timeout,
        "write": 15.0,
        "pool": 15.0,
    }


# The incident endpoints: method, path and body, and what comes back.


async def test_search_of_incidents() -> None:
    here = Cluster(answer({"items": [{"incidentKey": "5", "state": "ACTIVE"}], "page": {"totalItems": 1}}))
    query = Search(
        filter=IncidentFilter(state="ACTIVE"),
        sort=(Sort("creation_time", "DESC"),),
        page=PageRequest(limit=50, after="abc"),
    )
    page = await incidents.search(here.wire(), query)
    assert here.asked == (
        "POST",
        "/incidents/search",
        {
            "filter": {"state": "ACTIVE"},
            "sort": [{"field": "creationTime", "order": "DESC"}],
            "page": {"limit": 50, "after": "abc"},
        },
    )
    assert page.items == (Incident(incident_key="5", state="ACTIVE"),)
    assert page.page.total_items == 1


async def test_get() -> None:
    here = Cluster(answer({"incidentKey": "5", "errorMessage": "a\nb", "jobKey": "9"}))
    assert await incidents.get(here.wire(), "5") == Incident(incident_key="5", error_message="a\nb", job_key="9")
    assert here.asked == ("GET", "/incidents/5", None)


async def test_one_that_is_not_there() -> None:
    here = Cluster(problem(404, "NOT_FOUND", "There is no incident with key '5'."))
    with pytest.raises(NotFound):
        await incidents.get(here.wire(), "5")
