"""The topology screen: is the cluster healthy, and if not, why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize

from c8tui.model.cluster import License
from c8tui.session.dates import day
from c8tui.session.topology import Overview
from c8tui.text import plural
from c8tui.tui.commands.ids import TOPOLOGY
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.topology.matrix import MatrixSize, matrix_lines
from c8tui.tui.widgets.facts import Body, Fact, Facts, Heading, Line

MOST_PROBLEMS = 100
"""Reasons that are listed one by one."""


class OverviewFacts(Facts):
    """The overview, drawn for the width there is; partitions that have no room are reached sideways."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "aside(-1)", show=False),
        Binding("l,right", "aside(1)", show=False),
    ]
    seen: Overview | None = None
    first = 0
    """The first partition column that is shown, from 0."""

    def tell(self, seen: Overview) -> None:
        """Show this overview."""
        self.seen = seen
        self._draw()

    def action_aside(self, columns: int) -> None:
        """Move the partitions that are shown by so many."""
        self.first += columns
        self._draw()

    def _draw(self) -> None:
        if self.seen is not None:
            size = MatrixSize(max(20, self.content_size.width - 1), self.first)
            self.show(overview_lines(self.seen, size))
            self.first = size.first

    def on_resize(self, _: Resize) -> None:
        """Another width has room for other partitions."""
        self._draw()


class TopologyScreen(BaseScreen):
    """One line on health, the reasons, then brokers against partitions."""

    NAME = TOPOLOGY
    DEFAULT_CSS = """
    TopologyScreen Facts { height: 1fr; }
    """

    def body(self) -> ComposeResult:
        yield OverviewFacts()

    def begin(self) -> None:
        self.query_one(OverviewFacts).focus()

    async def load(self) -> Overview:
        return await self.session.overview()

    def show(self, answer: Overview) -> None:
        self.query_one(OverviewFacts).tell(answer)

    def count_words(self) -> str:
        topology = self.session.topology
        if topology.brokers is None:
            return "brokers unknown"
        return f"{len(topology.brokers)} of {_known(topology.cluster_size, 'broker')}"


def overview_lines(seen: Overview, size: MatrixSize | None = None) -> Iterator[Line]:
    """The whole screen as lines, the matrix cut to `size`, which learns where it begins."""
    topology, health = seen.topology, seen.health
    yield Heading(topology.cluster_id or "cluster", health.word)
    counts = (
        _known(topology.cluster_size, "broker"),
        _known(topology.partitions_count, "partition"),
        f"{_known(topology.replication_factor, 'replica')} each",
    )
    gateway = f"gateway {topology.gateway_version or 'of an unknown version'}"
    yield Body("; ".join((", ".join(counts), gateway, _license_words(seen.license))))
    if health.healthy:
        yield Body("Every broker is there; every partition is led and fully replicated.", "ok")
    yield from (Body(f"! {problem}", "error") for problem in health.problems[:MOST_PROBLEMS])
    if len(health.problems) > MOST_PROBLEMS:
        yield Body(f"! and {len(health.problems) - MOST_PROBLEMS:,} more", "error")
    yield from (Body(f"? {unknown}", "warn") for unknown in health.unknown[:MOST_PROBLEMS])
    yield from matrix_lines(topology, size or MatrixSize())
    yield Heading("Gateway")
    yield Fact("version", topology.gateway_version or "unknown")
    yield Fact("change id", topology.last_completed_change_id or "-")
    if seen.no_license:
        yield Fact("licence", f"unknown: {seen.no_license}", "warn")


def _known(number: int | None, noun: str = "") -> str:
    """A number that can be one, of what it counts; nonsense is as unknown as nothing."""
    known = number if number is not None and number > 0 else 0
    return f"{f'{known:,}' if known else '?'}{f' {plural(known, noun)}' if noun else ''}"


def _license_words(license_: License | None) -> str:
    if license_ is None:
        return "licence: unknown"
    until = f" until {day(license_.expires_at)}" if license_.expires_at else ""
    kind = license_.license_type or "of no type"
    valid = {True: "valid", False: "not valid", None: "of unknown validity"}[license_.valid_license]
    return f"licence: {kind}, {valid}{until}"
