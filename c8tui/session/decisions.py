"""Decision definitions: the latest versions or all of them, and everything about one with its DMN."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from msgspec import Struct

from c8tui.api import decisions
from c8tui.api.paging import Course, pages, walk
from c8tui.errors import C8Error, InvalidArgument, part
from c8tui.model.decisions import (
    DecisionDefinition,
    DecisionDefinitionFilter,
    DecisionInstance,
    DecisionInstanceFilter,
    DecisionRequirements,
)
from c8tui.model.search import MAX_LIMIT, Page, PageRequest, Search, Sort
from c8tui.model.versions import has
from c8tui.session.filter_syntax import one_key, whole
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, exactly, then
from c8tui.session.rows import Rows, fixed

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

RECENT_INSTANCES = 20
_LATEST_SINCE = (8, 9)
_BY_ID = (Sort("decision_definition_id"), Sort("version", "DESC"), Sort("tenant_id"))

SCHEMA = QuerySchema(
    (
        Condition("name", "Name", exactly, "Dish"),
        Condition("decision_definition_id", "Id", exactly, "dish"),
        Condition("version", "Version", lambda words, _: whole(words), "2"),
        Condition("decision_requirements_name", "Requirements name", exactly, "Menu", (8, 9)),
        Condition("decision_requirements_id", "Requirements id", exactly, "menu"),
        Condition("decision_requirements_version", "Requirements version", lambda words, _: whole(words), "2", (8, 9)),
        Condition("decision_requirements_key", "Requirements key", lambda words, _: one_key(words), "2251799813685249"),
        Condition("decision_definition_key", "Key", lambda words, _: one_key(words), "2251799813685250"),
        Condition("tenant_id", "Tenant", exactly, "<default>"),
    ),
    (
        Order("decision_definition_id", "id"),
        Order("name", "name"),
        Order("version", "version", "lowest first", "highest first", "DESC"),
        Order("decision_requirements_name", "requirements name", since=(8, 9)),
        Order("decision_requirements_id", "requirements id"),
        Order("decision_requirements_version", "requirements version", "lowest first", "highest first", "DESC", (8, 9)),
        Order("decision_requirements_key", "requirements key", "oldest first", "newest first", "DESC"),
        Order("decision_definition_key", "key", "oldest first", "newest first", "DESC"),
        Order("tenant_id", "tenant"),
    ),
)
"""What the API filters and sorts definitions by; it takes exact values only."""


class DefinitionQuery(Query, frozen=True):
    """A query over definitions: the latest version of each decision, or every version."""

    sort: Sort = _BY_ID[0]
    every_version: bool = False


PARTS = 4
"""Questions that are asked about one version."""


class DecisionDetail(Struct, frozen=True):
    """One version of a decision with its siblings, its requirements graph, its DMN and its latest evaluations."""

    definition: DecisionDefinition
    versions: tuple[DecisionDefinition, ...] | None
    """All versions, the newest first."""
    requirements: DecisionRequirements | None
    xml: str | None
    instances: tuple[DecisionInstance, ...] | None
    troubles: Mapping[str, C8Error] = msgspec.field(default_factory=dict)
    """Why a part is None, by its name: versions, requirements, xml, instances."""


@dataclass(slots=True)
class Decisions(Searchable):
    """Reads on decisions; there is nothing to change here."""

    full_schema: ClassVar[QuerySchema] = SCHEMA
    latest_versions: LatestVersions | None = None
    """What has picked the latest versions of the list asked for last, where the cluster does not."""
    _knows_latest: bool = field(init=False)
    """Whether the cluster can be asked for the latest versions, as far as its version or its answers have told."""

    def __post_init__(self) -> None:
        self._knows_latest = has(self.gateway_version, _LATEST_SINCE)

    def rows(self, query: DefinitionQuery = DefinitionQuery()) -> Rows[DecisionDefinition]:
        """The definitions that a query is about. Loading raises NotWords for conditions that are none."""
        sort = then(query.sort, *_BY_ID)
        latest_versions = self.latest_versions = LatestVersions(self._search, sort)

        async def fetch(page: PageRequest) -> Page[DecisionDefinition]:
            wanted = self._filter(query)
            if query.every_version:
                return await self._search(Search(filter=wanted, sort=sort, page=page))
            if not self._knows_latest:
                return await latest_versions.fetch(wanted, page)
            latest = msgspec.structs.replace(wanted, is_latest_version=True)
            try:
                return await self._search(Search(filter=latest, sort=sort, page=page))
            except InvalidArgument:
                if page.after is not None:  # it may be the cursor that was refused, which only the cluster reads
                    raise
                found = await latest_versions.fetch(wanted, page)
            self._knows_latest = False  # it answers without, so that condition was what it did not understand
            return found

        return Rows(fetch, key_of)

    def _filter(self, query: Query) -> DecisionDefinitionFilter:
        return DecisionDefinitionFilter(**self.filtered(query))

    async def _search(self, query: Search[DecisionDefinitionFilter]) -> Page[DecisionDefinition]:
        return await decisions.search(self.wire, query)

    async def definition(self, decision_definition_key: str) -> DecisionDefinition:
        """One version of a decision. Raises NotFound for a key that none has."""
        return await decisions.get(self.wire, decision_definition_key)

    async def detail(self, definition: DecisionDefinition) -> DecisionDetail:
        """Everything about one version that can be read. Raises C8Error when nothing can."""
        troubles: dict[str, C8Error] = {}
        key = definition.decision_definition_key
        instances = Search(
            filter=DecisionInstanceFilter(decision_definition_key=key),
            sort=(Sort("evaluation_date", "DESC"),),
            page=PageRequest(limit=RECENT_INSTANCES),
        )
        siblings, requirements, xml, latest = await asyncio.gather(
            part("versions", every_version(self.wire, definition), troubles),
            part(
                "requirements",
                decisions.get_requirements(self.wire, definition.decision_requirements_key),
                troubles,
            ),
            part("xml", decisions.xml(self.wire, key), troubles),
            part("instances", decisions.search_instances(self.wire, instances), troubles),
        )
        if len(troubles) == PARTS:
            raise troubles["versions"]
        return DecisionDetail(definition, siblings, requirements, xml, latest.items if latest else None, troubles)


async def every_version(wire: Wire, definition: DecisionDefinition) -> tuple[DecisionDefinition, ...]:
    """All versions of the decision, the newest first. Raises C8Error."""
    query = Search(
        filter=DecisionDefinitionFilter(
            decision_definition_id=definition.decision_definition_id, tenant_id=definition.tenant_id or None
        ),
        sort=(Sort("version", "DESC"),),
        page=PageRequest(limit=MAX_LIMIT),
    )

    async def search(asked: Search[DecisionDefinitionFilter]) -> Page[DecisionDefinition]:
        return await decisions.search(wire, asked)

    return tuple([one async for page in pages(search, query) for one in page.items])


# The latest version of each decision, for clusters that cannot be asked for it: before 8.9

MOST_VERSIONS = 10_000
"""Versions that are looked through; a cluster with more is told of as far as that goes."""
_AT_ONCE = 1_000
_NEWEST_FIRST = (Sort("decision_definition_id"), Sort("version", "DESC"))
_OF_ALL_VERSIONS = ("decision_definition_id", "tenant_id")
"""Conditions that hold for all versions of a decision or for none; others are met by the newest one or not."""


class LatestVersions(Struct):
    """Looks through all versions whenever a first page is asked for, then gives pages of what it has picked.

    A decision of two tenants is two decisions.
    """

    search: Callable[[Search[DecisionDefinitionFilter]], Awaitable[Page[DecisionDefinition]]]
    sort: tuple[Sort, ...]
    versions: int = 0
    """How many versions were looked through; none where the cluster picks the newest itself."""
    cut: bool = False
    """Whether there are more versions than were looked through."""
    _picked: tuple[DecisionDefinition, ...] = msgspec.field(default=())

    async def fetch(self, wanted: DecisionDefinitionFilter, request: PageRequest) -> Page[DecisionDefinition]:
        """A page of the latest versions that are as `wanted`. Raises C8Error.

        They are picked first: whoever asks for version 2 does not want what has a version 3.
        """
        if request.after is None:
            self._picked = sort_here(await self._pick(wanted), self.sort)
        page = await fixed(self._picked, key_of).fetch(request)
        return msgspec.structs.replace(
            page, page=msgspec.structs.replace(page.page, has_more_total_items=self.cut and bool(page.items))
        )

    async def _pick(self, wanted: DecisionDefinitionFilter) -> list[DecisionDefinition]:
        same = {name: getattr(wanted, name) for name in _OF_ALL_VERSIONS}
        query = Search(filter=DecisionDefinitionFilter(**same), sort=_NEWEST_FIRST)
        latest: dict[tuple[str, str], DecisionDefinition] = {}
        versions, course = 0, Course()
        async for page in walk(lambda request: self.search(query.at(request)), PageRequest(limit=_AT_ONCE), course):
            for one in page.items:
                latest.setdefault((one.tenant_id, one.decision_definition_id), one)
            versions += len(page.items)
            if versions >= MOST_VERSIONS:
                break
        self.versions, self.cut = versions, not course.over or course.repeats
        return [one for one in latest.values() if meets(one, wanted)]


def key_of(definition: DecisionDefinition) -> str:
    """What tells one version from all others."""
    return definition.decision_definition_key


def meets(definition: DecisionDefinition, wanted: DecisionDefinitionFilter) -> bool:
    """Whether a version has exactly the values that are asked for."""
    return all(
        getattr(wanted, name) in (None, getattr(definition, name))
        for name in DecisionDefinitionFilter.__struct_fields__
        if name != "is_latest_version"
    )


def sort_here(found: Sequence[DecisionDefinition], sort: tuple[Sort, ...]) -> tuple[DecisionDefinition, ...]:
    """In the order of these sort keys, the last of which decides least; what has no value comes last."""
    ordered = list(found)
    for key in reversed(sort):
        ordered.sort(key=lambda one, name=key.field: _value(one, name), reverse=key.order == "DESC")  # type: ignore[misc]
        ordered.sort(key=lambda one, name=key.field: getattr(one, name) is None)  # type: ignore[misc]
    return tuple(ordered)


def _value(definition: DecisionDefinition, name: str) -> Any:
    value = getattr(definition, name)
    if name.endswith("_key"):
        return int(value) if value.isascii() and value.isdecimal() else 0
    if name.endswith("version"):
        return value or 0
    return value or ""
