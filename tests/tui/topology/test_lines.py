"""What the topology screen says in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.session.topology import Overview, judge
from c8tui.session.topology_watch import TopologyWatch
from c8tui.tui.topology.lines import (
    about_place,
    finding_lines,
    head_lines,
    plot_lines,
    report_lines,
    text_of,
    wrapped,
)
from c8tui.tui.topology.matrix import matrix_of

BEGAN = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)


def broker(node: int, *roles: str, health: str = "healthy", **fields: Any) -> Broker:
    held = tuple(Partition(partition_id=n, role=role, health=health) for n, role in enumerate(roles, 1) if role)
    return Broker(
        **{"node_id": node, "host": f"zeebe-{node}", "port": 26501, "version": "8.9.2", "partitions": held, **fields}
    )


def overview(*brokers: Broker, license_: License | None = None, **fields: Any) -> Overview:
    topology = Topology(**{"brokers": brokers, "cluster_size": len(brokers), "partitions_count": 1,
                           "replication_factor": 1, "gateway_version": "8.9.2", **fields})  # fmt: skip
    return Overview(topology, license_, judge(topology, license_, BEGAN))


def watched(*looks: Overview) -> TopologyWatch:
    seconds = count(0, 5)
    watch = TopologyWatch(clock=lambda: BEGAN + timedelta(seconds=next(seconds)))
    for look in looks:
        watch.saw(look)
    return watch


def test_the_head_says_what_there_is() -> None:
    license_ = License(valid_license=True, license_type="saas", expires_at="2027-03-31T12:00:00Z")
    one = overview(
        broker(0, "leader", broker_id="zone-a_0"), license_=license_, cluster_id="c-7f3", last_completed_change_id="4"
    )
    assert text_of(head_lines(one, 300)) == (
        "c-7f3  healthy   1 broker, 1 partition x 1   gateway 8.9.2   brokers 8.9.2   zones zone-a 1   "
        "licence: saas, valid until 31 Mar 2027   change 4"
    )
    assert all(len(line) <= 78 for line in text_of(head_lines(one, 78)).splitlines())


def test_numbers_that_can_be_none_are_not_repeated() -> None:
    said = text_of(head_lines(Overview(Topology(cluster_size=0, partitions_count=-1), None, judge(Topology())), 200))
    assert said.startswith("cluster  health unknown   ? brokers, ? partitions x ?   gateway of an unknown version")
    assert "licence: unknown" in said


def test_a_healthy_cluster_says_so() -> None:
    assert text_of(finding_lines(overview(broker(0, "leader")), TopologyWatch(), 9, 99)) == (
        "Every broker is there; every partition is led and fully replicated."
    )


def test_a_missing_broker_has_its_name_and_its_time_where_it_was_seen_before() -> None:
    both = overview(broker(0, "leader"), broker(1))
    one = overview(broker(0, "leader"), cluster_size=2)
    assert text_of(finding_lines(one, watched(one), 9, 99)) == "! 1 of 2 brokers is missing"
    watch = watched(both, one)
    (line,) = text_of(finding_lines(one, watch, 9, 99)).splitlines()
    assert line.startswith("! broker 1 is missing since ")
    assert line.endswith(":00:05")


def test_findings_beyond_the_room_are_told_together_and_counted() -> None:
    ill = overview(broker(0, *["follower"] * 9), broker(1, "", "leader", health="dead"), partitions_count=9)
    everything = text_of(finding_lines(ill, TopologyWatch(), 99, 80)).splitlines()
    assert everything[0] == "! partition 1 has no leader"
    assert len(everything) == 10
    assert text_of(finding_lines(ill, TopologyWatch(), 4, 80)).splitlines() == [
        "! partitions 1, 3, 4, 5, 6 and 3 more have no leader",
        "! partition 2 is dead on broker 1",
        "! partition 2 has 2 of 1 replica",
    ]
    assert text_of(finding_lines(ill, TopologyWatch(), 2, 80)).splitlines() == [
        "! partitions 1, 3, 4, 5, 6 and 3 more have no leader", "and 2 more: z shows all",
    ]  # fmt: skip
    assert max(map(len, text_of(finding_lines(ill, TopologyWatch(), 4, 30)).splitlines())) == 30


def test_the_plot_is_full_only_where_everything_is_well() -> None:
    well = overview(broker(0, "leader", "leader", "leader"), partitions_count=3)
    ill = overview(broker(0, "leader", "leader", "follower"), partitions_count=3)
    nothing = overview(partitions_count=3)
    assert [line[1][0] for line in plot_lines(watched(well, ill, nothing), 80, ascii_only=False)] == ["█▅ ", "   "]
    assert [line[1][0] for line in plot_lines(watched(well, ill, well), 80, ascii_only=True)] == ["#+#", "   "]


def test_a_narrow_plot_keeps_the_worst_of_each_column_and_all_moves() -> None:
    at = [overview(broker(0, "leader"), broker(1, "follower"), replication_factor=2),
          overview(broker(0, "follower"), broker(1, "leader"), replication_factor=2)]  # fmt: skip
    ill = overview(broker(0, "leader"), broker(1, "", health="dead"), replication_factor=2)
    watch = watched(*at * 40, ill)
    healthy, moves = plot_lines(watch, 60, ascii_only=True)
    assert len(healthy[1][0]) <= 40
    assert healthy[1][0].rstrip("# ") == ""
    assert healthy[1][0].endswith(" ")
    assert moves[2][0] == "  80 in 6 m"


def test_all_about_a_partition_and_a_broker() -> None:
    before = overview(broker(0, "leader"), broker(1, "follower"), replication_factor=2)
    after = overview(broker(0, "follower"), broker(1, "leader", health="unhealthy"), replication_factor=2)
    watch = watched(before, after)
    matrix = matrix_of(watch, 1)
    said = text_of(about_place(matrix, matrix.rows[1], 1, watch))
    for part in ("Partition 1", "unhealthy", "leader, unhealthy", "Broker 1", "8.9.2", "zeebe-1:26501",
                 "P1 leader moved 0 -> 1"):  # fmt: skip
        assert part in said


def test_the_report_has_every_finding_broker_partition_and_event() -> None:
    ill = overview(*(broker(n, "leader") for n in range(200)), partitions_count=1)
    watch = watched(overview(broker(0, "leader")), ill)
    said = text_of(report_lines(ill, watch, matrix_of(watch, 1)))
    assert "partition 1 has 200 leaders" in said
    assert said.count("zeebe-") == 200
    assert "and 179 more changes of brokers" in said


def test_a_dialog_wraps_what_is_too_long() -> None:
    made = wrapped([(("name ", "head"), ("word " * 20, ""))])(30)
    assert len(made) > 3
    assert all(len(text) <= 30 for line in made for text, _ in line)


def test_hostile_texts_are_shown_as_text() -> None:
    evil = broker(0, "leader", host="\x1b[2J", version="[bold]\x07", broker_id="\u202ex")
    hostile = overview(evil, cluster_id="\x1b]0;x\x07", gateway_version="\x9b1m")
    watch = watched(hostile, overview(broker(1, "leader", broker_id="\x1bc")))
    said = text_of(report_lines(hostile, watch, matrix_of(watch, 1)))
    assert not any((ord(letter) < 32 and letter != "\n") or 0x7F <= ord(letter) < 0xA0 for letter in said)
    assert "\u202e" not in said
