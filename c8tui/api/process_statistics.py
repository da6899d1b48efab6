"""How many instances processes have: by process, by version, and at each element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.api.request import path
from c8tui.model.process_instances import ElementCountsAnswer, ElementStatistics
from c8tui.model.processes import (
    ProcessStatistics,
    VersionStatistics,
    VersionStatisticsFilter,
)
from c8tui.model.search import Page, PageRequest, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def by_process(wire: Wire, page: PageRequest) -> Page[ProcessStatistics]:
    """Active instances by process; it takes no filter. POST /process-definitions/statistics/process-instances, 8.9+."""
    place = "/process-definitions/statistics/process-instances"
    return await wire.work_out(place, {"page": page}, Page[ProcessStatistics])


async def by_version(wire: Wire, query: Search[VersionStatisticsFilter]) -> Page[VersionStatistics]:
    """Active instances by version of one process.

    POST /process-definitions/statistics/process-instances-by-version, 8.9+.
    """
    return await wire.search("/process-definitions/statistics/process-instances-by-version", query, VersionStatistics)


async def by_element(wire: Wire, process_definition_key: str) -> tuple[ElementStatistics, ...]:
    """Counts by element, of all instances of a version.

    POST /process-definitions/{key}/statistics/element-instances.
    """
    place = path("process-definitions", process_definition_key, "statistics", "element-instances")
    return (await wire.work_out(place, {}, ElementCountsAnswer)).items
