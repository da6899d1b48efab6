"""What the sandbox says of the requests that reached it."""

from __future__ import annotations

from typing import Any

from tests.sandbox.clusters import NOON, Cluster


async def asked(cluster: Cluster, what: str) -> list[dict[str, Any]]:
    answer = (await cluster.http.get(f"/sandbox/{what}")).json()
    entries: list[dict[str, Any]] = answer["commands" if what == "log" else what]
    return entries


async def test_only_commands_that_took_effect_are_in_the_log() -> None:
    cluster = Cluster("ben")
    key = (await cluster.task(assignee=None))["userTaskKey"]
    await cluster.refused("POST", f"/user-tasks/{key}/assignment", {})
    cluster.at += 2
    await cluster.do("POST", f"/user-tasks/{key}/assignment", {"assignee": "ben"})
    assert await asked(cluster, "log") == [
        {
            "method": "POST",
            "path": f"/v2/user-tasks/{key}/assignment",
            "status": 204,
            "time": NOON + 2,
            "principal": "ben",
        }
    ]


async def test_every_request_is_among_the_requests(cluster: Cluster) -> None:
    await cluster.get("/topology")
    await cluster.refused("GET", "/nothing")
    await cluster.refused("GET", "/user-tasks/42")
    seen = [(entry["method"], entry["path"], entry["status"]) for entry in await asked(cluster, "requests")]
    assert seen == [
        ("GET", "/v2/topology", 200),
        ("GET", "/v2/nothing", 404),
        ("GET", "/v2/user-tasks/42", 404),
    ]


async def test_an_answer_that_got_lost_is_in_the_log() -> None:
    cluster = Cluster(faults=("502=done@/v2/user-tasks/*/completion",))
    key = (await cluster.task())["userTaskKey"]
    assert (await cluster.ask("POST", f"/user-tasks/{key}/completion")).status_code == 502
    assert [entry["path"] for entry in await asked(cluster, "log")] == [f"/v2/user-tasks/{key}/completion"]
