"""The brokers and partitions that a sandbox makes up, and what stories and faults do to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from c8tui.sandbox.cluster_state import ClusterState
from c8tui.sandbox.fault_specs import parse
from c8tui.sandbox.options import Options
from c8tui.sandbox.stories.cluster import ROUND_S, ClusterStory
from tests.sandboxes import Sandbox


async def topology(*faults: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await ask("topology", *faults, **options)).json()
    return found


async def ask(path: str, *faults: str, **options: Any) -> httpx.Response:
    sandbox = Sandbox(faults=faults, tasks=1, **options)
    async with httpx.AsyncClient(transport=sandbox, base_url="http://sandbox.test/v2/") as http:
        return await http.get(path)


def test_replicas_lie_as_round_robin_and_the_first_that_is_up_leads() -> None:
    state = ClusterState(brokers=4, partitions=4, replication_factor=2)
    assert [state.holders(partition) for partition in range(1, 5)] == [[0, 1], [1, 2], [2, 3], [3, 0]]
    gone = ClusterState(brokers=4, partitions=4, replication_factor=2, down=frozenset({1, 2}), moved=frozenset({1, 4}))
    assert [gone.leader(partition) for partition in range(1, 5)] == [0, None, 3, 0]


async def test_a_size_on_demand() -> None:
    found = await topology("cluster=100x300x3")
    assert (found["clusterSize"], found["partitionsCount"], found["replicationFactor"]) == (100, 300, 3)
    assert len(found["brokers"]) == 100
    replicas = [one for broker in found["brokers"] for one in broker["partitions"]]
    assert (len(replicas), sum(one["role"] == "leader" for one in replicas)) == (900, 300)


@pytest.mark.parametrize("size", ["", "0x1x1", "3x3", "3x3x4", "9999x9999x9999", "axbxc"])
def test_sizes_that_are_none(size: str) -> None:
    with pytest.raises(ValueError, match="as 100x300x3"):
        parse(f"cluster={size}")


async def test_several_faults_of_a_kind_hold_together() -> None:
    found = await topology("cluster=5x5x3", "broker-down=1", "broker-down=3", "unhealthy=1", "dead=5", "older=0")
    assert [broker["nodeId"] for broker in found["brokers"]] == [0, 2, 4]
    assert {broker["nodeId"]: broker["version"] for broker in found["brokers"]} == {0: "8.9.1", 2: "8.9.2", 4: "8.9.2"}
    health = {(one["partitionId"], one["health"]) for broker in found["brokers"] for one in broker["partitions"]}
    assert {(1, "unhealthy"), (2, "unhealthy"), (4, "unhealthy"), (5, "dead")} <= health


async def test_a_leader_that_has_moved_and_one_that_is_none() -> None:
    found = await topology("leader-moved=1", "no-leader=2")
    leads = {one["partitionId"]: broker["nodeId"] for broker in found["brokers"] for one in broker["partitions"]
             if one["role"] == "leader"}  # fmt: skip
    assert leads == {1: 1, 3: 2}


async def test_zones_and_states_are_of_8_10() -> None:
    faults = ("cluster=6x6x3", "zones=3", "joining=2")
    found = await topology(*faults, dialect="8.10")
    assert [broker["brokerId"] for broker in found["brokers"]] == [
        "zone-a_0", "zone-b_0", "zone-c_0", "zone-a_1", "zone-b_1", "zone-c_1",
    ]  # fmt: skip
    states = [one["state"] for broker in found["brokers"] for one in broker["partitions"]]
    assert (states.count("joining"), states.count("active")) == (1, 17)
    earlier = await topology(*faults)
    assert not any("brokerId" in broker for broker in earlier["brokers"])
    assert [broker["nodeId"] for broker in earlier["brokers"]] == [0, 1, 2, 3, 4, 5]


async def test_the_status_is_that_of_some_partition() -> None:
    assert (await ask("status", "no-leader=1")).status_code == 204
    down = await ask("status", "no-leader=1", "no-leader=2", "no-leader=3")
    assert (down.status_code, down.content) == (503, b"")
    bare = await ask("topology", "bare")
    assert (bare.status_code, bare.content) == (503, b"")


async def test_a_licence_ends_when_it_is_told_to() -> None:
    sandbox = Sandbox(faults=("licence-ends=3",), tasks=1)
    async with httpx.AsyncClient(transport=sandbox, base_url="http://sandbox.test/v2/") as http:
        ends = datetime.fromisoformat((await http.get("license")).json()["expiresAt"])
    assert (ends - datetime.fromtimestamp(sandbox.clock(), UTC)).total_seconds() == 3 * 86_400


def test_the_story_is_the_same_for_all_who_look_and_comes_round() -> None:
    story = ClusterStory()
    states = [story.cluster(second * 1000) for second in range(ROUND_S)]
    assert states == [ClusterStory().cluster(second * 1000) for second in range(ROUND_S)]
    assert states[0].change_id + 1 == story.cluster(ROUND_S * 1000).change_id
    for what in ("down", "moved", "leaderless", "health", "older", "joining"):
        assert {bool(getattr(state, what)) for state in states} == {True, False}, what
    assert Options(story="cluster").story == story.name
