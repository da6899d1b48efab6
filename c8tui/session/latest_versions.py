"""The latest version of each decision, for clusters that cannot be asked for it: before 8.9."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from c8tui.api.paging import Course, walk
from c8tui.model.decisions import DecisionDefinition, DecisionDefinitionFilter
from c8tui.model.search import Page, PageRequest, Search, Sort
from c8tui.session.rows import fixed

MOST_VERSIONS = 10_000
"""Versions that are looked through; a cluster with more is told of as far as that goes."""
_AT_ONCE = 1_000
_BY_ID = (Sort("decision_definition_id"), Sort("version", "DESC"))
_OF_ALL_VERSIONS = ("decision_definition_id", "tenant_id")
"""Conditions that hold for all versions of a decision or for none; others are met by the newest one or not."""


@dataclass(slots=True)
class LatestVersions:
    """Looks through all versions whenever a first page is asked for, then gives pages of what it has picked.

    A decision of two tenants is two decisions.
    """

    search: Callable[[Search[DecisionDefinitionFilter]], Awaitable[Page[DecisionDefinition]]]
    sort: tuple[Sort, ...]
    versions: int = 0
    """How many versions were looked through; none where the cluster picks the newest itself."""
    cut: bool = False
    """Whether there are more versions than were looked through."""
    _picked: tuple[DecisionDefinition, ...] = field(default=())

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
        query = Search(filter=DecisionDefinitionFilter(**same), sort=_BY_ID)
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
