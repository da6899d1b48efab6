"""Process definitions: the latest versions or all of them, and how many instances each has."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec
from msgspec import Struct

from c8tui.api import process_instances, process_statistics, processes
from c8tui.errors import C8Error, InvalidArgument, NotFound
from c8tui.model.process_instances import ProcessInstanceFilter
from c8tui.model.processes import (
    ProcessDefinition,
    ProcessDefinitionFilter,
    VersionStatisticsFilter,
)
from c8tui.model.search import MAX_LIMIT, PageRequest, Search, Sort
from c8tui.model.versions import has
from c8tui.session.filter_syntax import one_key, text, whole
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, exactly, fetching, then
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

_BY_ID = (Sort("process_definition_id"), Sort("version", "DESC"), Sort("tenant_id"))
STATISTICS = (8, 9)
"""Since when the cluster counts instances by process."""
FRESH_S = 15.0
"""So long counts are shown without being asked for again."""
AT_ONCE = 8
"""Definitions that are counted at a time, where each is counted by itself."""

SCHEMA = QuerySchema(
    (
        Condition("name", "Name", lambda words, _: text(words), "Order handling, Order*"),
        Condition("process_definition_id", "Id", lambda words, _: text(words), "order-handling, several, order-*"),
        Condition("version", "Version", lambda words, _: whole(words), "2"),
        Condition("version_tag", "Version tag", exactly, "v1.2"),
        Condition("resource_name", "File", exactly, "order.bpmn"),
        Condition("process_definition_key", "Key", lambda words, _: one_key(words), "2251799813685250"),
        Condition("tenant_id", "Tenant", exactly, "<default>"),
    ),
    (
        Order("process_definition_id", "id"),
        Order("name", "name"),
        Order("version", "version", "lowest first", "highest first", "DESC"),
        Order("version_tag", "version tag"),
        Order("resource_name", "file"),
        Order("process_definition_key", "key", "oldest first", "newest first", "DESC"),
        Order("tenant_id", "tenant"),
    ),
)  # fmt: skip
"""What the API filters and sorts process definitions by."""


class ProcessQuery(Query, frozen=True):
    """A query over process definitions: the latest version of each process, or every version."""

    sort: Sort = _BY_ID[0]
    conditions: Mapping[str, str] = msgspec.field(default_factory=dict)
    every_version: bool = False


@dataclass(slots=True)
class ProcessDefinitions(Searchable):
    """Reads on process definitions."""

    full_schema: ClassVar[QuerySchema] = SCHEMA
    counts: DefinitionCounts = field(init=False)

    def __post_init__(self) -> None:
        self.counts = DefinitionCounts(self.wire, self.gateway_version)

    def rows(self, query: ProcessQuery = ProcessQuery()) -> Rows[ProcessDefinition]:
        """The definitions that a query is about. Loading raises NotWords for conditions that are none."""

        def wanted() -> ProcessDefinitionFilter:
            latest = None if query.every_version else True
            return ProcessDefinitionFilter(is_latest_version=latest, **self.filtered(query))

        # Where the latest are asked for, a cluster sorts by the id of the process alone.
        sort = then(query.sort, *_BY_ID) if query.every_version else (query.sort,)
        fetch = fetching(partial(processes.search, self.wire), wanted, sort)
        return Rows(fetch, lambda one: one.process_definition_key)

    async def definition(self, process_definition_key: str) -> ProcessDefinition:
        """One version of a process. Raises NotFound for a key that none has."""
        return await processes.get(self.wire, process_definition_key)

    async def versions(self, process_definition_id: str, tenant_id: str = "") -> tuple[ProcessDefinition, ...]:
        """All versions of a process, the newest first."""
        wanted = ProcessDefinitionFilter(process_definition_id=process_definition_id, tenant_id=tenant_id or None)
        query = Search(filter=wanted, sort=(Sort("version", "DESC"),), page=PageRequest(limit=MAX_LIMIT))
        return (await processes.search(self.wire, query)).items


class InstanceCounts(Struct, frozen=True):
    """How many instances of a definition are active, and how many of these have an incident."""

    active: int
    incidents: int
    at: float = 0.0


Scope = Literal["process", "version"]


class DefinitionCounts(Struct):
    """Counts by process, all versions together, and by version. From 8.9 the cluster counts; below, one is counted by
    two searches of one instance each.
    """

    wire: Wire
    gateway_version: str = ""
    trouble: str = ""
    """Why the last counting failed, raw; empty when it did not."""
    _known: dict[tuple[Scope, str, str], InstanceCounts] = msgspec.field(default_factory=dict)
    _counts_itself: bool | None = None
    """Whether the cluster counts; None until it was asked."""

    def of(self, definition: ProcessDefinition, *, every_version: bool) -> InstanceCounts | None:
        """What is known of a definition: of this version, or of its process."""
        return self._known.get(_key(definition, every_version))

    async def fetch(self, definitions: Iterable[ProcessDefinition], *, every_version: bool) -> bool:
        """Count what is not known of these definitions; whether something new came. A failure is told by `trouble`."""
        now = monotonic()
        wanted = [one for one in definitions if self._is_due(_key(one, every_version), now)]
        if not wanted:
            return False
        try:
            await self._count(wanted, every_version, now)
        except C8Error as error:
            self.trouble = error.detail
            return True
        self.trouble = ""
        return True

    def _is_due(self, key: tuple[Scope, str, str], now: float) -> bool:
        known = self._known.get(key)
        return known is None or now - known.at >= FRESH_S

    async def _count(self, wanted: Sequence[ProcessDefinition], every_version: bool, now: float) -> None:
        if self._counts_itself is not False and has(self.gateway_version, STATISTICS):
            try:
                await self._ask(wanted, every_version, now)
            except (NotFound, InvalidArgument):
                self._counts_itself = False  # there is no such endpoint after all
            else:
                self._counts_itself = True
                return
        for begin in range(0, len(wanted), AT_ONCE):
            some = wanted[begin : begin + AT_ONCE]
            found = await asyncio.gather(*(self._count_one(one, every_version) for one in some))
            for one, (active, stuck) in zip(some, found, strict=True):
                self._known[_key(one, every_version)] = InstanceCounts(active, stuck, now)

    async def _ask(self, wanted: Sequence[ProcessDefinition], every_version: bool, now: float) -> None:
        """What has no instances is not in the answer."""
        found = {_key(one, every_version): InstanceCounts(0, 0, now) for one in wanted}
        page = PageRequest(limit=MAX_LIMIT)
        if not every_version:
            for process in (await process_statistics.by_process(self.wire, page)).items:
                stuck = process.active_instances_with_incident_count
                counts = InstanceCounts(process.active_instances_without_incident_count + stuck, stuck, now)
                found["process", process.process_definition_id, process.tenant_id] = counts
        else:
            for id_, tenant in dict.fromkeys((one.process_definition_id, one.tenant_id) for one in wanted):
                of = VersionStatisticsFilter(process_definition_id=id_, tenant_id=tenant or None)
                for version in (await process_statistics.by_version(self.wire, Search(filter=of, page=page))).items:
                    stuck = version.active_instances_with_incident_count
                    counts = InstanceCounts(version.active_instances_without_incident_count + stuck, stuck, now)
                    found["version", version.process_definition_key, ""] = counts
        self._known.update(found)

    async def _count_one(self, one: ProcessDefinition, every_version: bool) -> tuple[int, int]:
        if every_version:
            of = ProcessInstanceFilter(process_definition_key=one.process_definition_key, state="ACTIVE")
        else:
            of = ProcessInstanceFilter(
                process_definition_id=one.process_definition_id, tenant_id=one.tenant_id or None, state="ACTIVE"
            )
        stuck = msgspec.structs.replace(of, has_incident=True)
        active, with_incident = await asyncio.gather(self._total(of), self._total(stuck))
        return active, with_incident

    async def _total(self, wanted: ProcessInstanceFilter) -> int:
        page = await process_instances.search(self.wire, Search(filter=wanted, page=PageRequest(limit=1)))
        return max(page.page.total_items or 0, len(page.items))


def _key(definition: ProcessDefinition, every_version: bool) -> tuple[Scope, str, str]:
    if every_version:
        return "version", definition.process_definition_key, ""
    return "process", definition.process_definition_id, definition.tenant_id
