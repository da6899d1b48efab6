"""Evaluations that the cluster made, as evaluation results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from c8tui.decisions.evaluation import DecisionResult, EvaluationResult, feel_of
from c8tui.decisions.table_highlights import InputResult, RuleResult
from c8tui.feel import to_feel
from c8tui.model.decisions import DecisionInstance, EvaluatedInput, Evaluation, MatchedRule


def result_of_evaluation(answer: Evaluation, variables: Mapping[str, Any]) -> EvaluationResult:
    """The answer of an evaluation just made."""
    failed = answer.failed_decision_definition_id
    message = answer.failure_message or ""
    decisions = tuple(
        DecisionResult(
            one.decision_definition_id,
            one.decision_definition_name,
            one.output,
            _inputs(one.evaluated_inputs),
            _rules(one.matched_rules),
            failure=message if one.decision_definition_id == failed else "",
            version=one.decision_definition_version,
        )
        for one in answer.evaluated_decisions
    )
    if failed and not any(one.failure for one in decisions):
        decisions = (*decisions, DecisionResult(failed, failed, "null", failure=message))
    context = to_feel(dict(variables)) | _values(decisions)
    return EvaluationResult(
        "cluster", answer.decision_definition_id, answer.output, decisions, message, context,
        answer.decision_evaluation_key,
    )  # fmt: skip


def result_of_instances(instances: Sequence[DecisionInstance]) -> EvaluationResult:
    """The evaluation that these instances are, in their order; the last of them was asked for."""
    decisions = tuple(
        DecisionResult(
            one.decision_definition_id,
            one.decision_definition_name,
            one.result or "null",
            _inputs(one.evaluated_inputs),
            _rules(one.matched_rules),
            failure=(one.evaluation_failure or "it failed") if one.state == "FAILED" else "",
            version=one.decision_definition_version,
        )
        for one in instances
    )
    asked = _asked(instances)
    failure = next((one.failure for one in decisions if one.failure), "")
    return EvaluationResult(
        "instance", asked.decision_definition_id, asked.result or "null", decisions, failure, _values(decisions),
        asked.decision_evaluation_key,
    )  # fmt: skip


def _asked(instances: Sequence[DecisionInstance]) -> DecisionInstance:
    """The one whose definition is named as the root, from 8.9 on; before, the last."""
    roots = [one for one in instances if one.root_decision_definition_key == one.decision_definition_key]
    return (roots or list(instances))[-1]


def _inputs(inputs: Sequence[EvaluatedInput]) -> tuple[InputResult, ...]:
    return tuple(InputResult(one.input_id, one.input_name, one.input_value, feel_of(one.input_value)) for one in inputs)


def _rules(rules: Sequence[MatchedRule]) -> tuple[RuleResult, ...]:
    return tuple(
        RuleResult(
            rule.rule_id,
            rule.rule_index,
            tuple((one.output_id, one.output_name, one.output_value) for one in rule.evaluated_outputs),
        )
        for rule in rules
    )


def _values(decisions: Sequence[DecisionResult]) -> dict[str, Any]:
    """What cells may speak of: the values of the decisions, by id and by name."""
    return {name: feel_of(one.value) for one in decisions for name in (one.name, one.id)}
