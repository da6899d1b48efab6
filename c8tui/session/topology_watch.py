"""What has changed in the topology while somebody watched: events with their times, and a time series for a plot.

A topology says how things are, never since when; whoever wants to know that has to compare one look with the next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec
from msgspec import Struct, field

from c8tui.errors import C8Error
from c8tui.model.base import encode
from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.session.topology import Overview, named

MOST_EVENTS, MOST_SAMPLES = 1_000, 4_000
"""That are kept; at a look every 5 s, samples reach back more than five hours."""
MOST_TOLD = 20
"""Events of one kind that one look brings one by one; the rest of them are counted."""

Cell = tuple[str, int]
"""A broker by its name and a partition by its id: one replica."""


class TopologyEvent(Struct, frozen=True):
    """Something that was another way at the look before; `kind` is error, warn, ok or empty."""

    at: datetime
    text: str
    kind: str = ""


class Sample(Struct, frozen=True):
    """One look: how many partitions were healthy, of how many, and how many leaders had moved since the look before."""

    at: datetime
    healthy: int | None
    """None where the look failed."""
    partitions: int
    moves: int


class _Seen(Struct, frozen=True):
    """A topology in the form that two of them are compared in."""

    brokers: Mapping[str, Broker]
    replicas: Mapping[Cell, Partition]
    leaders: Mapping[int, str]


class TopologyWatch(Struct):
    """Compares each look with the one before. All times are aware."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    looks: int = 0
    """How many have succeeded."""
    events: deque[TopologyEvent] = field(default_factory=lambda: deque(maxlen=MOST_EVENTS))
    """Oldest first."""
    samples: deque[Sample] = field(default_factory=lambda: deque(maxlen=MOST_SAMPLES))
    missing: dict[str, tuple[datetime, Broker]] = field(default_factory=dict)
    """Brokers that were there and are not: since when, and how they were last."""
    last: Overview | None = None
    _before: _Seen | None = None
    _changed: dict[Cell, int] = field(default_factory=dict)
    """The look at which a replica was last another than before."""
    _led: dict[int, str] = field(default_factory=dict)
    """Who led each partition last, also while nobody does."""
    _failed_since: datetime | None = None

    def saw(self, overview: Overview) -> None:
        """A look has succeeded."""
        now, seen, before = self.clock(), _seen(overview.topology), self._before
        self.looks += 1
        if self._failed_since is not None:
            seconds = (now - self._failed_since).total_seconds()
            self._say(now, f"the cluster answers again, after {seconds:,.0f} s", "ok")
            self._failed_since = None
        moves = 0
        if before is not None and self.last is not None:
            moves = self._compare(now, before, seen)
            self._compare_whole(now, self.last, overview)
        partitions = max(overview.topology.partitions_count or 0, len({cell[1] for cell in seen.replicas}))
        self.samples.append(Sample(now, healthy_partitions(overview.topology), min(partitions, 10**6), moves))
        self._before, self.last = seen, overview
        self._led |= seen.leaders

    def missed(self, error: C8Error) -> None:
        """A look has failed: what there was stays."""
        now = self.clock()
        if self._failed_since is None:
            self._failed_since = now
            self._say(now, f"no answer: {error.detail}", "error")
        partitions = self.samples[-1].partitions if self.samples else 0
        self.samples.append(Sample(now, None, partitions, 0))

    def changed_since(self, look: int) -> frozenset[Cell]:
        """The replicas that have changed after a look, by its number."""
        return frozenset(cell for cell, at in self._changed.items() if at > look)

    @property
    def moves(self) -> int:
        """How many leaders have moved over the time watched."""
        return sum(sample.moves for sample in self.samples)

    def _say(self, at: datetime, text: str, kind: str = "") -> None:
        self.events.append(TopologyEvent(at, text, kind))

    def _say_all(self, at: datetime, found: list[tuple[str, str]], what: str) -> None:
        """Some events of one kind of change: the first ones each, the others as a number."""
        for text, kind in found[:MOST_TOLD]:
            self._say(at, text, kind)
        if len(found) > MOST_TOLD:
            self._say(at, f"and {len(found) - MOST_TOLD:,} more {what}", "warn")

    def _compare(self, now: datetime, before: _Seen, seen: _Seen) -> int:
        """Tell what is another way; how many leaders have moved."""
        self._say_all(now, [*self._come_and_gone(now, before, seen)], "changes of brokers")
        moved = [*_leaders(before, seen, self._led)]
        self._say_all(now, [(text, kind) for text, kind, _ in moved], "changes of leaders")
        self._say_all(now, [*_replicas(before, seen)], "changes of replicas")
        self._changed = {cell: at for cell, at in self._changed.items() if cell in seen.replicas}
        for cell, replica in seen.replicas.items():
            if before.replicas.get(cell) != replica:
                self._changed[cell] = self.looks
        return sum(has_moved for *_, has_moved in moved)

    def _come_and_gone(self, now: datetime, before: _Seen, seen: _Seen) -> Iterator[tuple[str, str]]:
        for name in before.brokers.keys() - seen.brokers.keys():
            self.missing[name] = now, before.brokers[name]
        for name in sorted(before.brokers.keys() - seen.brokers.keys()):
            yield f"broker {name} is missing", "error"
        for name in sorted(seen.brokers.keys() - before.brokers.keys()):
            since = self.missing.pop(name, None)
            away = f" after {(now - since[0]).total_seconds():,.0f} s" if since is not None else ""
            yield f"broker {name} is {'back' if since is not None else 'there'}{away}", "ok"
        upgraded: dict[tuple[str, str], list[str]] = {}
        for name in sorted(seen.brokers.keys() & before.brokers.keys()):
            old, new = before.brokers[name].version, seen.brokers[name].version
            if old != new:
                upgraded.setdefault((old, new), []).append(name)
        for (old, new), names in upgraded.items():
            yield f"{named(names, 'broker', 'runs', 'run')} {new or '?'}, before {old or '?'}", ""

    def _compare_whole(self, now: datetime, before: Overview, seen: Overview) -> None:
        old, new = before.topology, seen.topology
        for name, was, is_ in (
            ("gateway version", old.gateway_version, new.gateway_version),
            ("cluster size", old.cluster_size, new.cluster_size),
            ("partitions", old.partitions_count, new.partitions_count),
            ("replication factor", old.replication_factor, new.replication_factor),
            ("last change", old.last_completed_change_id, new.last_completed_change_id),
            ("licence", _licensed(before.license), _licensed(seen.license)),
        ):
            if was != is_ and not (name == "licence" and None in (was, is_)):
                self._say(now, f"{name} {was or '-'} -> {is_ or '-'}")


def exported(watch: TopologyWatch) -> bytes:
    """The last look, what is thought of it, and the events, oldest first, as JSON of the API's own names."""
    last = watch.last
    content = {
        "topology": last and last.topology,
        "license": last and last.license,
        "healthy": last and last.health.healthy,
        "problems": last and last.health.problems,
        "unknown": last and last.health.unknown,
        "warnings": last and last.health.warnings,
        "missing": {name: at for name, (at, _) in watch.missing.items()},
        "events": [{"time": one.at, "text": one.text} for one in watch.events],
        "samples": [{"time": one.at, "healthyPartitions": one.healthy, "leaderMoves": one.moves}
                    for one in watch.samples],
    }  # fmt: skip
    return msgspec.json.format(encode(content), indent=2) + b"\n"


def _licensed(license_: License | None) -> str | None:
    """None where it could not be read, which is no change of it."""
    return None if license_ is None else f"{license_.license_type} until {license_.expires_at or 'ever'}"


def _seen(topology: Topology) -> _Seen:
    brokers = {broker.name: broker for broker in topology.brokers or ()}
    replicas = {(name, one.partition_id): one for name, broker in brokers.items() for one in broker.partitions or ()}
    return _Seen(brokers, replicas, {cell[1]: cell[0] for cell, one in replicas.items() if one.role == "leader"})


def healthy_partitions(topology: Topology) -> int:
    """Partitions that have one leader, and replicas all of which are healthy; fewer replicas than wanted are not."""
    replicas: dict[int, list[Partition]] = {}
    for broker in topology.brokers or ():
        for one in broker.partitions or ():
            replicas.setdefault(one.partition_id, []).append(one)
    wanted = topology.replication_factor or 0
    return sum(
        len(each) >= wanted
        and sum(one.role == "leader" for one in each) == 1
        and all(one.health == "healthy" and one.role in ("leader", "follower") for one in each)
        for each in replicas.values()
    )


def _leaders(before: _Seen, seen: _Seen, led: Mapping[int, str]) -> Iterator[tuple[str, str, bool]]:
    """What became of leaders: the words, their kind, and whether another broker leads than the one that `led` last."""
    for partition in sorted(before.leaders.keys() | seen.leaders.keys()):
        old, new = before.leaders.get(partition), seen.leaders.get(partition)
        if old == new:
            continue
        if new is None:
            yield f"P{partition} has no leader, before {old}", "error", False
        elif (last := led.get(partition, new)) == new:
            yield f"P{partition} is led by {new}{' again' if partition in led else ''}", "ok", False
        else:
            yield f"P{partition} leader moved {last} -> {new}", "warn", True


def _replicas(before: _Seen, seen: _Seen) -> Iterator[tuple[str, str]]:
    """Health, roles that are neither leader nor follower, and places in a change of the cluster."""
    for cell in sorted(before.replicas.keys() & seen.replicas.keys()):
        old, new = before.replicas[cell], seen.replicas[cell]
        where = f"P{cell[1]} on broker {cell[0]}"
        if old.health != new.health:
            yield f"{where} is {new.health or 'of unknown health'}", "ok" if new.health == "healthy" else "error"
        if old.state != new.state:
            yield f"{where} is {new.state or 'in no known state'}, before {old.state or 'unknown'}", ""
        if old.role != new.role and "inactive" in (old.role, new.role):
            yield f"{where} is {new.role or 'in no known role'}", "error" if new.role == "inactive" else "ok"
    for cell in sorted(seen.replicas.keys() - before.replicas.keys()):
        if cell[0] in before.brokers:
            yield f"P{cell[1]} is on broker {cell[0]} now", ""
    for cell in sorted(before.replicas.keys() - seen.replicas.keys()):
        if cell[0] in seen.brokers:
            yield f"P{cell[1]} is not on broker {cell[0]} any more", "warn"
