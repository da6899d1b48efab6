"""Decision definitions: the latest versions, all versions of one, and their DMN."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from c8tui.api import decisions
from c8tui.model.decisions import (
    DecisionDefinition,
    DecisionDefinitionFilter,
    DecisionInstance,
    DecisionInstanceFilter,
    DecisionRequirements,
)
from c8tui.model.search import MAX_LIMIT, Page, PageRequest, Search, Sort
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    from datetime import datetime

    from c8tui.api.wire import Wire
    from c8tui.decisions.sheet import Sheet
    from c8tui.session.coverage import Looked

RECENT_INSTANCES = 20
MADE_LIMIT = 200
"""Decisions of one process instance that are listed."""
COVERED = 500
"""Evaluations that coverage is counted from, if nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class DecisionDetail:
    """One version of a decision with its siblings, its requirements graph, its DMN and its latest evaluations."""

    definition: DecisionDefinition
    versions: tuple[DecisionDefinition, ...]
    """All versions, the newest first."""
    requirements: DecisionRequirements
    xml: str
    instances: tuple[DecisionInstance, ...]


@dataclass(slots=True)
class Decisions:
    """Reads on decisions; there is nothing to change here."""

    wire: Wire
    tenant_id: str | None = None

    def rows(self) -> Rows[DecisionDefinition]:
        """All versions of all decisions, by id and newest first: the sort that shows the latest on every version of
        the API (`isLatestVersion` is known from 8.9 only)."""
        query = Search(
            filter=DecisionDefinitionFilter(tenant_id=self.tenant_id),
            sort=(Sort("decision_definition_id"), Sort("version", "DESC")),
        )

        async def fetch(page: PageRequest) -> Page[DecisionDefinition]:
            return await decisions.search(self.wire, query.at(page))

        return Rows(fetch, lambda definition: definition.decision_definition_key)

    async def detail(self, definition: DecisionDefinition) -> DecisionDetail:
        """Everything about one version. Raises C8Error when any of it cannot be read."""
        key = definition.decision_definition_key
        versions = Search(
            filter=DecisionDefinitionFilter(
                decision_definition_id=definition.decision_definition_id, tenant_id=definition.tenant_id or None
            ),
            sort=(Sort("version", "DESC"),),
            page=PageRequest(limit=MAX_LIMIT),
        )
        instances = Search(
            filter=DecisionInstanceFilter(decision_definition_key=key),
            sort=(Sort("evaluation_date", "DESC"),),
            page=PageRequest(limit=RECENT_INSTANCES),
        )
        siblings, requirements, xml, latest = await asyncio.gather(
            decisions.search(self.wire, versions),
            decisions.get_requirements(self.wire, definition.decision_requirements_key),
            decisions.xml(self.wire, key),
            decisions.search_instances(self.wire, instances),
        )
        return DecisionDetail(definition, siblings.items, requirements, xml, latest.items)

    async def made_in(self, process_instance_key: str) -> tuple[DecisionInstance, ...]:
        """The latest decisions that were evaluated in a process instance, without inputs and rules."""
        query = Search(
            filter=DecisionInstanceFilter(process_instance_key=process_instance_key),
            sort=(Sort("evaluation_date", "DESC"),),
            page=PageRequest(limit=MADE_LIMIT),
        )
        return (await decisions.search_instances(self.wire, query)).items

    async def instance(self, decision_evaluation_instance_key: str) -> DecisionInstance:
        """One evaluated decision with its inputs and the rules that matched."""
        return await decisions.get_instance(self.wire, decision_evaluation_instance_key)

    async def coverage(
        self,
        definition: DecisionDefinition,
        sheet: Sheet,
        *,
        most: int = COVERED,
        since: datetime | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Looked:
        """How often each rule of a table fired in the latest evaluations of this version; see `coverage.look`."""
        from c8tui.session.coverage import look  # FEEL takes long to import

        return await look(
            self.wire, definition.decision_definition_key, sheet, most=most, since=since, progress=progress
        )
