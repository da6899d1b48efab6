"""Colleagues: they work while time passes, alike every time, and never on our tasks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.sandbox.clusters import Cluster


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
