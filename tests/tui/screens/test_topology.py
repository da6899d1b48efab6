"""The topology: healthy or not, and why not."""

from __future__ import annotations

from c8tui.model.cluster import Broker, License, Partition, Topology
from c8tui.session.topology import Overview, judge
from c8tui.tui.screens.topology import overview_lines
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
    assert "licence saas valid until 31 Mar 2027" in shown
    assert "broker 0 LEADER 8.9.2 zeebe-0:26501" in shown


def test_a_cluster_that_is_not_says_every_reason() -> None:
    topology = Topology(
        brokers=(broker(0, "leader", "follower", health="unhealthy"),),
        cluster_size=2,
        partitions_count=2,
        replication_factor=2,
    )
    shown = text(topology)
    assert "not healthy" in shown
    assert "licence unknown" in shown
    for reason in (
        "! broker 1 is missing",
        "! partition 1 is unhealthy on broker 0",
        "! partition 2 has no leader",
        "! partition 1 has 1 of 2 replicas",
    ):
        assert reason in shown
    assert "broker 1 - - missing" in shown
    assert "LEADER unhealthy" in shown


async def test_a_broker_that_goes_is_told_at_the_next_look(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology") as (app, pilot):
        await until(pilot, lambda: "every partition is led" in text_of(app))
        await sandbox.faults("broker-down=1")
        await pilot.press("r")
        await until(pilot, lambda: "! broker 1 is missing" in text_of(app))
        assert "2/3 brokers" in text_of(app).splitlines()[0]
