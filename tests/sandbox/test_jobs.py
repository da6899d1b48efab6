"""The life of a job: locked, done, failed, thrown, updated."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.clusters import Cluster


async def test_activation_locks_for_a_while(cluster: Cluster) -> None:
    (job,) = await cluster.activate()
    assert job["deadline"] == int(cluster.at * 1000) + 60_000
    assert (job["type"], job["worker"], job["retries"]) == ("payment-service", "w", 3)
    assert job["customHeaders"] == {"currency": "EUR", "provider": "sandpay"}
    assert set(job["variables"]) == {"amount", "customer", "orderNo", "items"}
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
    (variable,) = await cluster.items("/variables", {"scopeKey": job["elementInstanceKey"]})
    assert variable["name"] == "seen"
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
