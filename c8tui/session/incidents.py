"""Incidents: the list of them with all that it can be asked, one by its key, and what sees and undoes their cause."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from c8tui.api import incidents, jobs, variables
from c8tui.errors import part
from c8tui.model.incidents import ERROR_TYPES, INCIDENT_STATES, Incident, IncidentFilter
from c8tui.model.jobs import Job, JobFilter
from c8tui.model.search import MAX_LIMIT, Op, Page, PageRequest, Search, Sort, Text
from c8tui.model.variables import InstanceVariableFilter, Variable
from c8tui.session.filter_syntax import dates, dates_in_words, keys, some_of, text
from c8tui.session.overlay import Overlay
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, fetching, then
from c8tui.session.rows import Rows

NEWEST_FIRST = Sort("creation_time", "DESC")
ACTIVE: Mapping[str, str] = {"state": "active"}
"""The conditions of a list that was asked nothing else: what somebody has to look at."""
CHUNK = 500
"""Keys that one search is asked for."""
_KEYS = "2251799813685249, or several"


def _message(words: str, _: datetime) -> Text:
    """A pattern or the whole text; commas are part of it, as messages have them."""
    return Op(like=words) if re.search("[*?]", words) else words


def exact_message(message: str) -> str:
    """The condition that just this message passes."""
    return re.sub(r"([\\*?])", r"\\\1", message) if re.search("[*?]", message) else message


SCHEMA = QuerySchema(
    (
        Condition("state", "State", lambda words, _: some_of(words, INCIDENT_STATES),
                  "active, resolved, pending, migrated, not resolved"),
        Condition("error_type", "Error type", lambda words, _: some_of(words, ERROR_TYPES),
                  "job no retries, *mapping*, not unknown, several with commas"),
        Condition("error_message", "Message", _message, "*did not answer*, or the whole text of it"),
        Condition("process_definition_id", "Process", lambda words, _: text(words), "order-handling, several, order-*"),
        Condition("element_id", "Element", lambda words, _: text(words), "ship-order, several, ship-*"),
        Condition("creation_time", "Created", dates, "today, >= now-2h, < 2026-12-24 17:00, 2026-12-01..2026-12-31",
                  in_words=dates_in_words),
        Condition("process_instance_key", "Process instance", lambda words, _: keys(words), _KEYS),
        Condition("job_key", "Job key", lambda words, _: keys(words), _KEYS),
        Condition("element_instance_key", "Element instance key", lambda words, _: keys(words), _KEYS),
        Condition("process_definition_key", "Process key", lambda words, _: keys(words), _KEYS),
        Condition("incident_key", "Key", lambda words, _: keys(words), _KEYS),
        Condition("tenant_id", "Tenant", lambda words, _: text(words), "<default>"),
    ),
    (
        Order("creation_time", "time", "oldest first", "newest first", "DESC"),
        Order("error_type", "error type"),
        Order("process_definition_id", "process"),
        Order("element_id", "element"),
        Order("state", "state", "active first", "resolved first"),
        Order("process_instance_key", "process instance", "oldest first", "newest first", "DESC"),
        Order("job_key", "job", "oldest first", "newest first", "DESC"),
        Order("element_instance_key", "element instance", "oldest first", "newest first", "DESC"),
        Order("process_definition_key", "process key", "oldest first", "newest first", "DESC"),
        Order("incident_key", "key", "oldest first", "newest first", "DESC"),
        Order("tenant_id", "tenant"),
    ),
)  # fmt: skip
"""What the API filters and sorts incidents by."""


class IncidentQuery(Query, frozen=True):
    """A query over incidents: the active ones, the newest first, unless it says otherwise."""

    sort: Sort = NEWEST_FIRST
    conditions: Mapping[str, str] = msgspec.field(default_factory=lambda: dict(ACTIVE))


@dataclass(slots=True)
class Incidents(Searchable):
    """Reads on incidents, and on what they are about."""

    full_schema: ClassVar[QuerySchema] = SCHEMA
    overlay: Overlay[Incident] = field(default_factory=lambda: Overlay(lambda incident: incident.incident_key))

    def rows(self, query: IncidentQuery = IncidentQuery()) -> Rows[Incident]:
        """The incidents that a query is about. Loading raises NotWords for conditions that are none.

        What is relative to now is so whenever a first page is asked for.
        """

        def wanted() -> IncidentFilter:
            return IncidentFilter(**self.filtered(query))

        async def search(asked: Search[IncidentFilter]) -> Page[Incident]:
            found = await incidents.search(self.wire, asked)
            return replace(found, items=tuple(map(self.overlay.seen, found.items)))

        fetch = fetching(search, wanted, then(query.sort, NEWEST_FIRST))
        return Rows(fetch, lambda incident: incident.incident_key, self.overlay.over)

    async def incident(self, incident_key: str, *, pending: bool = True) -> Incident:
        """One incident, our writes on top; `pending`: also those on their way. Raises NotFound for a key of none."""
        found = self.overlay.seen(await incidents.get(self.wire, incident_key))
        return self.overlay.over(found, pending=pending)

    async def of_keys(self, keys: Iterable[str]) -> dict[str, Incident]:
        """Those of these keys that a search finds, as the index has them. Raises C8Error."""
        found = self._several("incident_key", keys)
        return {one.incident_key: self.overlay.seen(one) async for one in found}

    async def active_at(self, element_instance_keys: Iterable[str]) -> dict[str, Incident]:
        """The active incidents at element instances, by the keys of these. Raises C8Error."""
        found = self._several("element_instance_key", element_instance_keys, state="ACTIVE")
        return {one.element_instance_key: one async for one in found}

    async def _several(self, name: str, keys: Iterable[str], **fields: Any) -> AsyncIterator[Incident]:
        wanted = [*dict.fromkeys(filter(None, keys))]
        for begin in range(0, len(wanted), CHUNK):
            some = {name: Op(in_=tuple(wanted[begin : begin + CHUNK])), **fields}
            page = PageRequest(limit=MAX_LIMIT)
            for one in (await incidents.search(self.wire, Search(filter=IncidentFilter(**some), page=page))).items:
                yield one

    # What an incident is about

    async def job_of(self, incident: Incident) -> Job | None:
        """The job that failed; None where none did, or it cannot be found. Raises C8Error."""
        if not incident.job_key:
            return None
        query = Search(filter=JobFilter(job_key=incident.job_key), page=PageRequest(limit=1))
        return next(iter((await jobs.search(self.wire, query)).items), None)

    async def detail(self, incident_key: str) -> tuple[Incident, Job | None]:
        """The incident as it is now, and its job where that can be read. Raises C8Error."""
        fresh = await self.incident(incident_key)
        return fresh, await part("job", self.job_of(fresh), {})

    async def variables_of(self, incident: Incident) -> tuple[Variable, ...]:
        """The whole variables of the element instance of an incident, and of its process instance. Raises C8Error.

        Of scopes between the two, those that are sub-processes, nothing is known here.
        """
        scopes = dict.fromkeys((incident.element_instance_key, incident.process_instance_key))
        chosen: dict[str, Variable] = {}
        for scope in filter(None, scopes):  # the inner one first
            query = Search(filter=InstanceVariableFilter(scope_key=scope), page=PageRequest(limit=MAX_LIMIT))
            for one in (await variables.search(self.wire, query, truncate=False)).items:
                chosen.setdefault(one.name, one)
        return tuple(chosen[name] for name in sorted(chosen))
