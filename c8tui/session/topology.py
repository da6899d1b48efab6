"""The cluster as its topology screen shows it: brokers, licence, and its health.

A number that the cluster claims is compared with what is there; nothing is ever as long as it says.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Awaitable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from c8tui.api import cluster
from c8tui.errors import C8Error, Unavailable
from c8tui.model.base import moment
from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.session.dates import day
from c8tui.text import counted, plural

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

T = TypeVar("T")
LICENCE_NOTICE = timedelta(days=30)
"""So long before its end a licence is spoken of."""


class Overview(Struct, frozen=True):
    """The topology, the licence and the status where they could be read, and what to think of it."""

    topology: Topology
    license: License | None
    health: Health
    no_license: str = ""
    """Why there is no licence to tell of."""


async def overview(wire: Wire, now: datetime | None = None) -> Overview:
    """GET /topology, /license and /status. What cannot be read of the last two leaves the rest standing.

    `now` is aware; it says how long the licence still lasts.
    """
    try:
        topology = await cluster.topology(wire)
    except Unavailable as down:
        raise await _told_apart(wire, down) from down
    licensed, status = await asyncio.gather(_or_why_not(cluster.license(wire)), _or_why_not(cluster.status(wire)))
    found, no_license = (None, licensed.detail) if isinstance(licensed, C8Error) else (licensed, "")
    # Only a 503 is the gateway's word: anything else says nothing of the brokers.
    answers = False if isinstance(status, Unavailable) else None if isinstance(status, C8Error) else True
    health = judge(topology, found, now or datetime.now(UTC), answers=answers)
    return Overview(topology, found, health, no_license)


async def _or_why_not(asked: Awaitable[T]) -> T | C8Error:
    try:
        return await asked
    except C8Error as error:
        return error


async def _told_apart(wire: Wire, down: Unavailable) -> Unavailable:
    """Why there is no topology: the gateway is up without brokers, or nothing behind the address is up."""
    status = await _or_why_not(cluster.status(wire))
    if isinstance(status, Unavailable):
        words = "the address answers 503 to everything: the gateway is starting, or what stands before it has none"
    elif isinstance(status, C8Error):
        words = f"the topology is not available (503), and neither is the status: {status.detail}"
    else:
        words = "the gateway is up (its status is 204), but does not give its topology (503)"
    return Unavailable(words, title=down.title, status=503, request=down.request, instance=down.instance)


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
    """Most severe first."""
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What is well for now, and may not stay so."""

    @property
    def word(self) -> str:
        """`healthy`, `not healthy` or `health unknown`."""
        return "healthy" if self.healthy else "health unknown" if self.healthy is None else "not healthy"


class Severity(IntEnum):
    """How bad a finding is: what cannot be worked with at all, what has no reserve left, what is merely odd."""

    NOTHING_WORKS = 0
    NO_LEADER = 1
    DEAD = 2
    MISSING_BROKER = 3
    FEWER_REPLICAS = 4
    UNHEALTHY = 5
    ODD = 6


def judge(
    topology: Topology, license_: License | None = None, now: datetime | None = None, *, answers: bool | None = None
) -> Health:
    """Healthy means: as many brokers as there should be, every partition led once, and all its replicas healthy.

    `answers` is what GET /status says: whether the gateway reaches a partition that is led; None where it is not known.
    """
    found = _Findings()
    brokers = topology.brokers
    if answers is False:
        words = "the gateway answers, but the brokers do not: its status is 503, so that no partition can be reached"
        found.bad(Severity.NOTHING_WORKS, words)
    if brokers is None:
        found.unknown.append("the cluster does not say which brokers it has")
    else:
        _judge_brokers(brokers, topology.cluster_size, found)
        _judge_partitions(topology, brokers, found)
        _judge_versions(topology.gateway_version, brokers, found)
        found.warnings += (*_changes(brokers), *_unbalanced(topology, brokers))
    if license_ is not None and now is not None:
        found.warnings += _licence_ends(license_, now)
    size = _count(topology.cluster_size)
    there = f"{'?' if brokers is None else f'{len(brokers):,}'}/{'?' if size is None else f'{size:,}'} brokers"
    problems, unknown, warnings = found.told()
    if problems:
        return Health(False, f"{there}, {counted(len(problems), 'problem')}", problems, unknown, warnings)
    if unknown:
        return Health(None, f"{there}, health unknown", (), unknown, warnings)
    return Health(True, f"{there} healthy", (), (), warnings)


class _Findings(Struct):
    problems: list[tuple[Severity, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def bad(self, severity: Severity, words: str) -> None:
        self.problems.append((severity, words))

    def told(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        worst_first = sorted(self.problems, key=lambda one: one[0])
        return tuple(words for _, words in worst_first), tuple(self.unknown), tuple(self.warnings)


def _changes(brokers: tuple[Broker, ...]) -> Iterator[str]:
    """A change of the cluster shows in replicas that are not active (8.10)."""
    by_state: dict[str, list[str]] = defaultdict(list)
    for broker in brokers:
        for one in broker.partitions or ():
            if one.state not in ("", "active", "unknown"):
                by_state[one.state].append(f"{one.partition_id} on broker {broker.name}")
    for state, where in sorted(by_state.items()):
        yield f"a change is in progress: {named(where, 'partition')} {state}"


def _unbalanced(topology: Topology, brokers: tuple[Broker, ...]) -> Iterator[str]:
    """Leaders are the ones that work: a broker that leads more than its share has more to do than the others."""
    leads = {broker.name: sum(one.role == "leader" for one in broker.partitions or ()) for broker in brokers}
    led, size = sum(leads.values()), max(_count(topology.cluster_size) or 0, len(brokers))
    if not led or len(leads) < 2:
        return
    most, least = max(leads.values()), min(leads.values())
    everyone = len(brokers) == size and all(broker.partitions is not None for broker in brokers)
    share = -(-led // size)
    if most > share or (everyone and least < led // size):
        name = max(leads, key=lambda one: leads[one])
        yield f"leaders unbalanced: broker {name} leads {most:,} of {led:,}, where {share:,} would be its share"


def _licence_ends(license_: License, now: datetime) -> Iterator[str]:
    until = moment(license_.expires_at)
    if license_.valid_license is False:
        yield "the licence is not valid"
    if until is not None and until - now <= LICENCE_NOTICE:
        days = (until - now) // timedelta(days=1)
        yield (
            f"the licence ended on {day(license_.expires_at)}" if until <= now
            else f"the licence ends in {counted(days, 'day')}, on {day(license_.expires_at)}" if days
            else f"the licence ends within a day, on {day(license_.expires_at)}"
        )  # fmt: skip


def broker_names(brokers: Iterable[Broker]) -> list[str]:
    """What to call each."""
    return [broker.name for broker in brokers]


def _count(claimed: int | None) -> int | None:
    """A number that can be one; None where none was given, and for nonsense."""
    return claimed if claimed is not None and claimed > 0 else None


def _judge_brokers(brokers: tuple[Broker, ...], claimed: int | None, found: _Findings) -> None:
    size, there = _count(claimed), len(brokers)
    if not brokers:
        found.bad(Severity.NOTHING_WORKS, "no broker answers")
    if size is None:
        found.unknown.append("the cluster does not say how many brokers it should have")
    elif there < size:
        missing = size - there
        words = f"{missing:,} of {counted(size, 'broker')} {'is' if missing == 1 else 'are'} missing"
        found.bad(Severity.MISSING_BROKER, words)
    elif there > size:
        found.bad(Severity.ODD, f"{there:,} brokers answer, where the cluster counts {size:,}")
    for name, times in Counter(broker_names(brokers)).items():
        if times > 1:
            found.bad(Severity.ODD, f"{times:,} brokers call themselves {name}")
    silent = [broker.name for broker in brokers if broker.partitions is None]
    if silent:
        found.unknown.append(f"{named(silent, 'broker')} there, and of its partitions nothing is said")


def _judge_partitions(topology: Topology, brokers: tuple[Broker, ...], found: _Findings) -> None:
    replicas: dict[int, list[Partition]] = defaultdict(list)
    for broker in brokers:
        for one in broker.partitions or ():
            replicas[one.partition_id].append(one)
            _judge_replica(one, broker.name, found)
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
        severity = Severity.DEAD if replica.health == "dead" else Severity.UNHEALTHY
        found.bad(severity, f"{where} is {replica.health} on broker {broker}")
    if not replica.role:
        found.unknown.append(f"{where} is in an unknown role on broker {broker}")
    elif replica.role not in ("leader", "follower"):
        found.bad(Severity.UNHEALTHY, f"{where} is {replica.role} on broker {broker}")


def _judge_partition(
    partition_id: int, replicas: list[Partition], factor: int | None, found: _Findings, *, all_told: bool
) -> None:
    where = f"partition {partition_id}"
    leaders = sum(replica.role == "leader" for replica in replicas)
    if leaders > 1:
        found.bad(Severity.NO_LEADER, f"{where} has {counted(leaders, 'leader')}")
    elif not leaders:
        told = all_told and all(replica.role for replica in replicas)
        if told:
            found.bad(Severity.NO_LEADER, f"{where} has no leader")
        else:
            found.unknown.append(f"{where} has no leader that was named")
    if factor is not None and len(replicas) != factor:
        known = all_told or len(replicas) > factor
        words = f"{where} has {len(replicas):,} of {counted(factor, 'replica')}"
        if known:
            severity = Severity.FEWER_REPLICAS if len(replicas) < factor else Severity.ODD
            found.bad(severity, words)
        else:
            found.unknown.append(words)


def _judge_count(claimed: int | None, seen: Iterable[int], found: _Findings, *, all_told: bool) -> None:
    """The partitions that should be there are numbered from 1."""
    there, count = set(seen), _count(claimed)
    if count is None:
        found.unknown.append("the cluster does not say how many partitions it should have")
        return
    beyond = sorted(one for one in there if not 1 <= one <= count)
    if beyond:
        words = f"{named(map(str, beyond), 'partition')} there, where the cluster counts {count:,}"
        found.bad(Severity.ODD, words)
    missing = count - (len(there) - len(beyond))
    if missing > 0:
        first = _first_missing(there, count)
        more = f" and {missing - len(first):,} more" if missing > len(first) else ""
        listed = ", ".join(map(str, first))
        noun = f"partition {listed}" if missing == 1 else f"partitions {listed}{more}"
        if all_told:
            words = f"{noun} {'is' if missing == 1 else 'are'} on no broker: no leader, no replicas"
            found.bad(Severity.NO_LEADER, words)
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
            by_version[broker.version].append(broker.name)
    if len(by_version) > 1:
        said = ", ".join(f"{version} ({_listed(names)})" for version, names in sorted(by_version.items())[:MOST_NAMED])
        found.bad(Severity.ODD, f"brokers run different versions: {said}")
    newest = max((numbers for version in by_version if (numbers := _read(version))), default=None)
    own = _read(gateway)
    if own is not None and newest is not None and own > newest:
        versions = ", ".join(sorted(by_version)[:MOST_NAMED])
        found.bad(Severity.ODD, f"the gateway runs {gateway}, newer than its brokers ({versions})")


def _read(version: str) -> tuple[int, ...] | None:
    numbers = _NUMBERS.match(version)
    return tuple(int(number or 0) for number in numbers.groups()) if numbers else None


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def named(names: Iterable[str], noun: str, one: str = "is", several: str = "are") -> str:
    """The first names of those that are alike, and how many more there are, with the verb: `brokers 1, 2 are`."""
    every = list(names)
    return f"{plural(len(every), noun)} {_listed(every)} {several if len(every) > 1 else one}"
