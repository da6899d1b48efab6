"""How many process instances are stuck, by what their incidents say and by definition; 8.9+."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.model.incidents import ErrorCount, ProcessErrorCount
from c8tui.model.search import Page, PageRequest

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def by_error(wire: Wire, page: PageRequest) -> Page[ErrorCount]:
    """Process instances with active incidents by their messages, the most first; 8.9+.

    POST /incidents/statistics/process-instances-by-error.
    """
    sort = [{"field": "activeInstancesWithErrorCount", "order": "DESC"}]
    body = {"sort": sort, "page": page}
    return await wire.work_out("/incidents/statistics/process-instances-by-error", body, Page[ErrorCount])


async def by_definition(wire: Wire, error_hash_code: int, page: PageRequest) -> Page[ProcessErrorCount]:
    """Process instances with one error by their definitions, the most first; 8.9+.

    POST /incidents/statistics/process-instances-by-definition.
    """
    body = {"filter": {"errorHashCode": error_hash_code}, "page": page}
    return await wire.work_out("/incidents/statistics/process-instances-by-definition", body, Page[ProcessErrorCount])
