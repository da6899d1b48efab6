"""Decision definitions, decision requirements, decision instances and evaluations."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Json, Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Moment, Text


class DecisionDefinition(Record, frozen=True, kw_only=True):
    """One version of a decision; the two `decision_requirements_name/version` fields from 8.9."""

    decision_definition_key: str
    decision_definition_id: str = ""
    name: str = ""
    version: int = 0
    decision_requirements_id: str = ""
    decision_requirements_key: str = ""
    decision_requirements_name: str | None = None
    decision_requirements_version: int | None = None
    tenant_id: str = ""


class DecisionDefinitionFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /decision-definitions/search; exact values only. `is_latest_version` from 8.9."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "decision_definition_key", "decision_definition_id", "name", "version", "decision_requirements_id",
            "decision_requirements_key", "decision_requirements_name", "decision_requirements_version", "tenant_id",
        }
    )  # fmt: skip

    decision_definition_id: str | None = None
    decision_definition_key: str | None = None
    name: str | None = None
    version: int | None = None
    is_latest_version: bool | None = None
    decision_requirements_id: str | None = None
    decision_requirements_key: str | None = None
    decision_requirements_name: str | None = None
    """8.9+, as the next one."""
    decision_requirements_version: int | None = None
    tenant_id: str | None = None


class DecisionRequirements(Record, frozen=True, kw_only=True):
    """One version of a decision requirements graph (a DMN file)."""

    decision_requirements_key: str = ""
    decision_requirements_id: str = ""
    decision_requirements_name: str = ""
    resource_name: str = ""
    version: int = 0
    tenant_id: str = ""


class DecisionRequirementsFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /decision-requirements/search; exact values only."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {"decision_requirements_key", "decision_requirements_name", "version", "decision_requirements_id", "tenant_id"}
    )

    decision_requirements_key: str | None = None
    decision_requirements_id: str | None = None
    decision_requirements_name: str | None = None
    version: int | None = None
    resource_name: str | None = None
    tenant_id: str | None = None


class EvaluatedInput(Record, frozen=True, kw_only=True):
    """An input of an evaluation; `input_value` is serialized JSON."""

    input_id: str = ""
    input_name: str = ""
    input_value: Json = ""


class EvaluatedOutput(Record, frozen=True, kw_only=True):
    """An output of a matched rule; `output_value` is serialized JSON."""

    output_id: str = ""
    output_name: str = ""
    output_value: Json = ""


class MatchedRule(Record, frozen=True, kw_only=True):
    """A rule that matched; joins to the DMN by `rule_id`."""

    rule_id: str = ""
    rule_index: int = 0
    evaluated_outputs: tuple[EvaluatedOutput, ...] = ()


class DecisionInstance(Record, frozen=True, kw_only=True):
    """One evaluated decision; `result` is serialized JSON. Inputs and rules come with GET only."""

    decision_evaluation_instance_key: str
    decision_evaluation_key: str = ""
    decision_definition_id: str = ""
    decision_definition_key: str = ""
    decision_definition_name: str = ""
    decision_definition_version: int = 0
    decision_definition_type: str = ""
    state: str = ""
    evaluation_date: Timestamp | None = None
    evaluation_failure: str | None = None
    result: Json = ""
    process_definition_key: str | None = None
    process_instance_key: str | None = None
    element_instance_key: str | None = None
    root_decision_definition_key: str | None = None
    root_process_instance_key: str | None = None
    business_id: str | None = None
    tenant_id: str = ""
    evaluated_inputs: tuple[EvaluatedInput, ...] = ()
    matched_rules: tuple[MatchedRule, ...] = ()

    def __post_init__(self) -> None:
        canonical(self, "state", "decision_definition_type")


class DecisionInstanceFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /decision-instances/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "decision_definition_id", "decision_definition_key", "decision_definition_name", "decision_definition_type",
            "decision_definition_version", "decision_evaluation_instance_key", "decision_evaluation_key",
            "element_instance_key", "evaluation_date", "evaluation_failure", "process_definition_key",
            "process_instance_key", "root_decision_definition_key", "state", "tenant_id", "business_id",
        }
    )  # fmt: skip

    decision_evaluation_instance_key: Key | None = None
    decision_evaluation_key: str | None = None
    decision_definition_id: str | None = None
    decision_definition_key: Key | None = None
    decision_definition_name: str | None = None
    decision_definition_version: int | None = None
    decision_definition_type: str | None = None
    state: Text | None = None
    evaluation_date: Moment | None = None
    evaluation_failure: str | None = None
    process_definition_key: str | None = None
    process_instance_key: str | None = None
    element_instance_key: Key | None = None
    tenant_id: str | None = None
    root_decision_definition_key: Key | None = None
    """8.9+, as the next one."""
    decision_requirements_key: Key | None = None
    business_id: Text | None = None
    """8.10+."""


class EvaluatedDecision(Record, frozen=True, kw_only=True):
    """One decision of an evaluation, in the order of the requirements graph."""

    decision_definition_id: str = ""
    decision_definition_key: str = ""
    decision_definition_name: str = ""
    decision_definition_version: int = 0
    decision_definition_type: str = ""
    output: Json = ""
    evaluated_inputs: tuple[EvaluatedInput, ...] = ()
    matched_rules: tuple[MatchedRule, ...] = ()
    tenant_id: str = ""


class Evaluation(Record, frozen=True, kw_only=True):
    """The answer of POST /decision-definitions/evaluation; a failed one has `failure_message` and is no HTTP error."""

    decision_definition_id: str = ""
    decision_definition_key: str = ""
    decision_definition_name: str = ""
    decision_definition_version: int = 0
    decision_evaluation_key: str = ""
    decision_requirements_id: str = ""
    decision_requirements_key: str = ""
    output: Json = ""
    failed_decision_definition_id: str | None = None
    failure_message: str | None = None
    evaluated_decisions: tuple[EvaluatedDecision, ...] = ()
    tenant_id: str = ""
