"""Commands on user tasks: what they change, what they refuse, and how they move a process on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.clusters import NOON, Cluster


async def variables(cluster: Cluster, scope: str) -> dict[str, Any]:
    found = await cluster.items("/variables", {"scopeKey": scope})
    return {item["name"]: json.loads(item["value"]) for item in found}


async def test_completing_moves_the_process_on_with_its_variables(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    instance = task["processInstanceKey"]
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", {"variables": {"approved": True, "x": 1}})
    done = await cluster.get(f"/user-tasks/{task['userTaskKey']}")
    assert (done["state"], done["completionDate"]) == ("COMPLETED", "2027-01-15T08:00:00.000Z")
    following = await cluster.task(processInstanceKey=instance)
    assert following["name"] == "Release payment"
    assert following["creationDate"] == "2027-01-15T08:00:00.000Z"
    there = await variables(cluster, instance)
    assert (there["approved"], there["x"]) == (True, 1)
    assert "invoiceNo" in there


async def test_completing_the_last_task_ends_the_instance(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    last = await cluster.task(processInstanceKey=task["processInstanceKey"])
    await cluster.do("POST", f"/user-tasks/{last['userTaskKey']}/completion", {})
    instance = await cluster.get(f"/process-instances/{task['processInstanceKey']}")
    assert (instance["state"], instance["endDate"]) == ("COMPLETED", "2027-01-15T08:00:00.000Z")


async def test_completing_a_task_before_a_job_makes_the_job(cluster: Cluster) -> None:
    task = await cluster.task(elementId="check-delivery")
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    job = await cluster.job(processInstanceKey=task["processInstanceKey"], elementId="ship-order")
    assert (job["state"], job["retries"]) == ("CREATED", 3)


async def test_a_claim_takes_no_task_away(cluster: Cluster) -> None:
    key = (await cluster.task(assignee=None))["userTaskKey"]
    claim = {"assignee": "demo", "allowOverride": False}
    await cluster.do("POST", f"/user-tasks/{key}/assignment", claim)
    await cluster.do("POST", f"/user-tasks/{key}/assignment", claim)
    problem = await cluster.refused("POST", f"/user-tasks/{key}/assignment", claim | {"assignee": "ben"})
    assert (problem["status"], problem["title"]) == (409, "INVALID_STATE")
    assert "Command 'CLAIM' rejected with code 'INVALID_STATE'" in problem["detail"]
    assert "'demo'" in problem["detail"]
    await cluster.do("POST", f"/user-tasks/{key}/assignment", {"assignee": "ben"})
    assert (await cluster.get(f"/user-tasks/{key}"))["assignee"] == "ben"


async def test_unassigning_works_also_twice(cluster: Cluster) -> None:
    key = (await cluster.task(assignee="anna"))["userTaskKey"]
    for _ in range(2):
        await cluster.do("DELETE", f"/user-tasks/{key}/assignee")
        assert (await cluster.get(f"/user-tasks/{key}"))["assignee"] is None


async def test_a_changeset_sets_keeps_and_clears(cluster: Cluster) -> None:
    key = (await cluster.task())["userTaskKey"]
    changes = {
        "dueDate": "2027-02-01T10:00:00+02:00",
        "followUpDate": "2027-01-20T08:00:00Z",
        "candidateGroups": ["leads"],
        "candidateUsers": ["ben"],
        "priority": 100,
        "assignee": "nobody",
    }
    before = await cluster.get(f"/user-tasks/{key}")
    await cluster.do("PATCH", f"/user-tasks/{key}", {"changeset": changes})
    after = await cluster.get(f"/user-tasks/{key}")
    assert after == before | changes | {
        "dueDate": "2027-02-01T08:00:00.000Z",
        "followUpDate": "2027-01-20T08:00:00.000Z",
        "assignee": before["assignee"],
    }
    kept = dict.fromkeys(("followUpDate", "candidateUsers", "priority"))
    cleared: dict[str, Any] = {"dueDate": "", "candidateGroups": [], **kept}
    await cluster.do("PATCH", f"/user-tasks/{key}", {"changeset": cleared})
    assert await cluster.get(f"/user-tasks/{key}") == after | {"dueDate": None, "candidateGroups": []}


async def test_an_action_alone_is_an_update(cluster: Cluster) -> None:
    key = (await cluster.task())["userTaskKey"]
    await cluster.do("PATCH", f"/user-tasks/{key}", {"action": "escalate"})


@pytest.mark.parametrize(
    ("method", "ending", "body", "named"),
    [
        ("POST", "/assignment", {}, "assignee"),
        ("POST", "/assignment", {"assignee": "  "}, "assignee"),
        ("POST", "/assignment", {"assignee": 7}, "assignee"),
        ("POST", "/assignment", {"assignee": "a", "allowOverride": "no"}, "allowOverride"),
        ("POST", "/assignment", {"assignee": "a", "force": True}, "force"),
        ("POST", "/completion", {"variables": [1]}, "variables"),
        ("POST", "/completion", {"action": 1}, "action"),
        ("PATCH", "", {}, "changeset"),
        ("PATCH", "", {"changeset": {"assignee": "demo"}}, "changeset"),
        ("PATCH", "", {"changeset": {"priority": 101}}, "changeset.priority"),
        ("PATCH", "", {"changeset": {"priority": -1}}, "changeset.priority"),
        ("PATCH", "", {"changeset": {"priority": True}}, "changeset.priority"),
        ("PATCH", "", {"changeset": {"dueDate": "tomorrow"}}, "changeset.dueDate"),
        ("PATCH", "", {"changeset": {"followUpDate": "2027-02-30T00:00:00Z"}}, "changeset.followUpDate"),
        ("PATCH", "", {"changeset": {"candidateGroups": "leads"}}, "changeset.candidateGroups"),
    ],
)
async def test_a_bad_command_names_the_property(
    cluster: Cluster, method: str, ending: str, body: Any, named: str
) -> None:
    key = (await cluster.task())["userTaskKey"]
    problem = await cluster.refused(method, f"/user-tasks/{key}{ending}", body)
    assert (problem["status"], problem["title"]) == (400, "INVALID_ARGUMENT")
    assert f"'{named}'" in problem["detail"]


COMMANDS = [
    ("POST", "/completion", {}),
    ("POST", "/assignment", {"assignee": "demo"}),
    ("DELETE", "/assignee", None),
    ("PATCH", "", {"action": "x"}),
]


@pytest.mark.parametrize(("method", "ending", "body"), COMMANDS)
async def test_what_is_done_or_unknown_is_not_found(cluster: Cluster, method: str, ending: str, body: Any) -> None:
    done = (await cluster.items("/user-tasks", {"state": "COMPLETED"}))[0]["userTaskKey"]
    for key in (done, "42"):
        problem = await cluster.refused(method, f"/user-tasks/{key}{ending}", body)
        assert (problem["status"], problem["title"]) == (404, "NOT_FOUND")
        assert f"'{key}'" in problem["detail"]


@pytest.mark.parametrize(("method", "ending", "body"), COMMANDS)
async def test_another_tenants_task_is_not_found(method: str, ending: str, body: Any) -> None:
    cluster = Cluster("anna")
    theirs = [t for t in await Cluster("ben").items("/user-tasks") if t["tenantId"] == "tenant-b"]
    key = next(t["userTaskKey"] for t in theirs if t["state"] == "CREATED")
    problem = await cluster.refused(method, f"/user-tasks/{key}{ending}", body)
    assert problem["status"] == 404
    assert (await cluster.refused("GET", f"/user-tasks/{key}"))["status"] == 404


@pytest.mark.parametrize(("method", "ending", "body"), COMMANDS)
async def test_who_may_not_update_is_forbidden(method: str, ending: str, body: Any) -> None:
    cluster = Cluster("guest")
    problem = await cluster.refused(method, f"/user-tasks/42{ending}", body)
    assert (problem["status"], problem["title"]) == (403, "FORBIDDEN")


async def test_a_lone_surrogate_comes_back_as_it_was_sent(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    path = f"/v2/user-tasks/{task['userTaskKey']}"
    body = b'{"variables": {"note": "half \\ud83d pair", "whole": "\\ud83d\\ude00"}}'
    headers = {"content-type": "application/json"}
    assert (await cluster.http.post(f"{path}/completion", content=body, headers=headers)).status_code == 204
    there = await variables(cluster, task["processInstanceKey"])
    assert (there["note"], there["whole"]) == ("half \ud83d pair", "\U0001f600")


async def test_time_stands_where_the_clock_says(cluster: Cluster) -> None:
    cluster.at = NOON + 61.5
    key = (await cluster.task())["userTaskKey"]
    await cluster.do("POST", f"/user-tasks/{key}/completion")
    assert (await cluster.get(f"/user-tasks/{key}"))["completionDate"] == "2027-01-15T08:01:01.500Z"


async def test_a_task_that_a_listener_held_is_free_after_a_restart(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.db")
    killed = Cluster(tasks=40, db=path, faults=("listener-timeout@POST:*/assignment",))
    task = await killed.task(assignee=None)
    place = f"/user-tasks/{task['userTaskKey']}"
    assert (await killed.refused("POST", f"{place}/assignment", {"assignee": "demo"}))["status"] == 504
    assert (await killed.get(place))["state"] == "ASSIGNING"
    killed.app.close()
    again = Cluster(tasks=40, db=path)
    assert (await again.get(place))["state"] == "CREATED"
