"""Resolving incidents: the job goes on when it has retries."""

from __future__ import annotations

from tests.sandbox.clusters import Cluster


async def broken_job(cluster: Cluster) -> tuple[str, str]:
    """Keys of a job without retries and of its incident."""
    (job,) = await cluster.activate()
    await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", {"errorMessage": "broken"})
    (incident,) = await cluster.items("/incidents", {"jobKey": job["jobKey"], "state": "ACTIVE"})
    return job["jobKey"], incident["incidentKey"]


async def test_retries_first_then_the_incident(cluster: Cluster) -> None:
    job, incident = await broken_job(cluster)
    problem = await cluster.refused("POST", f"/incidents/{incident}/resolution")
    assert (problem["status"], problem["title"]) == (409, "INVALID_STATE")
    await cluster.do("PATCH", f"/jobs/{job}", {"changeset": {"retries": 1}})
    assert job not in {j["jobKey"] for j in await cluster.activate(maxJobsToActivate=100)}
    await cluster.do("POST", f"/incidents/{incident}/resolution", {"operationReference": 5})
    resolved = await cluster.get(f"/incidents/{incident}")
    assert resolved["state"] == "RESOLVED"
    assert (await cluster.get(f"/process-instances/{resolved['processInstanceKey']}"))["hasIncident"] is False
    assert [j["jobKey"] for j in await cluster.activate()] == [job]
    assert (await cluster.refused("POST", f"/incidents/{incident}/resolution"))["status"] == 404


async def test_8_8_raises_the_incident_anew() -> None:
    cluster = Cluster(dialect="8.8")
    job, incident = await broken_job(cluster)
    await cluster.do("POST", f"/incidents/{incident}/resolution")
    states = {i["incidentKey"]: i["state"] for i in await cluster.items("/incidents", {"jobKey": job})}
    assert states.pop(incident) == "RESOLVED"
    assert list(states.values()) == ["ACTIVE"]


async def test_what_is_not_there_is_not_found(cluster: Cluster) -> None:
    assert (await cluster.refused("POST", "/incidents/42/resolution"))["status"] == 404
    assert (await cluster.refused("POST", "/incidents/x/resolution"))["status"] == 400
