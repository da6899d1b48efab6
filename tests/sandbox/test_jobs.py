"""The life of a job: locked, done, failed, thrown, updated."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

import pytest

from c8tui.sandbox.activation import wait
from tests.sandbox.clusters import Cluster


async def test_activation_locks_for_a_while(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    assert job["deadline"] == int(cluster.at * 1000) + 60_000
    assert (job["type"], job["worker"], job["retries"]) == ("payment-service", "w", 3)
    assert job["customHeaders"] == {"currency": "EUR", "provider": "sandpay"}
    assert set(job["variables"]) == {"amount", "customer", "orderNo", "items", "parcel"}
    shown = await cluster.job(jobKey=job["jobKey"])
    assert (shown["state"], shown["deadline"], shown["worker"]) == ("CREATED", "2027-01-15T08:01:00.000Z", "w")
    others = await cluster.activate(maxJobsToActivate=100)
    assert job["jobKey"] not in {other["jobKey"] for other in others}
    cluster.at += 61
    again = await cluster.activate(maxJobsToActivate=100)
    assert job["jobKey"] in {other["jobKey"] for other in again}
    assert (await cluster.job(jobKey=job["jobKey"]))["state"] == "TIMED_OUT"


async def test_only_wanted_variables_come_along(cluster: Cluster) -> None:
    (job,) = await cluster.activate(fetchVariable=["amount", "unknown"])
    assert set(job["variables"]) == {"amount"}


async def test_completion_moves_the_process_on(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    await cluster.do("POST", f"/jobs/{job['jobKey']}/completion", {"variables": {"receipt": "R-1"}})
    shown = await cluster.job(jobKey=job["jobKey"])
    assert (shown["state"], shown["endTime"]) == ("COMPLETED", "2027-01-15T08:00:00.000Z")
    task = await cluster.task(processInstanceKey=job["processInstanceKey"])
    assert task["name"] == "Check delivery"
    (variable,) = await cluster.items(
        "/variables", {"processInstanceKey": job["processInstanceKey"], "name": "receipt"}
    )
    assert (variable["value"], variable["scopeKey"]) == ('"R-1"', job["processInstanceKey"])
    assert (await cluster.refused("POST", f"/jobs/{job['jobKey']}/completion"))["status"] == 404


async def test_failing_with_retries_left_goes_back_to_the_workers(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    body = {"retries": 2, "errorMessage": "card declined", "retryBackOff": 5000, "variables": {"seen": 1}}
    await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", body)
    shown = await cluster.job(jobKey=job["jobKey"])
    assert (shown["state"], shown["retries"], shown["errorMessage"]) == ("FAILED", 2, "card declined")
    assert (shown["hasFailedWithRetriesLeft"], shown["deadline"]) == (True, None)
    local = await cluster.items("/variables", {"scopeKey": job["elementInstanceKey"]})
    assert "seen" in {variable["name"] for variable in local}
    assert job["jobKey"] not in {j["jobKey"] for j in await cluster.activate(maxJobsToActivate=100)}
    assert (await cluster.refused("POST", f"/jobs/{job['jobKey']}/completion"))["status"] == 409
    cluster.at += 5
    (again,) = await cluster.activate()
    assert (again["jobKey"], again["retries"], again["variables"]["seen"]) == (job["jobKey"], 2, 1)


async def test_failing_without_retries_is_an_incident(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", {"errorMessage": "broken"})
    (incident,) = await cluster.items("/incidents", {"jobKey": job["jobKey"]})
    assert (incident["errorType"], incident["errorMessage"], incident["state"]) == (
        "JOB_NO_RETRIES",
        "broken",
        "ACTIVE",
    )
    assert (await cluster.get(f"/process-instances/{job['processInstanceKey']}"))["hasIncident"] is True


async def test_an_error_that_nothing_catches_is_an_incident(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    await cluster.do("POST", f"/jobs/{job['jobKey']}/error", {"errorCode": "FRAUD", "errorMessage": "stolen card"})
    shown = await cluster.job(jobKey=job["jobKey"])
    assert (shown["state"], shown["errorCode"], shown["errorMessage"]) == ("ERROR_THROWN", "FRAUD", "stolen card")
    (incident,) = await cluster.items("/incidents", {"jobKey": job["jobKey"]})
    assert incident["errorType"] == "UNHANDLED_ERROR_EVENT"
    assert (await cluster.refused("POST", f"/jobs/{job['jobKey']}/error", {"errorCode": "X"}))["status"] == 409


async def test_an_update_sets_retries_and_time(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    await cluster.do("PATCH", f"/jobs/{job['jobKey']}", {"changeset": {"retries": 7, "timeout": 120_000}})
    shown = await cluster.job(jobKey=job["jobKey"])
    assert (shown["retries"], shown["state"], shown["deadline"]) == (7, "RETRIES_UPDATED", "2027-01-15T08:02:00.000Z")
    cluster.at += 61
    assert job["jobKey"] not in {j["jobKey"] for j in await cluster.activate(maxJobsToActivate=100)}


async def test_the_time_of_a_job_that_nobody_holds_cannot_be_set(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", {"retries": 1})
    problem = await cluster.refused("PATCH", f"/jobs/{job['jobKey']}", {"changeset": {"timeout": 1}})
    assert (problem["status"], problem["title"]) == (409, "INVALID_STATE")


@pytest.mark.parametrize(
    ("method", "ending", "body", "named"),
    [
        ("POST", "/completion", {"variables": 1}, "variables"),
        ("POST", "/completion", {"result": {"type": "other"}}, "result.type"),
        ("POST", "/completion", {"leaseToken": "x"}, "leaseToken"),
        ("POST", "/failure", {"retries": -1}, "retries"),
        ("POST", "/failure", {"retryBackOff": "1s"}, "retryBackOff"),
        ("POST", "/error", {}, "errorCode"),
        ("POST", "/error", {"errorCode": ""}, "errorCode"),
        ("PATCH", "", {}, "changeset"),
        ("PATCH", "", {"changeset": {}}, "changeset"),
        ("PATCH", "", {"changeset": {"retries": 0}}, "changeset.retries"),
        ("PATCH", "", {"changeset": {"timeout": 0}}, "changeset.timeout"),
        ("PATCH", "", {"changeset": {"priority": 1}}, "changeset.priority"),
        ("PATCH", "", {"changeset": {"retries": 1}, "operationReference": 0}, "operationReference"),
    ],
)
async def test_a_bad_command_names_the_property(
    cluster: Cluster, method: str, ending: str, body: Any, named: str
) -> None:
    problem = await cluster.refused(method, f"/jobs/42{ending}", body)
    assert problem["status"] == 400
    assert f"'{named}'" in problem["detail"]


async def test_priority_is_newer() -> None:
    cluster = Cluster(dialect="8.10")
    (job,) = await cluster.activate()
    assert (job["priority"], job["physicalTenantId"]) == (50, "default")
    await cluster.do("PATCH", f"/jobs/{job['jobKey']}", {"changeset": {"priority": 9}})
    assert (await cluster.job(jobKey=job["jobKey"]))["priority"] == 9


async def test_unknown_jobs_are_not_found(cluster: Cluster) -> None:
    for ending in ("completion", "failure"):
        assert (await cluster.refused("POST", f"/jobs/42/{ending}"))["status"] == 404


# Activation: what it asks for, and how it waits.


async def exhaust(cluster: Cluster, type: str = "ship-order") -> None:
    await cluster.activate(type, maxJobsToActivate=1000, timeout=10_000_000, tenantIds=["<default>", "tenant-b"])
    assert await cluster.activate(type) == []


async def test_a_waiting_activation_wakes_when_a_job_appears(cluster: Cluster) -> None:
    await exhaust(cluster)
    waiting = asyncio.create_task(cluster.activate("ship-order", requestTimeout=30_000))
    await asyncio.sleep(0)
    task = await cluster.task(elementId="check-delivery")
    assert not waiting.done()
    began = monotonic()
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    (job,) = await waiting
    assert job["processInstanceKey"] == task["processInstanceKey"]
    assert monotonic() - began < 5


async def test_a_waiting_activation_ends_with_nothing(cluster: Cluster) -> None:
    await exhaust(cluster)
    assert await cluster.activate("ship-order", requestTimeout=20) == []


async def test_a_job_that_time_makes_ready_is_found_while_waiting(cluster: Cluster) -> None:
    await cluster.activate("ship-order", maxJobsToActivate=1000, tenantIds=["<default>", "tenant-b"])
    waiting = asyncio.create_task(cluster.activate("ship-order", requestTimeout=30_000))
    await asyncio.sleep(0)
    cluster.at += 61
    assert len(await waiting) == 1


async def test_a_cancelled_activation_locks_nothing(cluster: Cluster) -> None:
    await exhaust(cluster)
    waiting = asyncio.create_task(cluster.activate("ship-order", requestTimeout=30_000))
    await asyncio.sleep(0.01)
    waiting.cancel()
    task = await cluster.task(elementId="check-delivery")
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    job = await cluster.job(processInstanceKey=task["processInstanceKey"], elementId="ship-order")
    assert job["deadline"] is None


async def test_tenants_are_those_asked_for(cluster: Cluster) -> None:
    default = await cluster.activate(maxJobsToActivate=1000)
    assert {job["tenantId"] for job in default} <= {"<default>"}
    cluster.at += 100
    assert len(await cluster.activate(maxJobsToActivate=1000, tenantFilter="ASSIGNED")) >= len(default)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"type": None}, "type"),
        ({"type": " "}, "type"),
        ({"timeout": None}, "timeout"),
        ({"timeout": 0}, "timeout"),
        ({"timeout": 1.5}, "timeout"),
        ({"maxJobsToActivate": 0}, "maxJobsToActivate"),
        ({"fetchVariable": "amount"}, "fetchVariable"),
        ({"requestTimeout": "long"}, "requestTimeout"),
        ({"tenantFilter": "ALL"}, "tenantFilter"),
        ({"withLease": True}, "withLease"),
        ({"typo": 1}, "typo"),
    ],
)
async def test_a_bad_order_names_the_property(cluster: Cluster, change: dict[str, Any], named: str) -> None:
    order = {"type": "x", "timeout": 1, "maxJobsToActivate": 1, "requestTimeout": -1}
    problem = await cluster.refused("POST", "/jobs/activation", order | change)
    assert problem["status"] == 400
    assert f"'{named}'" in problem["detail"]


async def test_a_tenant_that_one_lacks_is_forbidden() -> None:
    order = {"type": "x", "timeout": 1, "maxJobsToActivate": 1, "requestTimeout": -1, "tenantIds": ["tenant-b"]}
    assert (await Cluster("anna").refused("POST", "/jobs/activation", order))["status"] == 403


async def test_waiting_for_an_event_that_comes_or_does_not() -> None:
    event = asyncio.Event()
    await wait(event, 0.001)
    event.set()
    await wait(event, 60)
    assert not event.is_set()
