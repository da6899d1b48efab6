"""Process instances: the list with all that it can be asked, several variables and alternatives among it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

import msgspec

from c8tui.api import process_instances
from c8tui.model.process_instances import (
    ELEMENT_STATES,
    INSTANCE_STATES,
    InstanceConditions,
    ProcessInstance,
    ProcessInstanceFilter,
)
from c8tui.model.search import Op, Page, PageRequest, Search, Sort, Text
from c8tui.model.variables import Variable
from c8tui.model.versions import has
from c8tui.session.filter_line import read_filter
from c8tui.session.filter_syntax import (
    NotWords,
    dates,
    dates_in_words,
    keys,
    numbers,
    parts,
    quoted,
    some_of,
    text,
    truth,
)
from c8tui.session.instance_writes import InstanceWrites
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, fetching, then
from c8tui.session.rows import Rows
from c8tui.session.task_filters import variable_conditions

NEWEST_FIRST = Sort("process_instance_key", "DESC")
SUSPENDS = (8, 10)
"""Since when instances can be suspended."""
_KEYS = "2251799813685249, or several"


def _message(words: str, _: datetime) -> Text:
    """A pattern or the whole text; commas are part of it, as messages have them."""
    return Op(like=words) if re.search("[*?]", words) else words


def _tags(words: str, _: datetime) -> tuple[str, ...]:
    found = tuple(part.strip() for part in words.split(",") if part.strip())
    if not found:
        raise NotWords("tags with commas between; all of them must be there")
    return found


def _hashes(words: str, _: datetime) -> Any:
    found = [part.strip() for part in words.split(",")]
    if not all(re.fullmatch(r"-?\d{1,10}", part, re.ASCII) for part in found):
        raise NotWords("a number as the statistics of incidents give it, several with commas")
    return int(found[0]) if len(found) == 1 else Op(in_=tuple(map(int, found)))


def _alternatives(words: str, now: datetime) -> tuple[InstanceConditions, ...]:
    """`state = terminated | incident = yes + tenant = a`: each part is a filter of its own. Raises NotWords."""
    found = parts(words, "|")
    if len(found) < 2:
        raise NotWords("alternatives with | between, each a filter: state = terminated | incident = yes")
    return tuple(InstanceConditions(**ONE.read(read_filter(one, ONE, now), now)) for one in found)


ONE = QuerySchema(
    (
        Condition("process_definition_id", "Process", lambda words, _: text(words), "order-handling, several, order-*"),
        Condition("state", "State", lambda words, _: some_of(words, INSTANCE_STATES),
                  "active, completed, terminated, suspended (8.10), not completed"),
        Condition("has_incident", "Incident", lambda words, _: truth(words), "yes, or no"),
        Condition("variables", "Variables", variable_conditions,
                  'status = "open"; customer like *ACME*; amount in 10, 12'),
        Condition("error_message", "Error message", _message, "*did not answer*, or the whole text of it"),
        Condition("element_id", "Element", lambda words, _: text(words), "ship-order, several, ship-*"),
        Condition("element_instance_state", "Element state", lambda words, _: some_of(words, ELEMENT_STATES),
                  "active: with Element, what is there now"),
        Condition("has_element_instance_incident", "Element incident", lambda words, _: truth(words),
                  "yes: with Element, what is stuck there"),
        Condition("start_date", "Started", dates, "today, >= now-2h, 2026-12-01..2026-12-31", in_words=dates_in_words),
        Condition("end_date", "Ended", dates, "today, >= now-2h, none", in_words=dates_in_words),
        Condition("suspended_date", "Suspended", dates, "today, >= now-2h", SUSPENDS, dates_in_words),
        Condition("has_retries_left", "Failed, tried again", lambda words, _: truth(words), "yes, or no"),
        Condition("business_id", "Business id", lambda words, _: text(words), "O-1001, several, O-*", (8, 9)),
        Condition("tags", "Tags", _tags, "vip, emea (all of them)"),
        Condition("process_definition_name", "Process name", lambda words, _: text(words), "Order handling, Order*"),
        Condition("process_definition_version", "Version", lambda words, _: numbers(words), "2, >= 2, 1..3"),
        Condition("process_definition_version_tag", "Version tag", lambda words, _: text(words), "v1.2, v1.*"),
        Condition("process_definition_key", "Process key", lambda words, _: keys(words), _KEYS),
        Condition("process_instance_key", "Key", lambda words, _: keys(words), _KEYS),
        Condition("parent_process_instance_key", "Called by", lambda words, _: _called(words), f"{_KEYS}, none"),
        Condition("parent_element_instance_key", "Call activity key", lambda words, _: keys(words), _KEYS),
        Condition("batch_operation_key", "Batch", lambda words, _: keys(words), _KEYS),
        Condition("incident_error_hash_code", "Error hash", _hashes, "-1458209, or several"),
        Condition("tenant_id", "Tenant", lambda words, _: text(words), "<default>"),
    ),
    (),
)  # fmt: skip
"""What instances can be asked beside alternatives, and what each alternative may say."""


def _called(words: str) -> Any:
    """Keys of callers; `none` for what nobody called, `any` for what somebody did."""
    return Op(exists=words == "any") if words in ("any", "none") else keys(words)


SCHEMA = QuerySchema(
    (
        *ONE.conditions[:4],
        Condition("any_of", "Any of", _alternatives, "state = terminated | incident = yes + process = order-*"),
        *ONE.conditions[4:],
    ),
    (
        Order("process_instance_key", "key", "oldest first", "newest first", "DESC"),
        Order("start_date", "started", "earliest first", "latest first", "DESC"),
        Order("end_date", "ended", "earliest first", "latest first", "DESC"),
        Order("suspended_date", "suspended", "earliest first", "latest first", "DESC", SUSPENDS),
        Order("state", "state"),
        Order("has_incident", "incident", "without first", "with first", "DESC"),
        Order("process_definition_name", "process name"),
        Order("process_definition_id", "process"),
        Order("process_definition_version", "version", "lowest first", "highest first", "DESC"),
        Order("process_definition_version_tag", "version tag"),
        Order("business_id", "business id", since=(8, 9)),
        Order("process_definition_key", "process key", "oldest first", "newest first", "DESC"),
        Order("parent_process_instance_key", "called by", "oldest first", "newest first", "DESC"),
        Order("parent_element_instance_key", "call activity", "oldest first", "newest first", "DESC"),
        Order("tenant_id", "tenant"),
    ),
)  # fmt: skip
"""What the API filters and sorts process instances by."""


class InstanceQuery(Query, frozen=True):
    """A query over process instances: the newest first, unless it says otherwise."""

    sort: Sort = NEWEST_FIRST
    conditions: Mapping[str, str] = msgspec.field(default_factory=dict)

    @classmethod
    def with_value(cls, variable: Variable) -> InstanceQuery:
        """All instances that have this variable with this value. The value must be whole."""
        name = variable.name if re.fullmatch(r"\w+", variable.name) else quoted_name(variable.name)
        return cls(conditions={"variables": f"{name} = {variable.value.strip()}"})

    @classmethod
    def at_element(cls, process_definition_key: str, element_id: str) -> InstanceQuery:
        """The instances of a version that are at an element now."""
        conditions = {
            "process_definition_key": process_definition_key, "element_id": quoted(element_id),
            "element_instance_state": "active",
        }  # fmt: skip
        return cls(conditions=conditions)


def quoted_name(name: str) -> str:
    """A name of a variable that is no word, as conditions have it. Raises NotWords for one with quotes in it."""
    if '"' in name:
        raise NotWords(f"a condition cannot name the variable {name}, for the quotes in it")
    return f'"{name}"'


@dataclass(slots=True)
class ProcessInstances(Searchable):
    """Reads on process instances; what was written to them and is not indexed yet is told by `writes`."""

    full_schema: ClassVar[QuerySchema] = SCHEMA
    writes: InstanceWrites = field(default_factory=InstanceWrites)

    @property
    def plain(self) -> InstanceQuery:
        """A list that was asked nothing else: what is not over."""
        states = "active, suspended" if has(self.gateway_version, SUSPENDS) else "active"
        return InstanceQuery(conditions={"state": states})

    def rows(self, query: InstanceQuery = InstanceQuery()) -> Rows[ProcessInstance]:
        """The instances that a query is about. Loading raises NotWords for conditions that are none.

        What is relative to now is so whenever a first page is asked for.
        """
        fetch = fetching(self._search, partial(self.wanted, query), then(query.sort, NEWEST_FIRST))
        return Rows(fetch, lambda one: one.process_instance_key, self.writes.over)

    def rows_of(self, wanted: ProcessInstanceFilter) -> Rows[ProcessInstance]:
        """What a filter finds, the newest first."""
        fetch = fetching(self._search, lambda: wanted, (NEWEST_FIRST,))
        return Rows(fetch, lambda one: one.process_instance_key, self.writes.over)

    async def _search(self, query: Search[ProcessInstanceFilter]) -> Page[ProcessInstance]:
        page = await process_instances.search(self.wire, query)
        for one in page.items:
            self.writes.seen(one)
        return page

    def wanted(self, query: InstanceQuery) -> ProcessInstanceFilter:
        """The filter of a query. Raises NotWords."""
        return ProcessInstanceFilter(**self.filtered(query))

    async def instance(self, process_instance_key: str) -> ProcessInstance:
        """One instance, our own writes laid over it. Raises NotFound for a key that none has."""
        return self.writes.seen(await process_instances.get(self.wire, process_instance_key))

    async def count(self, wanted: ProcessInstanceFilter) -> tuple[int, bool]:
        """How many instances a filter finds, and whether that is a lower bound only."""
        page = await process_instances.search(self.wire, Search(filter=wanted, page=PageRequest(limit=1)))
        info = page.page
        return max(info.total_items or 0, len(page.items)), info.has_more_total_items or info.total_items is None
