"""The cluster itself and who we are to it: topology, status, licence, me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.model.cluster import License, Me, Tenant, TenantFilter, Topology
from c8tui.model.search import Page, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def topology(wire: Wire) -> Topology:
    """Brokers and partitions as the gateway sees them. GET /topology; needs no permission, may need a token."""
    return await wire.read("/topology", Topology)


async def status(wire: Wire) -> None:
    """Returns when some partition has a leader, else raises Unavailable. GET /status."""
    await wire.ping("/status")


async def me(wire: Wire) -> Me:
    """Who the credentials belong to, groups and tenants. GET /authentication/me, 8.8+."""
    return await wire.read("/authentication/me", Me)


async def license(wire: Wire) -> License:
    """The cluster's licence. GET /license; needs no permission."""
    return await wire.read("/license", License)


async def tenants(wire: Wire, query: Search[TenantFilter]) -> Page[Tenant]:
    """A page of the tenants that we may read. POST /tenants/search, 8.8+; needs READ on them."""
    return await wire.search("/tenants/search", query, Tenant)
