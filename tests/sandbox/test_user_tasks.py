"""Reads of user tasks: items, forms, variables."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from c8tui.sandbox.transitions import Listeners
from tests.sandbox.clusters import Cluster


async def test_a_task_has_every_field(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    assert (task["name"], task["processName"], task["processDefinitionVersion"]) == (
        "Review invoice",
        "Invoice approval",
        3,
    )
    assert (task["candidateGroups"], task["customHeaders"], task["tags"]) == (["accounting"], {}, ["finance"])
    assert len(task) == 24


async def test_forms(cluster: Cluster) -> None:
    with_form = await cluster.task(elementId="review-invoice")
    form = await cluster.get(f"/user-tasks/{with_form['userTaskKey']}/form")
    assert (form["formKey"], form["formId"], form["version"]) == (with_form["formKey"], "review-invoice", 1)
    assert json.loads(form["schema"])["id"] == "review-invoice"
    assert set(form) == {"tenantId", "formId", "schema", "version", "formKey"}
    without = await cluster.task(elementId="verify-address")
    assert (await cluster.ask("GET", f"/user-tasks/{without['userTaskKey']}/form")).status_code == 204
    assert (await cluster.refused("GET", "/user-tasks/42/form"))["status"] == 404


async def test_a_long_value_is_cut_unless_it_is_wanted_whole(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    long = {"variables": {"essay": "x" * 9000, "short": "x"}}
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", long)
    path = f"/user-tasks/{(await cluster.task(processInstanceKey=task['processInstanceKey']))['userTaskKey']}"
    essay, short = await cluster.items(f"{path}/variables", {"name": {"$in": ["essay", "short"]}}, "name")
    assert (len(essay["value"]), essay["isTruncated"]) == (8191, True)
    assert (short["value"], short["isTruncated"]) == ('"x"', False)
    for kind in ("variables", "effective-variables"):
        answer = await cluster.ask("POST", f"{path}/{kind}/search?truncateValues=false", {"filter": {"name": "essay"}})
        (whole,) = answer.json()["items"]
        assert (len(whole["value"]), whole["isTruncated"]) == (9002, False)
    assert len((await cluster.get(f"/variables/{essay['variableKey']}"))["value"]) == 9002
    assert (await cluster.ask("POST", f"{path}/variables/search?truncateValues=maybe")).status_code == 400


async def test_of_two_variables_with_one_name_the_inner_one_is_effective(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    own = {"variables": {"amount": 1, "own": 2}, "local": True}
    await cluster.do("PUT", f"/element-instances/{task['elementInstanceKey']}/variables", own)
    path = f"/user-tasks/{task['userTaskKey']}"
    all_scopes = await cluster.items(f"{path}/variables", {"name": "amount"})
    assert {item["scopeKey"] for item in all_scopes} == {task["processInstanceKey"], task["elementInstanceKey"]}
    effective = {item["name"]: item["value"] for item in await cluster.items(f"{path}/effective-variables")}
    assert (effective["amount"], effective["own"]) == ("1", "2")
    assert "supplier" in effective
    local = [{"name": "own", "value": "2"}]
    assert await cluster.items("/user-tasks", {"localVariables": local}) == [task]
    assert await cluster.items("/user-tasks", {"processInstanceVariables": local}) == []


async def test_variables_of_a_task_take_one_filter_and_effective_ones_no_cursor(cluster: Cluster) -> None:
    path = f"/user-tasks/{(await cluster.task())['userTaskKey']}"
    problem = await cluster.refused("POST", f"{path}/variables/search", {"filter": {"value": "1"}})
    assert "'filter.value'" in problem["detail"]
    problem = await cluster.refused("POST", f"{path}/effective-variables/search", {"page": {"after": "W10="}})
    assert "'page.after'" in problem["detail"]
    assert (await cluster.refused("POST", "/user-tasks/42/variables/search"))["status"] == 404


# Task listeners: they deny, take their time, or have no worker.


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


# The audit log of user tasks.


async def test_every_operation_is_noted_with_its_actor() -> None:
    cluster = Cluster("ben")
    task = await cluster.task(assignee=None)
    path = f"/user-tasks/{task['userTaskKey']}"
    await cluster.do("POST", f"{path}/assignment", {"assignee": "anna"})
    cluster.at += 1
    assert (await cluster.refused("POST", f"{path}/assignment", {"assignee": "ben", "allowOverride": False}))["status"]
    cluster.at += 1
    await cluster.do("PATCH", path, {"changeset": {"priority": 1}})
    cluster.at += 1
    await cluster.do("DELETE", f"{path}/assignee")
    cluster.at += 1
    await cluster.do("POST", f"{path}/completion")
    entries = await cluster.items(f"{path}/audit-logs", None, "timestamp")
    assert [(entry["operationType"], entry["result"]) for entry in entries] == [
        ("ASSIGN", "SUCCESS"),
        ("ASSIGN", "FAIL"),
        ("UPDATE", "SUCCESS"),
        ("UNASSIGN", "SUCCESS"),
        ("COMPLETE", "SUCCESS"),
    ]
    assert {(entry["actorId"], entry["actorType"]) for entry in entries} == {("ben", "USER")}
    assert {entry["userTaskKey"] for entry in entries} == {task["userTaskKey"]}
    failed = await cluster.items("/audit-logs", {"result": "FAIL", "userTaskKey": task["userTaskKey"]})
    assert failed == [entries[1]]
    assert await cluster.get(f"/audit-logs/{entries[0]['auditLogKey']}") == entries[0]


async def test_a_client_is_an_actor_too() -> None:
    cluster = Cluster(auth="oauth")
    grant = {"grant_type": "client_credentials", "client_id": "c8tui", "client_secret": "c8tui-secret"}
    token = (await cluster.http.post("/oauth/token", data=grant)).json()["access_token"]
    cluster.http.headers["authorization"] = f"Bearer {token}"
    task = await cluster.task()
    await cluster.do("DELETE", f"/user-tasks/{task['userTaskKey']}/assignee")
    (entry,) = await cluster.items(f"/user-tasks/{task['userTaskKey']}/audit-logs", {"operationType": "UNASSIGN"})
    assert (entry["actorId"], entry["actorType"]) == ("c8tui", "CLIENT")


async def test_seeded_tasks_have_a_past(cluster: Cluster) -> None:
    done = (await cluster.items("/user-tasks", {"state": "COMPLETED"}))[0]
    entries = await cluster.items(f"/user-tasks/{done['userTaskKey']}/audit-logs", None, "timestamp")
    assert [entry["operationType"] for entry in entries] == ["ASSIGN", "COMPLETE"]
    assert entries[1]["timestamp"] == done["completionDate"]
    assert entries[1]["actorId"] == done["assignee"]


async def test_the_log_of_a_task_takes_few_filters(cluster: Cluster) -> None:
    path = f"/user-tasks/{(await cluster.task())['userTaskKey']}/audit-logs/search"
    problem = await cluster.refused("POST", path, {"filter": {"category": "USER_TASKS"}})
    assert "'filter.category'" in problem["detail"]


# The search over all variables.


async def test_variables_are_found_by_what_they_are(cluster: Cluster) -> None:
    found = await cluster.items("/variables", {"name": "tier", "value": {"$like": '"g*"'}}, "processInstanceKey DESC")
    assert {item["value"] for item in found} == {'"gold"'}
    keys = [int(item["processInstanceKey"]) for item in found]
    assert keys == sorted(keys, reverse=True)
    one = await cluster.get(f"/variables/{found[0]['variableKey']}")
    assert one == {name: value for name, value in found[0].items() if name != "isTruncated"}


async def test_cut_values_can_be_asked_for(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    body = {"variables": {"essay": "x" * 9000, "edge": "x" * 8189}}
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", body)
    (essay,) = await cluster.items("/variables", {"isTruncated": True})
    assert (essay["name"], essay["isTruncated"]) == ("essay", True)
    (edge,) = await cluster.items("/variables", {"name": "edge", "isTruncated": False})
    assert (len(edge["value"]), edge["isTruncated"]) == (8191, False)
