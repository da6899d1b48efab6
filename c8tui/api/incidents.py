"""Incidents: find them, read one, and resolve one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.api.request import path
from c8tui.model.incidents import Incident, IncidentFilter
from c8tui.model.search import Page, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[IncidentFilter]) -> Page[Incident]:
    """A page of incidents, resolved ones too unless the filter leaves them out. POST /incidents/search, 8.8+."""
    return await wire.search("/incidents/search", query, Incident)


async def get(wire: Wire, incident_key: str) -> Incident:
    """One incident with its whole message. GET /incidents/{key}."""
    return await wire.read(path("incidents", incident_key), Incident)


async def resolve(wire: Wire, incident_key: str) -> None:
    """What failed is tried again, and raises another incident where it fails again. POST /incidents/{key}/resolution.

    A job needs retries first: without them 8.9 refuses (Conflict).
    """
    await wire.command("POST", path("incidents", incident_key, "resolution"), {})
