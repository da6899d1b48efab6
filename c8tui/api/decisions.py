"""Decisions: definitions, requirements graphs, evaluated instances, and evaluating one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from c8tui.api.request import given, path
from c8tui.model.decisions import (
    DecisionDefinition,
    DecisionDefinitionFilter,
    DecisionInstance,
    DecisionInstanceFilter,
    DecisionRequirements,
    DecisionRequirementsFilter,
    Evaluation,
)
from c8tui.model.search import Page, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[DecisionDefinitionFilter]) -> Page[DecisionDefinition]:
    """A page of decision definitions. POST /decision-definitions/search."""
    return await wire.search("/decision-definitions/search", query, DecisionDefinition)


async def get(wire: Wire, decision_definition_key: str) -> DecisionDefinition:
    """One version of a decision. GET /decision-definitions/{key}."""
    return await wire.read(path("decision-definitions", decision_definition_key), DecisionDefinition)


async def xml(wire: Wire, decision_definition_key: str) -> str:
    """The DMN of the whole graph that the decision is part of. GET /decision-definitions/{key}/xml."""
    return await wire.text(path("decision-definitions", decision_definition_key, "xml"))


async def evaluate(
    wire: Wire,
    *,
    variables: Mapping[str, Any],
    decision_definition_key: str | None = None,
    decision_definition_id: str | None = None,
    tenant_id: str | None = None,
) -> Evaluation:
    """Evaluate one version (by key) or the newest one (by id): exactly one of the two is to be given.

    POST /decision-definitions/evaluation. A failed evaluation is no error: see its `failure_message`.
    """
    body = given(
        decisionDefinitionKey=decision_definition_key,
        decisionDefinitionId=decision_definition_id,
        variables=variables,
        tenantId=tenant_id,
    )
    return await wire.ask("/decision-definitions/evaluation", body, Evaluation)


async def search_requirements(wire: Wire, query: Search[DecisionRequirementsFilter]) -> Page[DecisionRequirements]:
    """A page of requirements graphs. POST /decision-requirements/search."""
    return await wire.search("/decision-requirements/search", query, DecisionRequirements)


async def get_requirements(wire: Wire, decision_requirements_key: str) -> DecisionRequirements:
    """One version of a requirements graph. GET /decision-requirements/{key}."""
    return await wire.read(path("decision-requirements", decision_requirements_key), DecisionRequirements)


async def requirements_xml(wire: Wire, decision_requirements_key: str) -> str:
    """The DMN of a graph. GET /decision-requirements/{key}/xml."""
    return await wire.text(path("decision-requirements", decision_requirements_key, "xml"))


async def search_instances(wire: Wire, query: Search[DecisionInstanceFilter]) -> Page[DecisionInstance]:
    """A page of evaluated decisions, without their inputs and rules. POST /decision-instances/search."""
    return await wire.search("/decision-instances/search", query, DecisionInstance)


async def get_instance(wire: Wire, decision_evaluation_instance_key: str) -> DecisionInstance:
    """One evaluated decision with inputs and matched rules; its key has the form `123-1`.

    GET /decision-instances/{key}.
    """
    return await wire.read(path("decision-instances", decision_evaluation_instance_key), DecisionInstance)
