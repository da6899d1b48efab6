"""The topology: healthy or not, and why not."""

from __future__ import annotations

import re

from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.session.topology import Overview, judge
from c8tui.tui.topology.screen import OverviewFacts, overview_lines
from c8tui.tui.widgets.facts import content_of
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, text_of, until


def text(topology: Topology, license_: License | None = None) -> str:
    """The screen, runs of blanks as one."""
    plain = content_of(overview_lines(Overview(topology, license_, judge(topology)))).plain
    return "\n".join(" ".join(line.split()) for line in plain.splitlines())


def broker(node: int, *roles: str, health: str = "healthy") -> Broker:
    partitions = tuple(Partition(partition_id=n, role=role, health=health) for n, role in enumerate(roles, 1))
    return Broker(node_id=node, host=f"zeebe-{node}", port=26501, version="8.9.2", partitions=partitions)


def test_a_healthy_cluster_says_so_in_a_line() -> None:
    topology = Topology(brokers=(broker(0, "leader"),), cluster_size=1, partitions_count=1, replication_factor=1)
    shown = text(topology, License(valid_license=True, license_type="saas", expires_at="2027-03-31T12:00:00Z"))
    assert "cluster healthy" in shown
    assert "licence: saas, valid until 31 Mar 2027" in shown
    assert "broker 0 LEADER 8.9.2 zeebe-0:26501" in shown


def test_numbers_that_can_be_none_are_not_repeated() -> None:
    topology = Topology(brokers=(broker(0, "leader"),), cluster_size=0, partitions_count=-1, replication_factor=1)
    assert "? brokers, ? partitions, 1 replica each" in text(topology)


def test_a_cluster_that_is_not_says_every_reason() -> None:
    topology = Topology(
        brokers=(broker(0, "leader", "follower", health="unhealthy"),),
        cluster_size=2,
        partitions_count=2,
        replication_factor=2,
    )
    shown = text(topology)
    assert "not healthy" in shown
    assert "licence: unknown" in shown
    for reason in (
        "! 1 of 2 brokers is missing",
        "! partition 1 is unhealthy on broker 0",
        "! partition 2 has no leader",
        "! partition 1 has 1 of 2 replicas",
    ):
        assert reason in shown
    assert "1 more: missing" in shown
    assert "LEADER unhealthy" in shown


async def test_a_broker_that_goes_is_told_at_the_next_look(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology") as (app, pilot):
        await until(pilot, lambda: "every partition is led" in text_of(app))
        await sandbox.faults("broker-down=1")
        await pilot.press("r")
        await until(pilot, lambda: "! 1 of 3 brokers is missing" in text_of(app))
        assert re.search(r"\d problems?  ", text_of(app).splitlines()[0])


def test_what_the_cluster_does_not_say_is_unknown() -> None:
    shown = text(Topology(), License(license_type="saas"))
    assert "cluster health unknown" in shown
    assert (
        "? brokers, ? partitions, ? replicas each; gateway of an unknown version; licence: saas, of unknown validity"
        in shown
    )
    assert "? the cluster does not say which brokers it has" in shown
    assert " 0 " not in shown


async def test_partitions_without_room_are_reached_sideways(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology", size=(60, 24)) as (app, pilot):
        await until(pilot, lambda: "P1 to P" in text_of(app) or "every partition is led" in text_of(app))
        view = app.screen.query_one(OverviewFacts)
        partitions = tuple(Partition(partition_id=n, role="follower", health="healthy") for n in range(1, 13))
        brokers = (Broker(node_id=0, host="::1", port=1, partitions=partitions),)
        topology = Topology(brokers=brokers, cluster_size=1, partitions_count=12, replication_factor=1)
        view.tell(Overview(topology, None, judge(topology)))
        assert "P1 to P4 of 12 partitions" in view.text
        await pilot.press("l", "right")
        assert "P3 to P6 of 12 partitions" in view.text
        await pilot.press(*["l"] * 20)
        assert "P9 to P12 of 12 partitions" in view.text
        await pilot.press("h")
        assert "P8 to P11 of 12 partitions" in view.text
        assert "[::1]:1" in view.text
