"""Jobs of the first state meet every fate, and each is consistent."""

from __future__ import annotations

from tests.sandbox.clusters import Cluster


async def test_jobs_of_every_fate(cluster: Cluster) -> None:
    jobs = await cluster.items("/jobs")
    assert {job["type"] for job in jobs} == {"payment-service", "ship-order"}
    assert {job["state"] for job in jobs} == {"CREATED", "COMPLETED", "FAILED", "ERROR_THROWN"}
    incidents = {item["jobKey"]: item for item in await cluster.items("/incidents") if item["jobKey"]}
    for job in jobs:
        stopped = job["state"] == "ERROR_THROWN" or (job["state"] == "FAILED" and job["retries"] == 0)
        assert (job["jobKey"] in incidents) == stopped
        assert (job["endTime"] is not None) == (job["state"] in ("COMPLETED", "ERROR_THROWN"))
        assert job["hasFailedWithRetriesLeft"] == (job["state"] == "FAILED" and job["retries"] > 0)
        assert job["creationTime"] <= job["lastUpdateTime"]
    assert {item["errorType"] for item in incidents.values()} == {"JOB_NO_RETRIES", "UNHANDLED_ERROR_EVENT"}
    assert any(job["deadline"] for job in jobs)


async def test_a_failed_job_comes_back_after_its_pause(cluster: Cluster) -> None:
    retrying = {job["jobKey"] for job in await cluster.items("/jobs", {"hasFailedWithRetriesLeft": True})}
    cluster.at += 3601
    got: set[str] = set()
    for type in ("payment-service", "ship-order"):
        got |= {job["jobKey"] for job in await cluster.activate(type, maxJobsToActivate=100, tenantFilter="ASSIGNED")}
    assert retrying <= got
