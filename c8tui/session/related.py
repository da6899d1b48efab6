"""How much belongs to a process instance: its open tasks, jobs, incidents and decisions, each counted by one search."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from c8tui.api import decisions, incidents, jobs, user_tasks
from c8tui.errors import C8Error
from c8tui.model.decisions import DecisionInstanceFilter
from c8tui.model.incidents import IncidentFilter
from c8tui.model.jobs import JobFilter
from c8tui.model.search import Op, PageInfo, PageRequest, Search
from c8tui.model.user_tasks import OPEN_STATES, UserTaskFilter

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

KINDS: dict[str, tuple[Any, Any]] = {
    "tasks": (user_tasks.search, lambda key: UserTaskFilter(process_instance_key=key, state=Op(in_=OPEN_STATES))),
    "jobs": (jobs.search, lambda key: JobFilter(process_instance_key=key)),
    "incidents": (incidents.search, lambda key: IncidentFilter(process_instance_key=key, state="ACTIVE")),
    "decisions": (decisions.search_instances, lambda key: DecisionInstanceFilter(process_instance_key=key)),
}
"""How each kind is searched for by the key of a process instance."""


async def counts_in(wire: Wire, process_instance_key: str) -> dict[str, PageInfo]:
    """How many there are of each kind; those that cannot be asked are missing."""
    found = await asyncio.gather(*(_count(wire, kind, process_instance_key) for kind in KINDS))
    return {kind: info for kind, info in zip(KINDS, found, strict=True) if info is not None}


async def _count(wire: Wire, kind: str, key: str) -> PageInfo | None:
    search, by = KINDS[kind]
    try:
        page = await search(wire, Search(filter=by(key)).at(PageRequest(limit=1)))
    except C8Error:  # a count is a help: what it counts can be gone to without it
        return None
    found: PageInfo = page.page
    return found
