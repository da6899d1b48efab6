"""The hostile story: attacks reach every text, and everything else works as always."""

from __future__ import annotations

import json
from typing import Any

import pytest

from c8tui.sandbox import wire
from c8tui.sandbox.stories.hostile import ATTACKS, MEBIBYTE, Hostile
from tests.sandbox.clusters import Cluster

SEEN = [attack.replace(wire.lone(0xD83D), "\ud83d").replace(wire.lone(0xDC00), "\udc00") for attack in ATTACKS]
PATHS = (
    *("user-tasks", "jobs", "incidents", "variables", "process-definitions", "process-instances"),
    *("decision-definitions", "decision-requirements", "decision-instances", "audit-logs"),
)


@pytest.fixture(scope="module")
def hostile() -> Cluster:
    return Cluster(story="hostile", tasks=None)


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return (
        [text for pair in value.items() for inner in pair for text in texts(inner)] if isinstance(value, dict) else []
    )


async def test_every_attack_reaches_the_names_of_tasks(hostile: Cluster) -> None:
    names = [task["name"] for task in await hostile.items("/user-tasks")]
    for attack in SEEN:
        assert any(attack in name for name in names), repr(attack)


ARMED = {
    "user-tasks": ("name", "assignee", "candidateGroups", "candidateUsers", "processName", "customHeaders", "tags"),
    "jobs": ("type", "worker", "customHeaders", "errorMessage"),
    "incidents": ("errorMessage",),
    "variables": ("name", "value"),
    "process-definitions": ("name", "resourceName"),
    "process-instances": ("processDefinitionName", "tags"),
    "decision-definitions": ("name", "decisionRequirementsName"),
    "decision-requirements": ("decisionRequirementsName", "resourceName"),
    "decision-instances": ("decisionDefinitionName",),
    "audit-logs": ("actorId", "entityDescription"),
}


@pytest.mark.parametrize("path", PATHS)
async def test_attacks_are_in_every_text(hostile: Cluster, path: str) -> None:
    items = await hostile.items(f"/{path}")
    for field in ARMED[path]:
        found = [text for item in items for text in texts(item[field])]
        inside = [text for text in found if any(attack in text or json.dumps(attack)[1:-1] in text for attack in SEEN)]
        assert inside, field


async def test_every_message_of_an_incident_attacks(hostile: Cluster) -> None:
    incidents = await hostile.items("/incidents")
    assert any(one["jobKey"] is None for one in incidents)
    for one in incidents:
        assert any(attack in one["errorMessage"] for attack in SEEN), repr(one["errorMessage"])


async def test_there_are_as_many_things_as_in_the_default_story(hostile: Cluster) -> None:
    tame = Cluster(tasks=None)
    for path in PATHS:
        assert (await hostile.search(f"/{path}"))["page"] | {"startCursor": 0, "endCursor": 0} == (
            await tame.search(f"/{path}")
        )["page"] | {"startCursor": 0, "endCursor": 0}


async def test_some_texts_are_a_mebibyte_long(hostile: Cluster) -> None:
    names = [task["name"] for task in await hostile.items("/user-tasks")]
    assert 0 < sum(len(name) > MEBIBYTE - 100 for name in names) <= 10
    long_name = "?" * 200 + "*"
    long = (await hostile.items("/user-tasks", {"name": {"$like": long_name}}))[0]
    assert (await hostile.get(f"/user-tasks/{long['userTaskKey']}")) == long


async def test_forms_xml_hosts_people_and_problems_are_armed(hostile: Cluster) -> None:
    forms = [task for task in await hostile.items("/user-tasks") if task["formKey"]]
    schema = (await hostile.get(f"/user-tasks/{forms[0]['userTaskKey']}/form"))["schema"]
    armed = [text for text in texts(json.loads(schema)) if any(attack in text for attack in SEEN)]
    assert len(armed) > 3
    kinds = set()
    marks = {"esc": b"\x1b[2J", "c1": b"\xc2\x9b", "bomb": b"<!ENTITY"}
    for definition in await hostile.items("/process-definitions"):
        xml = (await hostile.ask("GET", f"/process-definitions/{definition['processDefinitionKey']}/xml")).content
        kinds |= {name for name, mark in marks.items() if mark in xml}
    assert kinds == {"esc", "c1", "bomb"}
    hosts = [broker["host"] for broker in (await hostile.get("/topology"))["brokers"]]
    name = (await hostile.get("/authentication/me"))["displayName"]
    detail = (await hostile.refused("GET", "/user-tasks/42"))["detail"]
    for text in (*hosts, name, detail):
        assert any(attack in text for attack in SEEN)


async def test_it_works_as_always(hostile: Cluster) -> None:
    task = await hostile.task(elementId="review-invoice", assignee="demo")
    path = f"/user-tasks/{task['userTaskKey']}"
    await hostile.do("POST", f"{path}/completion", {"variables": {"approved": True}})
    following = await hostile.task(processInstanceKey=task["processInstanceKey"])
    assert "Release payment" in following["name"]
    group = task["candidateGroups"][-1]
    assert task["userTaskKey"] in {
        item["userTaskKey"] for item in await hostile.items("/user-tasks", {"candidateGroup": group})
    }


def test_a_row_is_always_told_alike() -> None:
    row = {"key": 7, "name": "Review", "assignee": "demo", "candidate_groups": '["a"]', "candidate_users": "[]"}
    row |= {"tags": "[]", "custom_headers": "{}", "process_name": None}
    told = Hostile().twist("user_task", row)
    assert told == Hostile().twist("user_task", row)
    assert (told["assignee"], told["process_name"], row["name"]) == ("demo", None, "Review")
    tier = {"key": 7, "name": "tier", "value": '"gold"'}
    assert Hostile().twist("variable", tier) == tier


@pytest.mark.long
async def test_a_million_of_it_would_not_fill_the_disk() -> None:
    cluster = Cluster(story="hostile", tasks=4000)
    long = "SELECT count(*) FROM user_task WHERE length(name) > 10000"
    await cluster.get("/topology")
    assert cluster.app.store.select(long)[0][0] <= 20
