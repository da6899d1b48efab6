"""Migration: what is active goes on in another definition, or nothing changes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.bpmn.builder import (
    END,
    START,
    boundary,
    el,
    event,
    file,
    flow,
    flows,
    message,
    process,
    subprocess,
    task,
    timer,
    user_task,
)
from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import deploy, elements, refusal, start, state, straight


def mapping(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"sourceElementId": source, "targetElementId": target} for source, target in pairs]


async def migrate(cluster: Cluster, instance: str, target: str, *pairs: tuple[str, str]) -> None:
    body = {"targetProcessDefinitionKey": target, "mappingInstructions": mapping(*pairs)}
    await cluster.do("POST", f"/process-instances/{instance}/migration", body)


async def moved(cluster: Cluster, old: bytes, new: bytes, *pairs: tuple[str, str], **variables: Any) -> tuple[str, str]:
    """An instance of one process that was migrated to another, and the key of the latter."""
    source, target = await deploy(cluster, old, new)
    instance = await start(cluster, source, **variables)
    await migrate(cluster, instance, target, *pairs)
    return instance, target


async def test_a_job_goes_on_in_the_target(cluster: Cluster) -> None:
    old, new = straight(task("a"), ids=("a",)), straight(task("b"), user_task(id="c"), ids=("b", "c"), id="new")
    instance, target = await moved(cluster, old, new, ("a", "b"))
    found = await cluster.get(f"/process-instances/{instance}")
    assert (found["processDefinitionKey"], found["processDefinitionId"]) == (target, "new")
    (job,) = await cluster.items("/jobs", {"processInstanceKey": instance})
    assert (job["state"], job["elementId"], job["processDefinitionKey"]) == ("MIGRATED", "b", target)
    (locked,) = await cluster.activate("work")
    await cluster.do("POST", f"/jobs/{locked['jobKey']}/completion")
    assert await elements(cluster, instance) == ["c"]


async def test_a_user_task_goes_on_in_the_target(cluster: Cluster) -> None:
    old = straight(user_task(id="a", name="Old"), ids=("a",))
    instance, target = await moved(
        cluster, old, straight(user_task(id="b", name="New"), ids=("b",), id="n"), ("a", "b")
    )
    (found,) = await cluster.items("/user-tasks", {"processInstanceKey": instance})
    assert (found["name"], found["elementId"], found["processDefinitionKey"]) == ("New", "b", target)
    await cluster.do("POST", f"/user-tasks/{found['userTaskKey']}/completion")
    assert await state(cluster, instance) == "COMPLETED"


async def test_timers_are_kept_closed_or_opened(cluster: Cluster) -> None:
    hour = timer("timeDuration", "PT1H")
    old = straight(task("a"), ids=("a",), beside=boundary("timer", hour, at="a", id="t1"))
    late = timer("timeDuration", "PT2H")
    new = straight(task("b"), ids=("b",), id="new", beside=boundary("timer", late, at="b", id="t2"))
    kept, _ = await moved(cluster, old, new, ("a", "b"), ("t1", "t2"))
    fresh, _ = await moved(cluster, old, new, ("a", "b"))
    cluster.at += 3_700
    assert (await state(cluster, kept), await state(cluster, fresh)) == ("COMPLETED", "ACTIVE")
    assert "t2" in await elements(cluster, kept, "COMPLETED")
    cluster.at += 3_700
    assert await state(cluster, fresh) == "COMPLETED"


async def test_message_subscriptions_go_along(cluster: Cluster) -> None:
    def waiting(id: str, catch: str, flow_id: str) -> bytes:
        wait = event("intermediateCatchEvent", "message", id=catch, messageRef="m")
        return file(message(key='="k"'), process(START, wait, END, flows("s", catch, "e"), id=id))

    instance, target = await moved(cluster, waiting("one", "x", ""), waiting("two", "y", ""), ("x", "y"))
    (row,) = await cluster.items("/message-subscriptions", {"processInstanceKey": instance})
    assert (row["messageSubscriptionState"], row["elementId"], row["processDefinitionKey"]) == ("MIGRATED", "y", target)
    answer = await cluster.ask("POST", "/messages/correlation", {"name": "paid", "correlationKey": "k"})
    assert answer.json()["processInstanceKey"] == instance
    assert await state(cluster, instance) == "COMPLETED"


async def test_scopes_and_waiting_tokens_go_along(cluster: Cluster) -> None:
    def forked(id: str) -> bytes:
        gate = el("parallelGateway", id="fork") + el("parallelGateway", id="join")
        arrows = flows("s", "fork") + flow("fork", "a") + flow("fork", "b") + flow("a", "join") + flow("b", "join")
        return file(process(START, gate, task("a"), task("b"), END, arrows, flow("join", "e"), id=id))

    source, target = await deploy(cluster, forked("one"), forked("two"))
    instance = await start(cluster, source)
    (first,) = await cluster.activate("work")
    await cluster.do("POST", f"/jobs/{first['jobKey']}/completion")
    left = "b" if first["elementId"] == "a" else "a"
    path = f"/process-instances/{instance}/migration"
    body = {"targetProcessDefinitionKey": target, "mappingInstructions": mapping((left, left))}
    status, detail = await refusal(cluster, path, body)
    assert (status, "tokens wait at the gateway 'join'" in detail) == (409, True)
    await migrate(cluster, instance, target, (left, left), ("join", "join"))
    (second,) = await cluster.activate("work")
    await cluster.do("POST", f"/jobs/{second['jobKey']}/completion")
    assert await state(cluster, instance) == "COMPLETED"


INNER = subprocess(
    START.replace('"s"', '"s2"'), task("in"), END.replace('"e"', '"e2"'), flows("s2", "in", "e2"), id="sub"
)
OLD = straight(INNER, user_task(id="z"), ids=("sub", "z"))
NEW = straight(INNER, task("out"), user_task(id="z"), ids=("sub", "out", "z"), id="new")


@pytest.mark.parametrize(
    ("pairs", "status", "words"),
    [
        ([("sub", "sub")], 409, "'in' is not mapped"),
        ([("in", "in")], 409, "'sub' is not mapped"),
        ([("sub", "sub"), ("in", "out")], 400, "change its scope"),
        ([("sub", "sub"), ("in", "z")], 400, "of type SERVICE_TASK"),
        ([("sub", "sub"), ("in", "none")], 400, "no element 'none' in the target"),
        ([("sub", "sub"), ("none", "in")], 400, "no element 'none' in the source"),
        ([("sub", "sub"), ("in", "in"), ("in", "out")], 400, "mapped twice"),
    ],
)
async def test_a_plan_that_does_not_fit(cluster: Cluster, pairs: Any, status: int, words: str) -> None:
    source, target = await deploy(cluster, OLD, NEW)
    instance = await start(cluster, source)
    body = {"targetProcessDefinitionKey": target, "mappingInstructions": mapping(*pairs)}
    found, detail = await refusal(cluster, f"/process-instances/{instance}/migration", body)
    assert (found, words in detail) == (status, True), detail
    assert (await cluster.get(f"/process-instances/{instance}"))["processDefinitionKey"] == source


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"mappingInstructions": []}, 400),
        ({"targetProcessDefinitionKey": "1"}, 400),
        ({"targetProcessDefinitionKey": 1, "mappingInstructions": []}, 400),
        ({"targetProcessDefinitionKey": "1", "mappingInstructions": {}}, 400),
        ({"targetProcessDefinitionKey": "1", "mappingInstructions": [{"sourceElementId": "x"}]}, 400),
        ({"targetProcessDefinitionKey": "1", "mappingInstructions": []}, 404),
    ],
)
async def test_bodies_that_are_no_plan(cluster: Cluster, body: Any, status: int) -> None:
    (source,) = await deploy(cluster, OLD)
    instance = await start(cluster, source)
    assert (await refusal(cluster, f"/process-instances/{instance}/migration", body))[0] == status
