"""The brokers and partitions that a sandbox makes up: who holds, leads and follows what, and what is wrong with it.

Stories begin with a state, faults change it. Replicas are laid out as round robin: partition p lies on the
`replication_factor` brokers from p - 1 on, and the first of them that is up leads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from c8tui.sandbox.fault_specs import Fault

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class ClusterState:
    """How a cluster is at one moment; brokers are numbered from 0, partitions from 1."""

    brokers: int = 3
    partitions: int = 3
    replication_factor: int = 3
    zones: int = 0
    """Zones that the brokers are spread over in turn (8.10); 0 for none."""
    down: frozenset[int] = frozenset()
    """Brokers that are gone."""
    moved: frozenset[int] = frozenset()
    """Partitions that are led by their second replica."""
    leaderless: frozenset[int] = frozenset()
    """Partitions whose replicas all follow."""
    health: dict[int, str] = field(default_factory=dict)
    """`unhealthy` or `dead` by partition, as its leader says."""
    older: frozenset[int] = frozenset()
    """Brokers that run an earlier version."""
    joining: frozenset[int] = frozenset()
    """Partitions whose last replica is joining: a change is in progress (8.10)."""
    change_id: int = 1
    licensed_until_ms: int | None = None
    """When the licence ends, in milliseconds since 1970; the sandbox's own date when None."""

    def zone_of(self, broker: int) -> str:
        """`zone-a`, `zone-b`, ... ; empty without zones."""
        return f"zone-{chr(ord('a') + broker % self.zones)}" if self.zones else ""

    def holders(self, partition: int) -> list[int]:
        """The brokers that should hold a partition, the preferred leader first."""
        first = partition - 1
        return [(first + n) % self.brokers for n in range(min(self.replication_factor, self.brokers))]

    def leader(self, partition: int) -> int | None:
        """Who leads a partition; None where nobody does."""
        up = [broker for broker in self.holders(partition) if broker not in self.down]
        if not up or partition in self.leaderless:
            return None
        return up[1] if partition in self.moved and len(up) > 1 else up[0]


def with_faults(state: ClusterState, faults: list[Fault], now: int) -> ClusterState:
    """The state with what these faults do to it; `now` in milliseconds since 1970."""
    for fault in faults:
        match fault.kind:
            case "cluster":
                state = resized(state, fault.value)
            case "zones":
                state = replace(state, zones=fault.number)
            case "broker-down":
                state = replace(state, down=state.down | {fault.number})
            case "leader-moved":
                state = replace(state, moved=state.moved ^ {fault.number})
            case "no-leader":
                state = replace(state, leaderless=state.leaderless | {fault.number})
            case "unhealthy" | "dead":
                state = replace(state, health={**state.health, fault.number: fault.kind})
            case "older":
                state = replace(state, older=state.older | {fault.number})
            case "joining":
                state = replace(state, joining=state.joining | {fault.number})
            case "licence-ends":
                state = replace(state, licensed_until_ms=now + fault.number * DAY_MS)
    return state


CLUSTER_KINDS = (
    "cluster", "zones", "broker-down", "leader-moved", "no-leader", "unhealthy", "dead", "older", "joining",
    "licence-ends",
)  # fmt: skip
"""The kinds of fault that change the state of the cluster."""
SIZE = re.compile(r"(\d{1,4})x(\d{1,4})x(\d{1,4})")


def resized(state: ClusterState, size: str) -> ClusterState:
    """The state of a cluster of so many brokers, partitions and replicas, as `100x300x3`."""
    found = SIZE.fullmatch(size)
    assert found is not None, "the kind of fault has checked it"
    brokers, partitions, factor = map(int, found.groups())
    return replace(state, brokers=brokers, partitions=partitions, replication_factor=factor)
