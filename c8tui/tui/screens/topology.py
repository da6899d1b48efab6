"""The topology screen: is the cluster healthy, and if not, why not."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from c8tui.model.base import moment
from c8tui.model.cluster import Broker, License, Topology
from c8tui.session.topology import Overview
from c8tui.tui.base import BaseScreen
from c8tui.tui.command_actions import bindings_for
from c8tui.tui.modes import TOPOLOGY
from c8tui.tui.widgets.facts import Body, Fact, Facts, Heading, Line


class TopologyScreen(BaseScreen):
    """One line on health, the reasons, then brokers against partitions."""

    NAME = TOPOLOGY
    BINDINGS = bindings_for(TOPOLOGY)
    DEFAULT_CSS = """
    TopologyScreen Facts { height: 1fr; }
    """

    def body(self) -> ComposeResult:
        yield Facts()

    def on_mount(self) -> None:
        self.query_one(Facts).focus()

    async def load(self) -> Overview:
        return await self.session.overview()

    def show(self, answer: Overview) -> None:
        self.query_one(Facts).show(overview_lines(answer))

    def count_words(self) -> str:
        topology = self.session.topology
        return f"{len(topology.brokers)} of {topology.cluster_size} brokers"


def overview_lines(seen: Overview) -> Iterator[Line]:
    """The whole screen as lines."""
    topology, health = seen.topology, seen.health
    name = topology.cluster_id or "cluster"
    yield Heading(name, "healthy" if health.healthy else "not healthy")
    yield Body(
        f"{topology.cluster_size} brokers, {topology.partitions_count} partitions x {topology.replication_factor}"
        f"   gateway {topology.gateway_version}   {_license_words(seen.license)}"
    )
    if health.healthy:
        yield Body("Every broker is there; every partition is led and fully replicated.", "ok")
    for problem in health.problems:
        yield Body(f"! {problem}", "error")
    yield Heading("Brokers and partitions", "a word behind the role says what is not healthy")
    yield from _matrix(topology)
    yield Heading("Gateway")
    yield Fact("version", topology.gateway_version)
    yield Fact("last change", topology.last_completed_change_id or "-")


def _license_words(license_: License | None) -> str:
    if license_ is None:
        return "licence unknown"
    expires = moment(license_.expires_at)
    until = f" until {expires.astimezone():%d %b %Y}" if expires else ""
    kind = license_.license_type or "of no type"
    return f"licence {kind} {'valid' if license_.valid_license else 'not valid'}{until}"


def _matrix(topology: Topology) -> Iterator[Line]:
    """Brokers down, partitions across; brokers that are missing have a row of their own."""
    partitions = range(1, topology.partitions_count + 1)
    cells = {broker.node_id: [_role(broker, partition) for partition in partitions] for broker in topology.brokers}
    width = max((len(cell) for row in cells.values() for cell in row), default=8) + 2
    yield Body(" " * 12 + "".join(f"P{partition}".ljust(width) for partition in partitions), "dim")
    known = {broker.node_id: broker for broker in topology.brokers}
    for node in sorted({*range(topology.cluster_size), *known}):
        broker = known.get(node)
        row = cells.get(node, ["-"] * len(partitions))
        where = f"{broker.version}  {broker.host}:{broker.port}" if broker else "missing"
        line = f"broker {node}".ljust(12) + "".join(cell.ljust(width) for cell in row) + where
        yield Body(line, "" if broker else "error")


def _role(broker: Broker, partition_id: int) -> str:
    for replica in broker.partitions:
        if replica.partition_id == partition_id:
            role = "LEADER" if replica.role == "leader" else replica.role or "unknown"
            return role if replica.health == "healthy" else f"{role} {replica.health}"
    return "-"
