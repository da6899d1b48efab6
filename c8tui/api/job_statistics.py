"""How many jobs there were within a time; 8.9+."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from c8tui.model.job_statistics import TypeCount
from c8tui.model.search import Page, PageRequest

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def by_types(wire: Wire, first: datetime, last: datetime, page: PageRequest) -> Page[TypeCount]:
    """Created, completed and failed jobs by their types, in no order; 8.9+. POST /jobs/statistics/by-types."""
    body = {"filter": {"from": first.isoformat(), "to": last.isoformat()}, "page": page}
    return await wire.work_out("/jobs/statistics/by-types", body, Page[TypeCount])
