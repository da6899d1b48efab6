"""The cluster as its topology screen shows it: brokers, licence, and what to think of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from c8tui.api import cluster
from c8tui.errors import C8Error
from c8tui.model.cluster import License, Topology
from c8tui.session.health import Health, judge

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


@dataclass(frozen=True, slots=True)
class Overview:
    """The topology, the licence where it could be read, and what to think of it."""

    topology: Topology
    license: License | None
    health: Health
    no_license: str = ""
    """Why there is no licence to tell of."""


async def overview(wire: Wire) -> Overview:
    """GET /topology and /license. A licence that cannot be read leaves the rest standing."""
    topology = await cluster.topology(wire)
    try:
        return Overview(topology, await cluster.license(wire), judge(topology))
    except C8Error as error:
        return Overview(topology, None, judge(topology), no_license=error.detail)
