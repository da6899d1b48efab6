"""The cluster as its topology screen shows it: brokers, licence, and its health.

A number that the cluster claims is compared with what is there; nothing is ever as long as it says.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from c8tui.api import cluster
from c8tui.errors import C8Error
from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.text import counted, plural

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


class Overview(Struct, frozen=True):
    """The topology, the licence where it could be read, and what to think of it."""

    topology: Topology
    license: License | None
    health: Health
    no_license: str = ""
    """Why there is no licence to tell of."""


async def overview(wire: Wire) -> Overview:
    """GET /topology and /license. A licence that cannot be read leaves the rest standing."""
    topology = await cluster.topology(wire)
    try:
        return Overview(topology, await cluster.license(wire), judge(topology))
    except C8Error as error:
        return Overview(topology, None, judge(topology), no_license=error.detail)


# The health of a cluster, told from its topology

MOST_NAMED = 5
"""Of what is alike, so many are named; the rest is counted."""
_NUMBERS = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?")


class Health(Struct, frozen=True):
    """One line on the cluster, why it is not healthy, and what would have to be known to say that it is."""

    healthy: bool | None
    """None where the cluster did not say enough: nothing wrong was seen, and not all was seen."""
    line: str
    problems: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """`healthy`, `not healthy` or `health unknown`."""
        return "healthy" if self.healthy else "health unknown" if self.healthy is None else "not healthy"


def judge(topology: Topology) -> Health:
    """Healthy means: as many brokers as there should be, every partition led once, and all its replicas healthy."""
    found = _Findings()
    brokers = topology.brokers
    if brokers is None:
        found.unknown.append("the cluster does not say which brokers it has")
    else:
        _judge_brokers(brokers, topology.cluster_size, found)
        _judge_partitions(topology, brokers, found)
        _judge_versions(topology.gateway_version, brokers, found)
    size = _count(topology.cluster_size)
    there = f"{'?' if brokers is None else f'{len(brokers):,}'}/{'?' if size is None else f'{size:,}'} brokers"
    if found.problems:
        number = len(found.problems)
        return Health(False, f"{there}, {counted(number, 'problem')}", *found.told())
    if found.unknown:
        return Health(None, f"{there}, health unknown", *found.told())
    return Health(True, f"{there} healthy", ())


class _Findings(Struct):
    problems: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def told(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return tuple(self.problems), tuple(self.unknown)


def broker_names(brokers: Iterable[Broker]) -> list[str]:
    """What to call each: its `brokerId` (8.10, with zones), else its node id, else its host."""
    return [_name(broker) for broker in brokers]


def _name(broker: Broker) -> str:
    return broker.broker_id or (str(broker.node_id) if broker.node_id is not None else broker.host or "without a name")


def partition_ids(topology: Topology) -> list[int]:
    """The partitions that some broker has, in order."""
    return sorted({one.partition_id for broker in topology.brokers or () for one in broker.partitions or ()})


def _count(claimed: int | None) -> int | None:
    """A number that can be one; None where none was given, and for nonsense."""
    return claimed if claimed is not None and claimed > 0 else None


def _judge_brokers(brokers: tuple[Broker, ...], claimed: int | None, found: _Findings) -> None:
    size, there = _count(claimed), len(brokers)
    if not brokers:
        found.problems.append("no broker answers")
    if size is None:
        found.unknown.append("the cluster does not say how many brokers it should have")
    elif there < size:
        missing = size - there
        found.problems.append(f"{missing:,} of {counted(size, 'broker')} {'is' if missing == 1 else 'are'} missing")
    elif there > size:
        found.problems.append(f"{there:,} brokers answer, where the cluster counts {size:,}")
    for name, times in Counter(broker_names(brokers)).items():
        if times > 1:
            found.problems.append(f"{times:,} brokers call themselves {name}")
    silent = [_name(broker) for broker in brokers if broker.partitions is None]
    if silent:
        found.unknown.append(f"{_named(silent, 'broker')} there, and of its partitions nothing is said")


def _judge_partitions(topology: Topology, brokers: tuple[Broker, ...], found: _Findings) -> None:
    replicas: dict[int, list[Partition]] = defaultdict(list)
    for broker in brokers:
        for one in broker.partitions or ():
            replicas[one.partition_id].append(one)
            _judge_replica(one, _name(broker), found)
    factor = _count(topology.replication_factor)
    all_told = all(broker.partitions is not None for broker in brokers)
    for partition_id in sorted(replicas):
        _judge_partition(partition_id, replicas[partition_id], factor, found, all_told=all_told)
    if factor is None:
        found.unknown.append("the cluster does not say how often a partition should be replicated")
    _judge_count(topology.partitions_count, replicas.keys(), found, all_told=all_told)


def _judge_replica(replica: Partition, broker: str, found: _Findings) -> None:
    """What one broker says of its replica."""
    where = f"partition {replica.partition_id}"
    if not replica.health:
        found.unknown.append(f"{where} is of unknown health on broker {broker}")
    elif replica.health != "healthy":
        found.problems.append(f"{where} is {replica.health} on broker {broker}")
    if not replica.role:
        found.unknown.append(f"{where} is in an unknown role on broker {broker}")
    elif replica.role not in ("leader", "follower"):
        found.problems.append(f"{where} is {replica.role} on broker {broker}")


def _judge_partition(
    partition_id: int, replicas: list[Partition], factor: int | None, found: _Findings, *, all_told: bool
) -> None:
    where = f"partition {partition_id}"
    leaders = sum(replica.role == "leader" for replica in replicas)
    if leaders > 1:
        found.problems.append(f"{where} has {counted(leaders, 'leader')}")
    elif not leaders:
        told = all_told and all(replica.role for replica in replicas)
        (found.problems if told else found.unknown).append(f"{where} has no leader{'' if told else ' that was named'}")
    if factor is not None and len(replicas) != factor:
        known = all_told or len(replicas) > factor
        words = f"{where} has {len(replicas):,} of {counted(factor, 'replica')}"
        (found.problems if known else found.unknown).append(words)


def _judge_count(claimed: int | None, seen: Iterable[int], found: _Findings, *, all_told: bool) -> None:
    """The partitions that should be there are numbered from 1."""
    there, count = set(seen), _count(claimed)
    if count is None:
        found.unknown.append("the cluster does not say how many partitions it should have")
        return
    beyond = sorted(one for one in there if not 1 <= one <= count)
    if beyond:
        found.problems.append(f"{_named(map(str, beyond), 'partition')} there, where the cluster counts {count:,}")
    missing = count - (len(there) - len(beyond))
    if missing > 0:
        first = _first_missing(there, count)
        more = f" and {missing - len(first):,} more" if missing > len(first) else ""
        listed = ", ".join(map(str, first))
        noun = f"partition {listed}" if missing == 1 else f"partitions {listed}{more}"
        if all_told:
            found.problems.append(f"{noun} {'is' if missing == 1 else 'are'} on no broker: no leader, no replicas")
        else:
            found.unknown.append(f"of {noun} nothing is said")


def _first_missing(there: set[int], count: int) -> list[int]:
    """The first numbers that are not there, found in as many steps as there are partitions, not as many as claimed."""
    found: list[int] = []
    number = 1
    while len(found) < MOST_NAMED and number <= count:
        if number not in there:
            found.append(number)
        number += 1
    return found


def _judge_versions(gateway: str, brokers: tuple[Broker, ...], found: _Findings) -> None:
    by_version: dict[str, list[str]] = defaultdict(list)
    for broker in brokers:
        if broker.version:
            by_version[broker.version].append(_name(broker))
    if len(by_version) > 1:
        said = ", ".join(f"{version} ({_listed(names)})" for version, names in sorted(by_version.items())[:MOST_NAMED])
        found.problems.append(f"brokers run different versions: {said}")
    newest = max((numbers for version in by_version if (numbers := _read(version))), default=None)
    own = _read(gateway)
    if own is not None and newest is not None and own > newest:
        versions = ", ".join(sorted(by_version)[:MOST_NAMED])
        found.problems.append(f"the gateway runs {gateway}, newer than its brokers ({versions})")


def _read(version: str) -> tuple[int, ...] | None:
    numbers = _NUMBERS.match(version)
    return tuple(int(number or 0) for number in numbers.groups()) if numbers else None


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _named(names: Iterable[str], noun: str) -> str:
    every = list(names)
    return f"{plural(len(every), noun)} {_listed(every)} {'are' if len(every) > 1 else 'is'}"
