"""The first state: as many tasks as asked for, in every stage, the same every time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from c8tui.sandbox.store import FIRST_KEY
from tests.sandbox.clusters import Cluster


@pytest.mark.parametrize("tasks", [1, 2, 7, 60, 333])
async def test_there_are_exactly_as_many_tasks_as_asked_for(tasks: int) -> None:
    page = (await Cluster(tasks=tasks).search("/user-tasks", page={"limit": 1}))["page"]
    assert page["totalItems"] == tasks


async def test_the_default_story_is_a_full_inbox() -> None:
    cluster = Cluster(tasks=None)
    tasks = await cluster.items("/user-tasks")
    states = Counter(task["state"] for task in tasks)
    assert 380 <= states["CREATED"] <= 420
    assert states["COMPLETED"] >= 100
    is_open = [task for task in tasks if task["state"] == "CREATED"]
    assert {task["processName"] for task in is_open} == {
        "Invoice approval",
        "Quote to cash",
        "Order handling",
        "Complaint",
        "Onboarding",
    }
    assert len({task["name"] for task in is_open}) == 9
    holders = Counter(task["assignee"] for task in is_open)
    assert holders[None] > 120
    assert min(holders[name] for name in ("demo", "anna", "ben", "clara")) >= 20
    assert {group for task in is_open for group in task["candidateGroups"]} == {
        "accounting",
        "sales",
        "support",
        "leads",
    }
    now = "2027-01-15T08:00:00"
    assert 20 <= sum(task["dueDate"] is not None and task["dueDate"] < now for task in is_open) <= 60
    assert 60 <= sum(task["dueDate"] is None for task in is_open) <= 140
    bands = Counter(min(task["priority"] // 25, 3) for task in is_open)
    assert set(bands) == {1, 2, 3}
    assert any(task["priority"] >= 90 for task in is_open)
    assert any(task["priority"] == 25 for task in is_open)
    assert {task["tenantId"] for task in is_open} == {"<default>", "tenant-b"}


async def test_nothing_lies_in_the_future_but_what_is_due(cluster: Cluster) -> None:
    now = "2027-01-15T08:00:00.000Z"
    for task in await cluster.items("/user-tasks"):
        assert task["creationDate"] < (task["completionDate"] or now) <= now
        instance = await cluster.get(f"/process-instances/{task['processInstanceKey']}")
        assert instance["startDate"] <= task["creationDate"]


async def test_two_sandboxes_of_one_clock_are_alike() -> None:
    for path in ("/user-tasks", "/jobs", "/variables", "/decision-instances"):
        assert await Cluster().items(path) == await Cluster().items(path)


async def test_an_instance_has_what_its_stage_says(cluster: Cluster) -> None:
    for instance in await cluster.items("/process-instances", {"state": "ACTIVE"}):
        key = instance["processInstanceKey"]
        tasks = await cluster.items("/user-tasks", {"processInstanceKey": key, "state": "CREATED"})
        jobs = await cluster.items("/jobs", {"processInstanceKey": key, "state": {"$neq": "COMPLETED"}})
        incidents = await cluster.items("/incidents", {"processInstanceKey": key, "state": "ACTIVE"})
        failed_at_once = [incident for incident in incidents if incident["jobKey"] is None]
        assert len(tasks) + len(jobs) + len(failed_at_once) == 1


# Incidents of the first state without a job: many kinds, each where its instance is, and nothing else is moved.


SECOND_PARTITION = 2 * FIRST_KEY


async def without_job(cluster: Cluster) -> list[dict[str, str]]:
    return await cluster.items("/incidents", {"jobKey": {"$exists": False}})


async def test_kinds_of_error(cluster: Cluster) -> None:
    assert {one["errorType"] for one in await without_job(cluster)} == {
        *("IO_MAPPING_ERROR", "EXTRACT_VALUE_ERROR", "CONDITION_ERROR", "FORM_NOT_FOUND"),
        *("CALLED_DECISION_ERROR", "DECISION_EVALUATION_ERROR"),
    }


async def test_each_is_where_its_instance_is(cluster: Cluster) -> None:
    for one in await without_job(cluster):
        instance = await cluster.get(f"/process-instances/{one['processInstanceKey']}")
        assert (instance["state"], instance["hasIncident"]) == ("ACTIVE", True)
        for name in ("processDefinitionKey", "processDefinitionId", "tenantId", "rootProcessInstanceKey"):
            assert one[name] == instance[name]
        assert instance["startDate"] <= one["creationTime"] < "2027-01-15T08:00:00.000Z"
        xml = (await cluster.ask("GET", f"/process-definitions/{one['processDefinitionKey']}/xml")).text
        assert f'id="{one["elementId"]}"' in xml
        here = await cluster.items("/process-instances", {"elementId": one["elementId"]})
        assert instance in here


async def test_messages_of_one_line_and_of_many(cluster: Cluster) -> None:
    lines = sorted(len(one["errorMessage"].splitlines()) for one in await without_job(cluster))
    assert lines[0] == 1
    assert lines[-1] > 4


async def test_a_failed_decision_names_the_inputs_that_its_instance_has(cluster: Cluster) -> None:
    (failed,) = await cluster.items("/incidents", {"errorType": "DECISION_EVALUATION_ERROR"})
    there = await cluster.items("/variables", {"processInstanceKey": failed["processInstanceKey"]})
    values = {one["name"]: one["value"] for one in there}
    inputs = failed["errorMessage"].splitlines()[1:]
    assert inputs == [f"Customer tier is {values['tier']}", f"Amount is {values['amount']}"]


async def test_one_was_resolved_and_came_back_and_some_say_the_same(cluster: Cluster) -> None:
    (resolved,) = await cluster.items("/incidents", {"state": "RESOLVED"})
    place = {"elementInstanceKey": resolved["elementInstanceKey"], "state": "ACTIVE"}
    (again,) = await cluster.items("/incidents", place)
    assert again["errorMessage"] == resolved["errorMessage"]
    assert again["creationTime"] > resolved["creationTime"]
    same = await cluster.items("/incidents", {"errorMessage": again["errorMessage"], "state": "ACTIVE"})
    assert len({one["processInstanceKey"] for one in same}) == 3


async def test_both_tenants_have_some(cluster: Cluster) -> None:
    theirs, hers = await Cluster("ben").items("/incidents"), await Cluster("anna").items("/incidents")
    assert {one["tenantId"] for one in theirs} == {"<default>", "tenant-b"}
    assert hers == [one for one in theirs if one["tenantId"] == "<default>"]


@pytest.mark.parametrize("tasks", [1, 200, pytest.param(2_500, marks=pytest.mark.long)])
async def test_they_are_in_a_partition_of_their_own(tasks: int) -> None:
    cluster = Cluster(tasks=tasks)
    mine = await without_job(cluster)
    assert len(mine) == 9
    assert all(int(one["incidentKey"]) > SECOND_PARTITION for one in mine)
    for table in ("user_task", "job", "audit_log"):
        assert cluster.app.store.select(f"SELECT count(*) FROM {table} WHERE key > {SECOND_PARTITION}") == [(0,)]
    assert cluster.app.store.new_key() < SECOND_PARTITION


async def test_keys_of_the_first_partition_go_on_in_a_reopened_file(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.db")
    built = Cluster(tasks=5, db=path)
    highest = built.app.store.new_key()
    built.app.close()
    again = Cluster(tasks=5, db=path)
    assert again.app.store.new_key() == highest
    assert len(await without_job(again)) == 9
    again.app.close()


# Jobs of the first state meet every fate, and each is consistent.


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


# Colleagues: they work while time passes, alike every time, and never on our tasks.


async def after(cluster: Cluster, seconds: int, step: int = 10) -> list[dict[str, Any]]:
    """All tasks once so much time has passed, with a request every few seconds."""
    await cluster.get("/topology")
    for _ in range(0, seconds, step):
        cluster.at += step
        await cluster.get("/topology")
    return await cluster.items("/user-tasks")


def by_key(tasks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {task["userTaskKey"]: task for task in tasks}


async def test_tasks_are_claimed_completed_and_new_ones_arrive() -> None:
    cluster = Cluster(lively=True)
    before = by_key(await cluster.items("/user-tasks"))
    now = by_key(await after(cluster, 600))
    claimed = [k for k, task in before.items() if task["assignee"] is None and now[k]["assignee"] is not None]
    done = [k for k, task in before.items() if task["state"] == "CREATED" and now[k]["state"] == "COMPLETED"]
    assert len(claimed) >= 15
    assert len(done) >= 10
    arrived = [task for key, task in now.items() if key not in before]
    assert 15 <= len(arrived) <= 80
    assert min(task["creationDate"] for task in arrived) > max(task["creationDate"] for task in before.values())
    people = Counter(now[key]["assignee"] for key in claimed)
    assert set(people) <= {"anna", "ben", "clara", "dmitri", "elif"}


async def test_jobs_come_and_go() -> None:
    cluster = Cluster(lively=True)
    before = {job["jobKey"]: job for job in await cluster.items("/jobs")}
    await after(cluster, 600)
    now = {job["jobKey"]: job for job in await cluster.items("/jobs")}
    assert set(before) < set(now)
    assert any(before[key]["state"] != now[key]["state"] == "COMPLETED" for key in before)


async def test_our_own_tasks_are_left_alone() -> None:
    cluster = Cluster("ben", lively=True)
    before = [task for task in await cluster.items("/user-tasks") if task["state"] == "CREATED"]
    now = by_key(await after(cluster, 3600, 60))
    for task in before:
        if task["assignee"] in ("ben", "demo"):
            assert now[task["userTaskKey"]] == task
    assert any(now[task["userTaskKey"]]["state"] == "COMPLETED" for task in before if task["assignee"] == "anna")


async def test_it_happens_alike_however_often_somebody_looks() -> None:
    often, seldom = Cluster(lively=True), Cluster(lively=True)
    assert await after(often, 300, 5) == await after(seldom, 300, 150)


async def test_after_a_long_silence_not_everything_is_made_up_for() -> None:
    cluster = Cluster(lively=True)
    before = by_key(await after(cluster, 0))
    cluster.at += 30 * 86_400
    assert by_key(await cluster.items("/user-tasks")) == before


async def test_without_life_nothing_happens(cluster: Cluster) -> None:
    before = await cluster.items("/user-tasks")
    assert await after(cluster, 3600, 600) == before


async def test_colleagues_are_noted_in_the_audit_log() -> None:
    cluster = Cluster(lively=True)
    await after(cluster, 120)
    fresh = await cluster.items("/audit-logs", {"timestamp": {"$gt": "2027-01-15T08:00:00Z"}})
    assert {entry["operationType"] for entry in fresh} == {"ASSIGN", "COMPLETE"}
