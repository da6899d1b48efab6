"""Modification: elements are activated, moved and terminated in a running instance, all of it or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.bpmn.builder import END, START, flows, subprocess, task, user_task
from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import deploy, element, elements, refusal, start, state, straight

NESTED = straight(
    task("a"),
    subprocess(START.replace('"s"', '"s2"'), task("in"), task("in2"), END.replace('"e"', '"e2"'),
               flows("s2", "in", "in2", "e2"), id="sub"),
    user_task(id="z"),
    ids=("a", "sub", "z"),
)  # fmt: skip


@pytest.fixture
async def instance(cluster: Cluster) -> str:
    """An instance that waits at `a`."""
    (definition,) = await deploy(cluster, NESTED)
    return await start(cluster, definition)


async def modify(cluster: Cluster, instance: str, **instructions: Any) -> None:
    await cluster.do("POST", f"/process-instances/{instance}/modification", instructions)


def move(source: str, target: str, **more: Any) -> dict[str, Any]:
    by_id = {"sourceType": "byId", "sourceElementId": source}
    return {"sourceElementInstruction": by_id, "targetElementId": target, **more}


async def test_activation_begins_missing_scopes_once(cluster: Cluster, instance: str) -> None:
    await modify(cluster, instance, activateInstructions=[{"elementId": "in"}, {"elementId": "in2"}])
    assert await elements(cluster, instance) == ["a", "sub", "in", "in2"]
    await modify(cluster, instance, activateInstructions=[{"elementId": "in"}])
    assert await elements(cluster, instance) == ["a", "sub", "in", "in2", "in"]


async def test_variables_go_to_the_scope_that_is_named(cluster: Cluster, instance: str) -> None:
    given = [
        {"variables": {"one": 1}},
        {"variables": {"two": 2}, "scopeId": "sub"},
        {"variables": {"three": 3}, "scopeId": "in"},
    ]
    await modify(cluster, instance, activateInstructions=[{"elementId": "in", "variableInstructions": given}])
    scopes = {
        one["name"]: one["scopeKey"] for one in await cluster.items("/variables", {"processInstanceKey": instance})
    }
    assert scopes == {
        "one": instance,
        "two": await element(cluster, instance, "sub"),
        "three": await element(cluster, instance, "in"),
    }


async def test_an_ancestor_chooses_among_scopes(cluster: Cluster, instance: str) -> None:
    path = f"/process-instances/{instance}/modification"
    for _ in range(2):
        body = {"activateInstructions": [{"elementId": "in", "ancestorElementInstanceKey": instance}]}
        await cluster.do("POST", path, body)
    scopes = await cluster.items("/element-instances", {"processInstanceKey": instance, "elementId": "sub"})
    status, detail = await refusal(cluster, path, {"activateInstructions": [{"elementId": "in2"}]})
    assert (status, "active 2 times" in detail) == (400, True)
    chosen = scopes[1]["elementInstanceKey"]
    at_chosen = {"elementId": "in2", "ancestorElementInstanceKey": chosen}
    await cluster.do("POST", path, {"activateInstructions": [at_chosen]})
    (made,) = await cluster.items("/element-instances", {"elementInstanceScopeKey": chosen, "elementId": "in2"})
    assert made["state"] == "ACTIVE"


async def test_a_move_goes_on_from_the_target(cluster: Cluster, instance: str) -> None:
    await modify(cluster, instance, moveInstructions=[move("a", "z")])
    assert await elements(cluster, instance) == ["z"]
    assert await elements(cluster, instance, "TERMINATED") == ["a"]
    (job,) = await cluster.items("/jobs", {"processInstanceKey": instance})
    assert job["state"] == "CANCELED"
    (waiting,) = await cluster.items("/user-tasks", {"processInstanceKey": instance})
    await cluster.do("POST", f"/user-tasks/{waiting['userTaskKey']}/completion")
    assert await state(cluster, instance) == "COMPLETED"


async def test_a_move_out_of_a_scope_ends_it(cluster: Cluster, instance: str) -> None:
    await modify(cluster, instance, moveInstructions=[move("a", "in")])
    inner = {"sourceType": "byKey", "sourceElementInstanceKey": await element(cluster, instance, "in")}
    inferred = {"ancestorScopeType": "inferred"}
    out = {"sourceElementInstruction": inner, "targetElementId": "z", "ancestorScopeInstruction": inferred}
    await modify(cluster, instance, moveInstructions=[out])
    assert await elements(cluster, instance) == ["z"]
    assert await elements(cluster, instance, "TERMINATED") == ["a", "sub", "in"]


async def test_each_source_gets_a_target_in_its_own_scope(cluster: Cluster, instance: str) -> None:
    for _ in range(2):
        inside = {"elementId": "in", "ancestorElementInstanceKey": instance}
        await modify(cluster, instance, activateInstructions=[inside])
    own = {"ancestorScopeType": "sourceParent"}
    await modify(cluster, instance, moveInstructions=[move("in", "in2", ancestorScopeInstruction=own)])
    assert sorted(await elements(cluster, instance)) == ["a", "in2", "in2", "sub", "sub"]


async def test_an_instance_in_which_nothing_is_left_ends(cluster: Cluster, instance: str) -> None:
    await modify(cluster, instance, activateInstructions=[{"elementId": "in"}])
    await modify(cluster, instance, terminateInstructions=[{"elementId": "in"}])
    assert await elements(cluster, instance) == ["a"]
    await modify(
        cluster, instance, terminateInstructions=[{"elementInstanceKey": await element(cluster, instance, "a")}]
    )
    assert await state(cluster, instance) == "TERMINATED"


OF_SUB = {"variables": {}, "scopeId": "sub"}
DIRECT = {"ancestorScopeType": "direct"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "must have an instruction"),
        ({"activateInstructions": [{"elementId": "none"}]}, "no element 'none'"),
        ({"activateInstructions": [{"elementId": "s"}]}, "START_EVENT"),
        ({"activateInstructions": [{}]}, "'activateInstructions[0].elementId' is missing"),
        ({"activateInstructions": {}}, "'activateInstructions' must be a list"),
        ({"activateInstructions": [{"elementId": "z", "more": 1}]}, "'activateInstructions[0].more'"),
        ({"activateInstructions": [{"elementId": "z", "ancestorElementInstanceKey": 1}]}, "ancestorElementInstanceKey"),
        ({"activateInstructions": [{"elementId": "z", "ancestorElementInstanceKey": "7"}]}, "has the key '7'"),
        (
            {"activateInstructions": [{"elementId": "z", "variableInstructions": [OF_SUB]}]},
            "'sub' is no scope around",
        ),
        ({"activateInstructions": [{"elementId": "z", "variableInstructions": [{}]}]}, "variables' is missing"),
        ({"terminateInstructions": [{"elementId": "z"}]}, "no instance of the element 'z' is active"),
        ({"terminateInstructions": [{"elementInstanceKey": "7"}]}, "has the key '7'"),
        ({"terminateInstructions": [{"elementId": "a", "elementInstanceKey": "7"}]}, "Exactly one"),
        ({"moveInstructions": [move("z", "a")]}, "no instance of the element 'z' is active"),
        ({"moveInstructions": [move("a", "e2", ancestorScopeInstruction=DIRECT)]}, "is missing"),
        ({"moveInstructions": [{"targetElementId": "a"}]}, "'moveInstructions[0].sourceElementInstruction' is missing"),
        ({"operationReference": "x"}, "operationReference"),
    ],
)  # fmt: skip
async def test_what_is_wrong_changes_nothing(cluster: Cluster, instance: str, body: Any, words: str) -> None:
    right = body.get("activateInstructions")
    if isinstance(right, list):
        body = body | {"activateInstructions": [{"elementId": "in"}, *right]}
        words = words.replace("[0]", "[1]")
    status, detail = await refusal(cluster, f"/process-instances/{instance}/modification", body)
    assert (status, words in detail) == (400, True), detail
    assert await elements(cluster, instance) == ["a"]


async def test_what_is_over_is_not_modified(cluster: Cluster, instance: str) -> None:
    await cluster.do("POST", f"/process-instances/{instance}/cancellation")
    body = {"activateInstructions": [{"elementId": "a"}]}
    for key in (instance, "42"):
        assert (await refusal(cluster, f"/process-instances/{key}/modification", body))[0] == 404


async def test_8_8_knows_no_moves() -> None:
    cluster = Cluster(dialect="8.8")
    (definition,) = await deploy(cluster, NESTED)
    path = f"/process-instances/{await start(cluster, definition)}/modification"
    assert (
        "'moveInstructions' is not known" in (await refusal(cluster, path, {"moveInstructions": [move("a", "z")]}))[1]
    )
