"""Brokers against partitions, as wide as there is room."""

from __future__ import annotations

from c8tui.model.cluster import Broker, Partition, Topology
from c8tui.tui.topology.matrix import MatrixSize, matrix_lines
from c8tui.tui.widgets.facts import content_of

EIGHT = tuple(Partition(partition_id=n, role="follower", health="healthy") for n in range(1, 9))


def drawn(topology: Topology, width: int | None = None, first: int = 0) -> str:
    return content_of(matrix_lines(topology, MatrixSize(width, first))).plain


def test_with_room_a_broker_is_one_line() -> None:
    lines = drawn(Topology(brokers=(Broker(node_id=4, host="zeebe-4", port=26501, partitions=EIGHT),))).splitlines()
    assert lines[-1].startswith("broker 4  follower")
    assert lines[-1].endswith("?  zeebe-4:26501")


def test_without_room_hosts_stand_below_and_are_shortened() -> None:
    host = "camunda-zeebe-0.camunda-zeebe.camunda-production.svc.cluster.local"
    broker = Broker(broker_id="zonea_0", host=host, port=26501, version="8.10.0", partitions=EIGHT)
    lines = drawn(Topology(brokers=(broker,)), 78).splitlines()
    assert max(map(len, lines[1:])) <= 78
    assert lines[0].endswith("P1 to P6 of 8 partitions; h and l go to the others")
    assert lines[-1] == "broker zonea_0  8.10.0  camunda-zeebe-0.cam…on.svc.cluster.local:26501"


def test_only_what_is_there_is_drawn() -> None:
    """Not one cell for any of a milliard of partitions, nor a row for a broker."""
    topology = Topology(brokers=(Broker(host="a", partitions=EIGHT[:1]),), partitions_count=10**9, cluster_size=10**9)
    lines = drawn(topology).splitlines()
    assert len(lines) == 4
    assert lines[-1] == "999,999,999 more: missing"


def test_a_broker_that_does_not_tell_has_question_marks() -> None:
    brokers = (Broker(node_id=0, partitions=EIGHT[:1]), Broker(node_id=1))
    assert drawn(Topology(brokers=brokers)).splitlines()[-1].split() == ["broker", "1", "?", "?", "?:?"]


def test_nothing_is_said_of_brokers() -> None:
    assert drawn(Topology()) == "Brokers and partitions  the cluster does not say which brokers it has"
