"""What the cluster says of evaluations: chains, failures, values that cells may speak of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from c8tui.model.decisions import (
    DecisionInstance,
    EvaluatedDecision,
    EvaluatedInput,
    EvaluatedOutput,
    Evaluation,
    MatchedRule,
)
from c8tui.session.decision_models import result_of_evaluation, result_of_instances


def decided(id_: str, output: str = "1") -> EvaluatedDecision:
    return EvaluatedDecision(
        decision_definition_id=id_,
        decision_definition_name=id_.title(),
        decision_definition_version=3,
        output=output,
        evaluated_inputs=(EvaluatedInput(input_id="i", input_name="In", input_value="7"),),
        matched_rules=(
            MatchedRule(
                rule_id="r",
                rule_index=2,
                evaluated_outputs=(EvaluatedOutput(output_id="o", output_name="out", output_value='"x"'),),
            ),
        ),
    )


def test_an_evaluation_with_its_inputs_and_rules() -> None:
    answer = Evaluation(
        decision_definition_id="b", output="2", evaluated_decisions=(decided("a"), decided("b", "2")),
        decision_evaluation_key="77",
    )  # fmt: skip
    said = result_of_evaluation(answer, {"x": 5})
    assert (said.asked, said.value, said.failure, said.key) == ("b", "2", "", "77")
    first = said.decisions[0]
    assert (first.id, first.name, first.value, first.version) == ("a", "A", "1", 3)
    assert [(part.id, part.text, part.value) for part in first.inputs] == [("i", "7", Decimal(7))]
    assert [(rule.id, rule.index, rule.outputs) for rule in first.rules] == [("r", 2, (("o", "out", '"x"'),))]
    assert said.context == {"x": Decimal(5), "A": Decimal(1), "a": Decimal(1), "B": Decimal(2), "b": Decimal(2)}


def test_the_decision_that_failed_says_so_even_where_it_is_not_among_the_evaluated() -> None:
    answer = Evaluation(
        decision_definition_id="b", output="null", failed_decision_definition_id="a", failure_message="no way",
        evaluated_decisions=(decided("a", "null"),),
    )  # fmt: skip
    said = result_of_evaluation(answer, {})
    assert (said.failure, said.decisions[0].failure) == ("no way", "no way")
    said = result_of_evaluation(
        Evaluation(decision_definition_id="b", failed_decision_definition_id="a", failure_message="no way"), {}
    )
    assert [(one.id, one.failure) for one in said.decisions] == [("a", "no way")]


def instance(id_: str, key: str, root: str | None, **more: Any) -> DecisionInstance:
    return DecisionInstance(
        decision_evaluation_instance_key="1",
        decision_definition_id=id_,
        decision_definition_key=key,
        root_decision_definition_key=root,
        decision_evaluation_key="9",
        **more,
    )


def test_instances_are_asked_for_by_their_root_and_before_8_9_by_the_last() -> None:
    both = (instance("b", "2", "2", result="5"), instance("a", "1", "2", result="4"))
    assert (result_of_instances(both).asked, result_of_instances(both).value) == ("b", "5")
    old = (instance("a", "1", None, result="4"), instance("b", "2", None, result="5"))
    assert (result_of_instances(old).asked, result_of_instances(old).key) == ("b", "9")


def test_an_instance_that_failed_says_why() -> None:
    failed = instance("a", "1", None, state="FAILED", evaluation_failure="broken")
    assert result_of_instances((failed,)).failure == "broken"
    assert result_of_instances((instance("a", "1", None, state="FAILED"),)).decisions[0].failure == "it failed"
    assert result_of_instances((failed,)).value == "null"
