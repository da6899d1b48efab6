"""Decisions: keys that are no numbers, values that are JSON in text."""

from __future__ import annotations

from c8tui.model.base import decode
from c8tui.model.decisions import DecisionDefinition, DecisionInstance, DecisionRequirements, Evaluation


def test_an_instance_key_is_two_numbers() -> None:
    instance = decode(
        b'{"decisionEvaluationInstanceKey":"22-1","result":"\\"x\\"","processInstanceKey":null}', DecisionInstance
    )
    assert (instance.decision_evaluation_instance_key, instance.result) == ("22-1", '"x"')
    assert (instance.process_instance_key, instance.matched_rules) == (None, ())


def test_8_8_names_no_requirements_name() -> None:
    definition = decode(b'{"decisionDefinitionKey":"1","version":2}', DecisionDefinition)
    assert (definition.version, definition.decision_requirements_name) == (2, None)


def test_requirements() -> None:
    assert decode(b'{"resourceName":"a.dmn","version":3}', DecisionRequirements).resource_name == "a.dmn"


def test_a_failed_evaluation_is_an_answer() -> None:
    failed = decode(b'{"failureMessage":"no rule","output":null,"evaluatedDecisions":[{"output":null}]}', Evaluation)
    assert (failed.failure_message, failed.output, len(failed.evaluated_decisions)) == ("no rule", "", 1)
