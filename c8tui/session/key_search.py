"""What a key names: one key is looked for among all kinds of records at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from c8tui.api import decisions, incidents, jobs, process_instances, user_tasks
from c8tui.errors import C8Error, Forbidden, NotFound
from c8tui.model.decisions import DecisionDefinitionFilter, DecisionInstanceFilter
from c8tui.model.incidents import IncidentFilter
from c8tui.model.jobs import JobFilter
from c8tui.model.process_instances import ProcessInstanceFilter
from c8tui.model.search import Page, PageRequest, Search
from c8tui.model.user_tasks import UserTaskFilter

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

TASK, JOB, INCIDENT, EVALUATION, DECISION = "task", "job", "incident", "evaluation", "decision"
INSTANCE = "process instance"


class NamedByKey(Struct, frozen=True):
    """A record that a key names."""

    kind: str
    """One of `KINDS`."""
    record: Any
    """As its search answers it."""
    title: str
    """What it is called, raw."""


class Kind(Struct, frozen=True):
    """How records of one kind are looked for by their key."""

    search: Callable[[Wire, Search[Any]], Awaitable[Page[Any]]]
    by: Callable[[str], Any]
    """The filter for a key."""
    title: Callable[[Any], str]


KINDS: dict[str, Kind] = {
    TASK: Kind(user_tasks.search, lambda key: UserTaskFilter(user_task_key=key), lambda task: task.title),
    INSTANCE: Kind(
        process_instances.search,
        lambda key: ProcessInstanceFilter(process_instance_key=key),
        lambda instance: instance.title,
    ),
    JOB: Kind(jobs.search, lambda key: JobFilter(job_key=key), lambda job: job.type),
    INCIDENT: Kind(
        incidents.search, lambda key: IncidentFilter(incident_key=key), lambda one: one.error_message or one.error_type
    ),
    EVALUATION: Kind(
        decisions.search_instances,
        lambda key: DecisionInstanceFilter(decision_evaluation_key=key),
        lambda one: one.decision_definition_name or one.decision_definition_id,
    ),
    DECISION: Kind(
        decisions.search,
        lambda key: DecisionDefinitionFilter(decision_definition_key=key),
        lambda one: one.name or one.decision_definition_id,
    ),
}
"""Every kind that has keys, in the order in which they are told."""


async def named_by(wire: Wire, key: str) -> tuple[NamedByKey, ...]:
    """All that this key names, of kinds that the cluster has and shows us. Raises C8Error where none can be asked."""
    found = await asyncio.gather(*(_looked_up(wire, kind, key) for kind in KINDS), return_exceptions=True)
    failures = [one for one in found if isinstance(one, BaseException)]
    hits = tuple(one for one in found if isinstance(one, NamedByKey))
    for failure in failures:
        if not hits or not isinstance(failure, C8Error):
            raise failure
    return hits


async def _looked_up(wire: Wire, kind: str, key: str) -> NamedByKey | None:
    how = KINDS[kind]
    try:
        page = await how.search(wire, Search(filter=how.by(key)).at(PageRequest(limit=1)))
    except (Forbidden, NotFound):  # it is older than this kind, or keeps it from us
        return None
    return NamedByKey(kind, page.items[0], how.title(page.items[0])) if page.items else None
