"""Brokers against partitions: in words where they have room, else as letters, and only the ill where that is asked."""

from __future__ import annotations

from typing import Any

from c8tui.model.cluster import Broker, Partition, Topology
from c8tui.session.topology import Overview, judge
from c8tui.session.topology_watch import TopologyWatch
from c8tui.tui.topology.matrix import Matrix, MatrixShape, header, matrix_of, place_of, row_spans


def replica(number: int, role: str = "follower", **fields: Any) -> Partition:
    return Partition(**{"partition_id": number, "role": role, "health": "healthy", **fields})


def matrix(*brokers: Broker, **fields: Any) -> Matrix:
    watch = TopologyWatch()
    topology = Topology(brokers=brokers, **fields)
    watch.saw(Overview(topology, None, judge(topology)))
    return matrix_of(watch, 1)


def drawn(of: Matrix, width: int, first: int = 0) -> list[str]:
    shape = MatrixShape.of(of, width)
    lines = [header(of, shape, first), *(row_spans(of, shape, row, first, None) for row in of.rows)]
    return ["".join(text for text, _ in line).rstrip() for line in lines]


EIGHT = tuple(replica(n) for n in range(1, 9))


def test_with_room_a_broker_is_one_line_in_words() -> None:
    lines = drawn(matrix(Broker(node_id=4, host="zeebe-4", port=26501, partitions=EIGHT)), 140)
    assert lines[0].split() == [f"P{n}" for n in range(1, 9)]
    assert lines[1].startswith("broker 4   follower  follower")
    assert lines[1].endswith("?  zeebe-4:26501")


def test_places_give_way_before_words_do() -> None:
    lines = drawn(matrix(Broker(node_id=4, host="zeebe-4", port=26501, partitions=EIGHT)), 100)
    assert lines[1].split() == ["broker", "4", *["follower"] * 8]


def test_without_room_a_replica_is_a_letter_and_a_mark() -> None:
    held = (
        replica(1, "leader"), replica(2, health="unhealthy"), replica(3, "inactive", health="dead"),
        replica(4, state="joining"), replica(5, health=""), replica(6, "odd"), *(replica(n) for n in range(7, 20)),
    )  # fmt: skip
    lines = drawn(matrix(Broker(node_id=0, partitions=held), Broker(node_id=1)), 80)
    assert lines[0].split() == ["P1", "P6", "P11", "P16"]
    assert lines[1].startswith("broker 0  L f!ixf~f?? f f ")
    assert lines[2].split() == ["broker", "1", *["?"] * 19], "it does not tell what it has"


def test_a_column_that_is_not_in_sight_is_reached() -> None:
    lines = drawn(matrix(Broker(node_id=0, partitions=tuple(replica(n) for n in range(1, 301)))), 30, first=290)
    assert lines[0].split() == ["P291", "P296"]
    assert lines[1] == "broker 0  " + ("f " * 10).rstrip()


def test_what_is_ill_is_said_and_shown_alone() -> None:
    brokers = (
        Broker(node_id=0, partitions=(replica(1, "leader"), replica(2, health="dead"))),
        Broker(node_id=1, partitions=(replica(1),)),
        Broker(node_id=2, partitions=(replica(3, "leader"), replica(1))),
    )
    whole = matrix(*brokers, replication_factor=2)
    assert whole.ill == {2: "no leader, 1 of 2 replicas, dead", 3: "1 of 2 replicas"}
    only = whole.only_ill()
    assert only.partitions == (2, 3)
    assert [row.name for row in only.rows] == ["0", "2"]


def test_brokers_stand_by_zone_and_number() -> None:
    brokers = [Broker(node_id=n, broker_id=f"{zone}_{n}") for n in (10, 2) for zone in ("zone-b", "zone-a")]
    names = [row.name for row in matrix(*brokers).rows]
    assert names == ["zone-a_2", "zone-a_10", "zone-b_2", "zone-b_10"]


def test_places_are_shortened_and_addresses_of_ipv6_bracketed() -> None:
    host = "camunda-zeebe-0.camunda-zeebe.camunda-production.svc.cluster.local"
    rows = matrix(
        Broker(node_id=0, host=host, port=26501, version="8.10.0"), Broker(node_id=1, host="::1", port=1)
    ).rows
    assert place_of(rows[0]) == "8.10.0  camunda-zeebe-0.cam…on.svc.cluster.local:26501"
    assert place_of(rows[1]) == "?  [::1]:1"


def test_only_what_is_there_is_drawn() -> None:
    """Not one cell for any of a milliard of partitions, nor a row for a broker."""
    huge = matrix(Broker(host="a", partitions=EIGHT[:1]), partitions_count=10**9, cluster_size=10**9)
    assert (len(huge.rows), huge.partitions) == (1, (1,))
    assert matrix_of(TopologyWatch(), 0) == Matrix()
