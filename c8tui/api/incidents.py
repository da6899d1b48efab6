"""Incidents: find them, read one, count them by what they say, and resolve one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.api.request import given, path
from c8tui.model.incidents import ErrorCount, Incident, IncidentFilter, ProcessErrorCount
from c8tui.model.search import Page, PageRequest, Search

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


async def count_by_error(wire: Wire, page: PageRequest) -> Page[ErrorCount]:
    """Process instances with active incidents by their messages, the most first; 8.9+.

    POST /incidents/statistics/process-instances-by-error.
    """
    sort = [{"field": "activeInstancesWithErrorCount", "order": "DESC"}]
    body = {"sort": sort, "page": page}
    return await wire.ask("/incidents/statistics/process-instances-by-error", body, Page[ErrorCount])


async def count_by_definition(wire: Wire, error_hash_code: int, page: PageRequest) -> Page[ProcessErrorCount]:
    """Process instances with one error by their definitions, the most first; 8.9+.

    POST /incidents/statistics/process-instances-by-definition.
    """
    body = {"filter": given(errorHashCode=error_hash_code), "page": page}
    return await wire.ask("/incidents/statistics/process-instances-by-definition", body, Page[ProcessErrorCount])
