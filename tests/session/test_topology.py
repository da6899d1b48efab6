"""What makes a cluster healthy, and what is said of one that is not."""

from __future__ import annotations

import msgspec
import pytest

from c8tui.errors import Unavailable
from c8tui.model.cluster import Broker, Partition, Topology
from c8tui.session.topology import judge, overview
from tests.sandboxes import Sandbox


def broker(node_id: int, *partitions: tuple[int, str, str]) -> Broker:
    replicas = tuple(Partition(partition_id=i, role=role, health=health) for i, role, health in partitions)
    return Broker(node_id=node_id, partitions=replicas)


HEALTHY = Topology(
    cluster_size=3,
    partitions_count=2,
    replication_factor=2,
    gateway_version="8.9.1",
    brokers=(
        broker(0, (1, "leader", "healthy"), (2, "follower", "healthy")),
        broker(1, (2, "leader", "healthy")),
        broker(2, (1, "follower", "healthy")),
    ),
)


def with_brokers(*brokers: Broker) -> Topology:
    return msgspec.structs.replace(HEALTHY, brokers=brokers)


def test_healthy() -> None:
    health = judge(HEALTHY)
    assert (health.healthy, health.line, health.problems) == (True, "3/3 brokers healthy", ())


def test_a_broker_is_gone() -> None:
    health = judge(with_brokers(*HEALTHY.brokers[:2]))
    assert not health.healthy
    assert health.line == "2/3 brokers, 2 problems"
    assert health.problems == ("broker 2 is missing", "partition 1 has 1 of 2 replicas")


def test_most_of_it_is_gone() -> None:
    health = judge(with_brokers(HEALTHY.brokers[2]))
    assert health.line == "1/3 brokers, 5 problems"
    assert health.problems == (
        "brokers 0, 1 are missing",
        "partition 1 has no leader",
        "partition 1 has 1 of 2 replicas",
        "partition 2 has no leader",
        "partition 2 has 0 of 2 replicas",
    )


@pytest.mark.parametrize(("health", "told"), [("unhealthy", "unhealthy"), ("dead", "dead"), ("", "of unknown health")])
def test_an_ill_replica(health: str, told: str) -> None:
    ill = judge(with_brokers(broker(0, (1, "leader", "healthy"), (2, "follower", health)), *HEALTHY.brokers[1:]))
    assert ill.line == "3/3 brokers, 1 problem"
    assert ill.problems == (f"partition 2 is {told} on broker 0",)


def test_a_partition_in_election() -> None:
    brokers = (broker(0, (1, "follower", "healthy"), (2, "follower", "healthy")), *HEALTHY.brokers[1:])
    assert judge(with_brokers(*brokers)).problems == ("partition 1 has no leader",)


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
    assert "broker 1 is missing" in ill.problems
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
