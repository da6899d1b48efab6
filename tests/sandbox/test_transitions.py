"""Task listeners: they deny, take their time, or have no worker."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from c8tui.sandbox.transitions import Listeners
from tests.sandbox.clusters import Cluster

COMMANDS = [
    ("POST", "/completion", {"variables": {"lost": 1}}, "COMPLETE", "COMPLETING"),
    ("POST", "/assignment", {"assignee": "demo"}, "ASSIGN", "ASSIGNING"),
    ("DELETE", "/assignee", None, "ASSIGN", "ASSIGNING"),
    ("PATCH", "", {"changeset": {"priority": 1}}, "UPDATE", "UPDATING"),
]


@pytest.mark.parametrize(("method", "ending", "body", "intent", "passing"), COMMANDS)
async def test_a_denial_leaves_the_task_as_it_was(
    method: str, ending: str, body: Any, intent: str, passing: str
) -> None:
    cluster = Cluster(faults=("deny=over budget*1",))
    task = await cluster.task(assignee="anna")
    path = f"/user-tasks/{task['userTaskKey']}"
    problem = await cluster.refused(method, path + ending, body)
    assert (problem["status"], problem["title"]) == (409, "INVALID_STATE")
    assert problem["detail"].startswith(f"Command '{intent}' rejected with code 'INVALID_STATE'")
    assert "over budget" in problem["detail"]
    assert await cluster.get(path) == task
    names = [item["name"] for item in await cluster.items(f"{path}/variables")]
    assert "lost" not in names
    await cluster.do(method, path + ending, body)


@pytest.mark.parametrize(("method", "ending", "body", "intent", "passing"), COMMANDS)
async def test_a_listener_at_work_shows_and_keeps_others_out(
    method: str, ending: str, body: Any, intent: str, passing: str
) -> None:
    cluster = Cluster(faults=("listener=40*1",))
    task = await cluster.task(assignee="anna")
    path = f"/user-tasks/{task['userTaskKey']}"
    command = asyncio.create_task(cluster.ask(method, path + ending, body))
    await cluster.left(path, "CREATED")
    assert (await cluster.get(path))["state"] == passing
    problem = await cluster.refused("POST", f"{path}/completion")
    assert (problem["status"], problem["title"]) == (409, "INVALID_STATE")
    assert passing in problem["detail"]
    assert (await command).status_code == 204
    assert await cluster.get(path) != task
    assert (await cluster.get(path))["state"] in ("CREATED", "COMPLETED")


async def test_a_slow_listener_may_deny_too() -> None:
    cluster = Cluster(faults=("listener=1", "deny=no"))
    task = await cluster.task()
    path = f"/user-tasks/{task['userTaskKey']}"
    assert (await cluster.refused("POST", f"{path}/completion"))["status"] == 409
    assert await cluster.get(path) == task


async def test_a_command_takes_effect_though_its_sender_gave_up() -> None:
    cluster = Cluster(faults=("listener=60000*1",))
    key = (await cluster.task(assignee=None))["userTaskKey"]
    command = asyncio.create_task(cluster.ask("POST", f"/user-tasks/{key}/assignment", {"assignee": "demo"}))
    await cluster.left(f"/user-tasks/{key}", "CREATED")
    command.cancel()
    cluster.at += 59
    assert (await cluster.get(f"/user-tasks/{key}"))["state"] == "ASSIGNING"
    cluster.at += 1
    task = await cluster.get(f"/user-tasks/{key}")
    assert (task["state"], task["assignee"]) == ("CREATED", "demo")


async def test_a_listener_without_worker_times_out_and_the_task_comes_back() -> None:
    cluster = Cluster(faults=("listener-timeout*1",))
    task = await cluster.task()
    path = f"/user-tasks/{task['userTaskKey']}"
    problem = await cluster.refused("POST", f"{path}/completion")
    assert (problem["status"], problem["title"]) == (504, "DEADLINE_EXCEEDED")
    assert (await cluster.get(path))["state"] == "COMPLETING"
    cluster.at += 10
    assert await cluster.get(path) == task


def test_a_listener_ends_once() -> None:
    ended: list[int] = []
    listeners = Listeners()
    listening = listeners.begin(10, ended.append)
    listeners.turn(9)
    assert ended == []
    listeners.turn(10)
    listeners.end(listening, 11)
    assert ended == [10]
