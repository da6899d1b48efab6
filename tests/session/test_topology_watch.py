"""What has changed between two looks, and what is kept of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from c8tui.errors import Unreachable
from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.session.topology import Overview, judge
from c8tui.session.topology_watch import MOST_EVENTS, MOST_SAMPLES, TopologyWatch, healthy_partitions

BEGAN = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)


def broker(node: int, *replicas: str, **fields: Any) -> Broker:
    """A broker whose replicas are written as `1 leader`, `2 follower dead`."""
    held = []
    for one in replicas:
        number, role, health, state = (*one.split(), "", "")[:4]
        held.append(Partition(partition_id=int(number), role=role, health=health or "healthy", state=state))
    return Broker(**{"node_id": node, "version": "8.9.2", "partitions": tuple(held), **fields})


def look(*brokers: Broker, license_: License | None = None, **fields: Any) -> Overview:
    topology = Topology(brokers=brokers, **fields)
    return Overview(topology, license_, judge(topology))


def watched(*looks: Overview) -> TopologyWatch:
    seconds = count(0, 5)
    watch = TopologyWatch(clock=lambda: BEGAN + timedelta(seconds=next(seconds)))
    for one in looks:
        watch.saw(one)
    return watch


def said(*looks: Overview) -> list[str]:
    return [event.text for event in watched(*looks).events]


ONE, OTHER = broker(0, "1 leader"), broker(1, "1 follower")


def test_the_first_look_and_an_equal_one_bring_nothing() -> None:
    watch = watched(look(ONE, OTHER), look(ONE, OTHER))
    assert not watch.events
    assert (watch.looks, watch.moves, watch.changed_since(0)) == (2, 0, frozenset())


def test_a_leader_moves_at_once_or_after_there_was_none() -> None:
    moved = look(broker(0, "1 follower"), broker(1, "1 leader"))
    none = look(broker(0, "1 follower"), OTHER)
    assert said(look(ONE, OTHER), moved) == ["P1 leader moved 0 -> 1"]
    assert said(look(ONE, OTHER), none, moved) == ["P1 has no leader, before 0", "P1 leader moved 0 -> 1"]
    assert said(look(ONE, OTHER), none, look(ONE, OTHER)) == ["P1 has no leader, before 0", "P1 is led by 0 again"]
    assert watched(look(ONE, OTHER), none, moved).moves == 1
    watch = watched(look(ONE, OTHER), moved)
    assert watch.changed_since(1) == {("0", 1), ("1", 1)}
    assert watch.changed_since(2) == frozenset()


def test_brokers_go_and_come_back() -> None:
    watch = watched(look(ONE, OTHER), look(ONE), look(ONE, OTHER))
    assert [event.text for event in watch.events] == ["broker 1 is missing", "broker 1 is back after 5 s"]
    assert [event.at.second for event in watch.events] == [5, 10]
    assert not watch.missing
    assert watched(look(ONE, OTHER), look(ONE)).missing["1"] == (BEGAN + timedelta(seconds=5), OTHER)
    assert said(look(ONE), look(ONE, OTHER)) == ["broker 1 is there"]


def test_health_states_and_roles() -> None:
    before = look(broker(0, "1 leader", "2 follower", "3 follower healthy active"))
    after = look(broker(0, "1 leader dead", "2 inactive", "3 follower healthy leaving"))
    assert said(before, after) == [
        "P1 on broker 0 is dead", "P2 on broker 0 is inactive", "P3 on broker 0 is leaving, before active",
    ]  # fmt: skip
    assert said(look(broker(0, "1 leader")), look(broker(0, "1 leader", "2 leader"))) == [
        "P2 is led by 0", "P2 is on broker 0 now",
    ]  # fmt: skip


def test_versions_that_change_together_are_one_event() -> None:
    before = look(*(broker(n, version="8.9.1") for n in range(12)))
    after = look(*(broker(n, version="8.9.2") for n in range(12)))
    assert said(before, after) == ["brokers 0, 1, 10, 11, 2 and 7 more run 8.9.2, before 8.9.1"]


def test_the_whole_cluster() -> None:
    sizes: dict[str, Any] = {"cluster_size": 3, "partitions_count": 1, "replication_factor": 1}
    rest: dict[str, Any] = {"gateway_version": "8.9.1", "last_completed_change_id": "1"}
    before = look(license_=License(license_type="a", expires_at="2027-01-01T00:00:00Z"), **sizes, **rest)
    larger: dict[str, Any] = {"cluster_size": 4, "partitions_count": 2, "replication_factor": 3}
    newer: dict[str, Any] = {"gateway_version": "8.9.2", "last_completed_change_id": "2"}
    assert said(before, look(license_=License(license_type="a"), **larger, **newer)) == [
        "gateway version 8.9.1 -> 8.9.2", "cluster size 3 -> 4", "partitions 1 -> 2", "replication factor 1 -> 3",
        "last change 1 -> 2", "licence a until 2027-01-01T00:00:00Z -> a until ever",
    ]  # fmt: skip
    assert said(before, look(**sizes, **rest)) == [], "a licence that cannot be read has not changed"


def test_failures_are_told_once_and_leave_a_gap() -> None:
    watch = watched(look(ONE, OTHER))
    for _ in range(3):
        watch.missed(Unreachable("no route"))
    watch.saw(look(ONE, OTHER))
    assert [event.text for event in watch.events] == ["no answer: no route", "the cluster answers again, after 15 s"]
    assert [one.healthy for one in watch.samples] == [1, None, None, None, 1]
    assert watch.last == look(ONE, OTHER)


@pytest.mark.long
def test_many_changes_at_once_are_counted_and_memory_is_bounded() -> None:
    led = [look(broker(0, *(f"{n} leader" for n in range(1, 301))), broker(1)),
           look(broker(0), broker(1, *(f"{n} leader" for n in range(1, 301))))]  # fmt: skip
    watch = watched(*led)
    assert "and 280 more changes of leaders" in [event.text for event in watch.events]
    assert watch.samples[-1].moves == 300
    for n in range(MOST_SAMPLES + 10):
        watch.saw(led[n % 2])
    assert (len(watch.events), len(watch.samples)) == (MOST_EVENTS, MOST_SAMPLES)
    assert len(watch.changed_since(0)) == 300


def test_a_partition_is_healthy_with_one_leader_and_all_its_replicas() -> None:
    def healthy(*brokers: Broker) -> int:
        return healthy_partitions(Topology(brokers=brokers, replication_factor=2))

    assert healthy(ONE, OTHER) == 1
    assert healthy(ONE) == 0
    assert healthy(ONE, broker(1, "1 leader")) == 0
    assert healthy(ONE, broker(1, "1 follower unhealthy")) == 0
    assert healthy(broker(0, "1 follower"), OTHER) == 0
