"""The audit log of user tasks."""

from __future__ import annotations

from tests.sandbox.clusters import Cluster


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
