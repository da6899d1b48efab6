"""Incidents: found by anything, and resolved: a job goes on when it has retries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.clusters import Cluster

DIALECTS = ["8.8", "8.9", "8.10"]


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


async def test_what_has_no_job_fails_again(cluster: Cluster) -> None:
    (incident,) = await cluster.items("/incidents", {"errorType": "CONDITION_ERROR"})
    cluster.at += 60
    await cluster.do("POST", f"/incidents/{incident['incidentKey']}/resolution")
    there = await cluster.items("/incidents", {"elementInstanceKey": incident["elementInstanceKey"]}, "creationTime")
    resolved, again = sorted(there, key=lambda one: one["creationTime"])
    assert resolved == incident | {"state": "RESOLVED"}
    assert again == incident | {"incidentKey": again["incidentKey"], "creationTime": again["creationTime"]}
    assert again["creationTime"] > incident["creationTime"]
    assert (await cluster.get(f"/process-instances/{incident['processInstanceKey']}"))["hasIncident"] is True


async def test_what_is_mended_goes_on(cluster: Cluster) -> None:
    """The form was deployed meanwhile, the condition gets the value that it needs."""
    (form,) = await cluster.items("/incidents", {"errorType": "FORM_NOT_FOUND"})
    (condition,) = await cluster.items("/incidents", {"errorType": "CONDITION_ERROR"})
    approved = {"variables": {"approved": True}}
    await cluster.do("PUT", f"/element-instances/{condition['processInstanceKey']}/variables", approved)
    for incident, element in ((form, "review-invoice"), (condition, "release-payment")):
        await cluster.do("POST", f"/incidents/{incident['incidentKey']}/resolution")
        (task,) = await cluster.items("/user-tasks", {"processInstanceKey": incident["processInstanceKey"]})
        assert (task["elementId"], task["state"]) == (element, "CREATED")
        instance = await cluster.get(f"/process-instances/{incident['processInstanceKey']}")
        assert instance["hasIncident"] is False


async def test_new_retries_alone_resolve_nothing(cluster: Cluster) -> None:
    job, incident = await broken_job(cluster)
    await cluster.do("PATCH", f"/jobs/{job}", {"changeset": {"retries": 3}})
    assert (await cluster.get(f"/incidents/{incident}"))["state"] == "ACTIVE"


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_every_filter_narrows(dialect: str) -> None:
    cluster = Cluster(dialect=dialect)
    everything = await cluster.items("/incidents")
    some = next(one for one in everything if one["errorType"] == "EXTRACT_VALUE_ERROR")
    for name in set(some) - {"rootProcessInstanceKey", "jobKey"}:
        found = await cluster.items("/incidents", {name: some[name]})
        assert found == [one for one in everything if one[name] == some[name]] != []
    job = next(one["jobKey"] for one in everything if one["jobKey"])
    assert [one["jobKey"] for one in await cluster.items("/incidents", {"jobKey": job})] == [job]
    wanted: dict[str, Any] = {"errorMessage": {"$like": "*boolean*"}, "creationTime": {"$lt": "2027-01-15T08:00:00Z"}}
    wanted |= {"errorType": {"$in": ["EXTRACT_VALUE_ERROR", "UNKNOWN"]}, "state": {"$neq": "RESOLVED"}}
    assert await cluster.items("/incidents", wanted) == [some]


async def test_kinds_cannot_be_left_out_before_8_9() -> None:
    wanted = {"filter": {"errorType": {"$notIn": ["JOB_NO_RETRIES"]}}}
    refused = await Cluster(dialect="8.8").refused("POST", "/incidents/search", wanted)
    assert (refused["status"], "'filter.errorType.$notIn'" in refused["detail"]) == (400, True)
    assert await Cluster(dialect="8.9").items("/incidents", wanted["filter"])


async def test_the_unknown_state_is_not_known_before_8_9() -> None:
    wanted = {"filter": {"state": "UNKNOWN"}}
    assert (await Cluster(dialect="8.8").refused("POST", "/incidents/search", wanted))["status"] == 400
    assert await Cluster(dialect="8.9").items("/incidents", wanted["filter"]) == []


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_the_message_is_a_sort_of_8_8_alone(dialect: str) -> None:
    cluster = Cluster(dialect=dialect)
    if dialect == "8.8":
        messages = [one["errorMessage"] for one in await cluster.items("/incidents", None, "errorMessage DESC")]
        assert messages == sorted(messages, reverse=True)
    else:
        body = {"sort": [{"field": "errorMessage"}]}
        assert (await cluster.refused("POST", "/incidents/search", body))["status"] == 400


async def test_page_by_page_there_and_back(cluster: Cluster) -> None:
    order = "errorType DESC, creationTime"
    everything = await cluster.items("/incidents", None, order)
    keys, page = list[str](), await cluster.search("/incidents", None, order, {"limit": 4})
    while page["items"]:
        keys += [one["incidentKey"] for one in page["items"]]
        last, page = (
            page,
            await cluster.search("/incidents", None, order, {"limit": 4, "after": page["page"]["endCursor"]}),
        )
    assert keys == [one["incidentKey"] for one in everything]
    before = {"limit": 4, "before": last["page"]["startCursor"]}
    back = await cluster.search("/incidents", None, order, before)
    assert [one["incidentKey"] for one in back["items"]] == keys[-len(last["items"]) - 4 : -len(last["items"])]
