"""The cluster as the topology screen shows it, and its health, as far as it says enough."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from c8tui.errors import Unavailable
from c8tui.model.base import decode
from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.session.topology import Health, judge, overview
from tests.sandboxes import Sandbox


async def test_overview_of_a_cluster() -> None:
    sandbox = Sandbox()
    connection, _ = sandbox.connection()
    seen = await overview(connection.wire)
    assert seen.topology.gateway_version.startswith("8.9.")
    assert seen.health == judge(seen.topology)
    assert seen.health.healthy
    assert seen.license is not None

    await sandbox.faults("broker-down=1")
    ill = (await overview(connection.wire)).health
    assert "1 of 3 brokers is missing" in ill.problems
    assert not ill.healthy
    await connection.aclose()


async def test_without_a_licence_the_rest_stands_without_a_topology_nothing() -> None:
    sandbox = Sandbox(faults=("403@/v2/license",))
    connection, _ = sandbox.connection()
    seen = await overview(connection.wire)
    assert (seen.license, seen.health.healthy) == (None, True)

    await sandbox.faults("unavailable@/v2/topology")
    with pytest.raises(Unavailable):
        await overview(connection.wire)
    await connection.aclose()


async def failure_of(*faults: str) -> str:
    """What an overview fails with while these faults are on."""
    sandbox = Sandbox(faults=faults)
    connection, _ = sandbox.connection()
    with pytest.raises(Unavailable) as failed:
        await overview(connection.wire)
    await connection.aclose()
    return failed.value.detail


async def test_503_without_a_body_is_told_apart_by_the_status() -> None:
    everywhere = await failure_of("bare=503")
    assert everywhere.startswith("the address answers 503 to everything")
    topology = await failure_of("bare=503@/v2/topology")
    assert topology == "the gateway is up (its status is 204), but does not give its topology (503)"
    assert "neither is the status" in await failure_of("bare=503@/v2/topology", "403@/v2/status")


async def test_a_gateway_that_answers_while_brokers_do_not() -> None:
    sandbox = Sandbox(faults=("no-leader=1", "no-leader=2", "no-leader=3"))
    connection, _ = sandbox.connection()
    health = (await overview(connection.wire)).health
    assert health.problems[0].startswith("the gateway answers, but the brokers do not: its status is 503")
    assert health.problems[1] == "partition 1 has no leader"

    await sandbox.faults("no-leader=1")
    one = (await overview(connection.wire)).health
    assert one.problems == ("partition 1 has no leader",), "some partition is led: its status is 204"

    await sandbox.faults("404@/v2/status")
    assert (await overview(connection.wire)).health.healthy, "an older cluster has no status to tell of"
    await connection.aclose()


# What makes a cluster healthy, what is said of one that is not, and of one that does not say


def broker(node_id: int, *partitions: tuple[int, str, str], **more: Any) -> Broker:
    replicas = tuple(Partition(partition_id=i, role=role, health=health) for i, role, health in partitions)
    return Broker(node_id=node_id, partitions=replicas, **more)


BROKERS = (
    broker(0, (1, "leader", "healthy"), (2, "follower", "healthy")),
    broker(1, (2, "leader", "healthy")),
    broker(2, (1, "follower", "healthy")),
)
HEALTHY = Topology(cluster_size=3, partitions_count=2, replication_factor=2, gateway_version="8.9.1", brokers=BROKERS)


def with_brokers(*brokers: Broker, **fields: Any) -> Health:
    return judge(msgspec.structs.replace(HEALTHY, brokers=brokers, **fields))


def but(**fields: Any) -> Health:
    return judge(msgspec.structs.replace(HEALTHY, **fields))


def test_healthy() -> None:
    health = judge(HEALTHY)
    assert (health.healthy, health.line, health.problems) == (True, "3/3 brokers healthy", ())
    assert health.word == "healthy"


def test_a_broker_is_gone() -> None:
    health = with_brokers(*BROKERS[:2])
    assert health.healthy is False
    assert health.line == "2/3 brokers, 2 problems"
    assert health.problems == ("1 of 3 brokers is missing", "partition 1 has 1 of 2 replicas")


def test_most_of_it_is_gone() -> None:
    health = with_brokers(BROKERS[2])
    assert health.line == "1/3 brokers, 4 problems"
    assert health.problems == (
        "partition 1 has no leader",
        "partition 2 is on no broker: no leader, no replicas",
        "2 of 3 brokers are missing",
        "partition 1 has 1 of 2 replicas",
    )


@pytest.mark.parametrize("health", ["unhealthy", "dead", "odd"])
def test_an_ill_replica(health: str) -> None:
    ill = with_brokers(broker(0, (1, "leader", "healthy"), (2, "follower", health)), *BROKERS[1:])
    assert ill.line == "3/3 brokers, 1 problem"
    assert ill.problems == (f"partition 2 is {health} on broker 0",)


def test_a_partition_in_election() -> None:
    brokers = (broker(0, (1, "follower", "healthy"), (2, "follower", "healthy")), *BROKERS[1:])
    assert with_brokers(*brokers).problems == ("partition 1 has no leader",)


def test_two_leaders() -> None:
    assert with_brokers(*BROKERS[:2], broker(2, (1, "leader", "healthy"))).problems == ("partition 1 has 2 leaders",)


def test_an_inactive_replica() -> None:
    found = with_brokers(*BROKERS[:2], broker(2, (1, "inactive", "healthy"))).problems
    assert found == ("partition 1 is inactive on broker 2",)


def test_brokers_need_no_numbers_from_0() -> None:
    """Two regions: one has the even, the other the odd ones; zones: each counts its own from 0."""
    two = (broker(4, *((p.partition_id, p.role, p.health) for p in BROKERS[0].partitions or ())), *BROKERS[1:])
    assert with_brokers(*two).healthy
    zoned = tuple(msgspec.structs.replace(one, node_id=0, broker_id=f"zone{n}_0") for n, one in enumerate(BROKERS))
    assert with_brokers(*zoned).healthy
    unnamed = tuple(msgspec.structs.replace(one, node_id=0) for one in BROKERS)
    assert with_brokers(*unnamed).problems == ("3 brokers call themselves 0",)


def test_partitions_of_which_nothing_is_said_are_on_no_broker_that_is_known() -> None:
    silent = with_brokers(*(msgspec.structs.replace(one, partitions=None) for one in BROKERS))
    assert not silent.problems
    assert "of partitions 1, 2 nothing is said" in silent.unknown


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"brokers": ()}, "no broker answers"),
        ({"cluster_size": 2}, "3 brokers answer, where the cluster counts 2"),
        ({"partitions_count": 3}, "partition 3 is on no broker: no leader, no replicas"),
        (
            {"partitions_count": 10**9},
            "partitions 3, 4, 5, 6, 7 and 999,999,993 more are on no broker: no leader, no replicas",
        ),
        ({"partitions_count": 1}, "partition 2 is there, where the cluster counts 1"),
        ({"replication_factor": 3}, "partition 1 has 2 of 3 replicas"),
        ({"cluster_size": 10**12}, "999,999,999,997 of 1,000,000,000,000 brokers are missing"),
    ],
)
def test_what_the_cluster_counts_is_compared_with_what_is_there(fields: dict[str, Any], problem: str) -> None:
    health = but(**fields)
    assert health.healthy is False
    assert problem in health.problems


@pytest.mark.parametrize(
    ("fields", "unknown"),
    [
        ({"brokers": None}, "the cluster does not say which brokers it has"),
        ({"cluster_size": None}, "the cluster does not say how many brokers it should have"),
        ({"cluster_size": -1}, "the cluster does not say how many brokers it should have"),
        ({"partitions_count": None}, "the cluster does not say how many partitions it should have"),
        ({"replication_factor": 0}, "the cluster does not say how often a partition should be replicated"),
    ],
)
def test_what_is_not_said_is_unknown(fields: dict[str, Any], unknown: str) -> None:
    health = but(**fields)
    assert (health.healthy, health.word) == (None, "health unknown")
    assert health.line.endswith("health unknown")
    assert unknown in health.unknown


def test_a_broker_that_says_nothing_of_its_partitions_may_have_them() -> None:
    silent = Broker(node_id=0)
    health = with_brokers(silent, *BROKERS[1:])
    assert health.healthy is None
    assert health.unknown == (
        "broker 0 is there, and of its partitions nothing is said",
        "partition 1 has no leader that was named",
        "partition 1 has 1 of 2 replicas",
        "partition 2 has 1 of 2 replicas",
    )


def test_a_replica_that_does_not_say_how_it_is() -> None:
    health = with_brokers(*BROKERS[:2], broker(2, (1, "", "")))
    assert health.unknown == (
        "partition 1 is of unknown health on broker 2",
        "partition 1 is in an unknown role on broker 2",
    )


def test_versions_that_differ() -> None:
    mixed = [msgspec.structs.replace(one, version=f"8.9.{min(n, 1)}") for n, one in enumerate(BROKERS)]
    assert with_brokers(*mixed).problems == ("brokers run different versions: 8.9.0 (0), 8.9.1 (1, 2)",)
    old = [msgspec.structs.replace(one, version="8.9.4") for one in BROKERS]
    assert with_brokers(*old, gateway_version="8.10.0").problems == (
        "the gateway runs 8.10.0, newer than its brokers (8.9.4)",
    )
    assert with_brokers(*old, gateway_version="8.9.2").healthy


def test_words_in_any_case() -> None:
    raw = msgspec.to_builtins(HEALTHY)
    for one in raw["brokers"]:
        for replica in one["partitions"]:
            replica.update(role=replica["role"].upper(), health=replica["health"].title())
    assert judge(decode(json.dumps(raw).encode(), Topology)).healthy


def test_the_worst_comes_first() -> None:
    ill = (
        msgspec.structs.replace(broker(0, (1, "leader", "unhealthy"), (2, "follower", "dead")), version="8.9.0"),
        msgspec.structs.replace(broker(1, (1, "follower", "healthy"), (3, "leader", "healthy")), version="8.9.1"),
    )
    assert with_brokers(*ill, partitions_count=3).problems == (
        "partition 2 has no leader",
        "partition 2 is dead on broker 0",
        "1 of 3 brokers is missing",
        "partition 2 has 1 of 2 replicas",
        "partition 3 has 1 of 2 replicas",
        "partition 1 is unhealthy on broker 0",
        "brokers run different versions: 8.9.0 (0), 8.9.1 (1)",
    )


# What may get worse


def test_leaders_that_are_unbalanced() -> None:
    first = broker(0, (1, "leader", "healthy"), (2, "leader", "healthy"))
    uneven = with_brokers(first, broker(1, (1, "follower", "healthy")), broker(2, (2, "follower", "healthy")))
    assert uneven.healthy
    assert uneven.warnings == ("leaders unbalanced: broker 0 leads 2 of 2, where 1 would be its share",)
    assert not judge(HEALTHY).warnings
    alone = Topology(brokers=(first,), cluster_size=1, partitions_count=2, replication_factor=1)
    assert not judge(alone).warnings


@pytest.mark.parametrize("state", ["joining", "leaving", "bootstrapping", "odd"])
def test_a_change_in_progress(state: str) -> None:
    changing = Partition(partition_id=1, role="follower", health="healthy", state=state)
    changed = (*BROKERS[:2], msgspec.structs.replace(BROKERS[2], partitions=(changing,)))
    health = with_brokers(*changed)
    assert health.healthy
    assert health.warnings == (f"a change is in progress: partition 1 on broker 2 is {state}",)


@pytest.mark.parametrize(
    ("until", "valid", "warnings"),
    [
        ("2027-01-01T10:00:00Z", True, ()),
        ("2026-12-10T10:00:00Z", True, ("the licence ends in 12 days, on 10 Dec 2026",)),
        ("2026-11-29T12:00:00Z", True, ("the licence ends in 1 day, on 29 Nov 2026",)),
        ("2026-11-28T12:00:00Z", True, ("the licence ends within a day, on 28 Nov 2026",)),
        ("2026-11-01T12:00:00Z", False, ("the licence is not valid", "the licence ended on 01 Nov 2026")),
        (None, True, ()),
        ("soon", True, ()),
    ],
)
def test_a_licence_that_ends(until: str | None, valid: bool, warnings: tuple[str, ...]) -> None:
    license_ = License(valid_license=valid, expires_at=until)
    health = judge(HEALTHY, license_, datetime(2026, 11, 28, 10, 0, tzinfo=UTC))
    assert health.healthy
    assert health.warnings == warnings


def test_a_zone_is_what_a_broker_id_begins_with() -> None:
    assert Broker(node_id=2, broker_id="zone-a_2").zone == "zone-a"
    assert [Broker(node_id=2, broker_id=one).zone for one in ("2", "a_3", "", None)] == ["", "", "", ""]
