"""The cluster's health, told from its topology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from c8tui.api import cluster
from c8tui.errors import C8Error
from c8tui.model.cluster import License, Topology

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


@dataclass(frozen=True, slots=True)
class Health:
    """One line on the cluster, and every reason why it is not healthy."""

    healthy: bool
    line: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The topology, the licence where it could be read, and what to think of it."""

    topology: Topology
    license: License | None
    health: Health


async def overview(wire: Wire) -> Overview:
    """GET /topology and /license. A licence that cannot be read leaves the rest standing."""
    topology = await cluster.topology(wire)
    try:
        license_ = await cluster.license(wire)
    except C8Error:
        license_ = None
    return Overview(topology, license_, judge(topology))


def judge(topology: Topology) -> Health:
    """Healthy means: every broker there, every partition led and with all its healthy replicas."""
    problems = [*_missing_brokers(topology), *_ill_replicas(topology)]
    for partition in range(1, topology.partitions_count + 1):
        problems += _partition_problems(topology, partition)
    there = f"{len(topology.brokers)}/{topology.cluster_size} brokers"
    line = f"{there} healthy" if not problems else f"{there}, {len(problems)} problem{'s' * (len(problems) > 1)}"
    return Health(not problems, line, tuple(problems))


def _missing_brokers(topology: Topology) -> list[str]:
    seen = {broker.node_id for broker in topology.brokers}
    missing = [str(node) for node in range(topology.cluster_size) if node not in seen]
    if not missing:
        return []
    return [f"broker {missing[0]} is missing" if len(missing) == 1 else f"brokers {', '.join(missing)} are missing"]


def _ill_replicas(topology: Topology) -> list[str]:
    return [
        f"partition {partition.partition_id} is {partition.health or 'of unknown health'} on broker {broker.node_id}"
        for broker in topology.brokers
        for partition in broker.partitions
        if partition.health != "healthy"
    ]


def _partition_problems(topology: Topology, partition_id: int) -> list[str]:
    replicas = [p for broker in topology.brokers for p in broker.partitions if p.partition_id == partition_id]
    problems = []
    if not any(replica.role == "leader" for replica in replicas):
        problems.append(f"partition {partition_id} has no leader")
    if len(replicas) < topology.replication_factor:
        problems.append(f"partition {partition_id} has {len(replicas)} of {topology.replication_factor} replicas")
    return problems
