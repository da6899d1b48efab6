"""The first state: as many tasks as asked for, in every stage, the same every time."""

from __future__ import annotations

from collections import Counter

import pytest

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
