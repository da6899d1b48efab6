"""Incidents: the list of them with all that it can be asked, and one by its key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec import field

from c8tui.api import incidents
from c8tui.model.incidents import ERROR_TYPES, INCIDENT_STATES, Incident, IncidentFilter
from c8tui.model.search import Op, Sort, Text
from c8tui.session.filter_syntax import dates, dates_in_words, keys, some_of, text
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, fetching, then
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    pass

NEWEST_FIRST = Sort("creation_time", "DESC")
ACTIVE: Mapping[str, str] = {"state": "active"}
"""The conditions of a list that was asked nothing else: what somebody has to look at."""
_KEYS = "2251799813685249, or several"


def _message(words: str, _: datetime) -> Text:
    """A pattern or the whole text; commas are part of it, as messages have them."""
    return Op(like=words) if re.search("[*?]", words) else words


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
    conditions: Mapping[str, str] = field(default_factory=lambda: dict(ACTIVE))


@dataclass(slots=True)
class Incidents(Searchable):
    """Reads on incidents."""

    full_schema: ClassVar[QuerySchema] = SCHEMA

    def rows(self, query: IncidentQuery = IncidentQuery()) -> Rows[Incident]:
        """The incidents that a query is about. Loading raises NotWords for conditions that are none.

        What is relative to now is so whenever a first page is asked for.
        """

        def wanted() -> IncidentFilter:
            return IncidentFilter(**self.filtered(query))

        fetch = fetching(partial(incidents.search, self.wire), wanted, then(query.sort, NEWEST_FIRST))
        return Rows(fetch, lambda incident: incident.incident_key)

    async def incident(self, incident_key: str) -> Incident:
        """One incident. Raises NotFound for a key that none has."""
        return await incidents.get(self.wire, incident_key)
