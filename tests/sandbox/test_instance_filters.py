"""Process instances found by their elements, incidents and jobs."""

from __future__ import annotations

import pytest

from c8tui.sandbox.engine.records import hash_code
from tests.sandbox.bpmn.builder import task
from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import deploy, start, straight


@pytest.fixture
async def three(cluster: Cluster) -> list[str]:
    """Instances that wait at `b` after `a`, at `a`, and at `a` with an incident."""
    (definition,) = await deploy(cluster, straight(task("a"), task("b"), ids=("a", "b")))
    keys = [await start(cluster, definition) for _ in range(3)]
    first, second, third = await cluster.activate("work", maxJobsToActivate=3)
    await cluster.do("POST", f"/jobs/{first['jobKey']}/completion")
    await cluster.do("POST", f"/jobs/{second['jobKey']}/failure", {"retries": 2, "errorMessage": "once more"})
    await cluster.do("POST", f"/jobs/{third['jobKey']}/failure", {"errorMessage": "broken"})
    return keys


async def found(cluster: Cluster, keys: list[str], **wanted: object) -> list[int]:
    """Which of the instances a filter finds, counted from 0."""
    filter_ = {"processInstanceKey": {"$in": keys}} | wanted
    return [keys.index(one["processInstanceKey"]) for one in await cluster.items("/process-instances", filter_)]


async def test_conditions_on_an_element_are_about_the_same_one(cluster: Cluster, three: list[str]) -> None:
    assert await found(cluster, three, elementId="a") == [0, 1, 2]
    assert await found(cluster, three, elementId="a", elementInstanceState="ACTIVE") == [1, 2]
    assert await found(cluster, three, elementId="a", elementInstanceState="COMPLETED") == [0]
    assert await found(cluster, three, elementId="s", hasElementInstanceIncident=True) == []
    assert await found(cluster, three, elementId="a", hasElementInstanceIncident=True) == [2]
    assert await found(cluster, three, elementId={"$like": "b*"}) == [0]
    assert await found(cluster, three, elementId={"$exists": False}) == []


async def test_incidents_are_found_by_message_and_hash(cluster: Cluster, three: list[str]) -> None:
    assert await found(cluster, three, errorMessage="broken") == [2]
    assert await found(cluster, three, errorMessage={"$exists": True}) == [2]
    assert await found(cluster, three, errorMessage={"$exists": False}) == [0, 1]
    assert await found(cluster, three, incidentErrorHashCode=hash_code("broken")) == [2]
    assert await found(cluster, three, incidentErrorHashCode=hash_code("broken"), errorMessage="other") == []


async def test_jobs_with_retries_left_are_found(cluster: Cluster, three: list[str]) -> None:
    assert await found(cluster, three, hasRetriesLeft=True) == [1]
    assert await found(cluster, three, hasRetriesLeft=False) == [0, 2]
    branches = [{"hasRetriesLeft": True}, {"elementId": "b", "elementInstanceState": "ACTIVE"}]
    assert await found(cluster, three, **{"$or": branches}) == [0, 1]


def test_the_hash_has_32_bits_and_stays() -> None:
    assert hash_code("broken") == -492065676
    assert -(2**31) <= hash_code("x" * 1000) < 2**31
    assert hash_code("\udc00") == hash_code("\udc00")
