"""The state of a decision view: its head, its chain, remarks on a decision and on the rule under the cursor."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from c8tui.decisions.evaluation import DecisionResult, EvaluationResult
from c8tui.decisions.file import evaluate
from c8tui.decisions.table_highlights import RuleResult
from c8tui.tui.decisions.state import DecisionState
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml

RULES = [['"big"', "-", '"Stew"'], ['"small"', "> 5", '"Trout"'], ['"small"', "<= 5", '"Soup"']]
MODEL = model_of(
    input_xml("guests", "number"),
    decision_xml("size", literal_xml('if guests > 8 then "big" else "small"'), inputs=["guests"]),
    decision_xml("dish", table_xml(["size", "guests"], ["d"], RULES), requires=["size"], inputs=["guests"]),
)


def state(at: str = "dish", **variables: object) -> DecisionState:
    shown = DecisionState(MODEL, at)
    return shown.evaluated(evaluate(MODEL, at, variables)) if variables else shown


def test_head_and_path() -> None:
    assert state().head == "dish"
    assert DecisionState(MODEL, "dish", note="m.dmn", versions={"dish": 3}).head == "dish   v3   m.dmn"
    assert state().path == ""
    assert state(guests=3).path == "size  >  [dish]"
    assert state("size", guests=3).path == "", "one decision is no chain"
    assert state(guests=3).moved("size").path == "[size]  >  dish"


def test_what_was_asked_for_is_in_the_path_though_it_was_not_reached() -> None:
    result = EvaluationResult("preview", "dish", "null", (DecisionResult("size", "size", "null", failure="no"),), "no")
    assert DecisionState(MODEL, "size", result).path == "[size]  >  dish"
    gone = EvaluationResult(
        "instance", "other", "null", (DecisionResult("old", "Old", "1"), DecisionResult("size", "s", "1"))
    )
    assert DecisionState(MODEL, "size", gone).path == ""
    assert DecisionState(MODEL, "size", gone).chain == ["size"]


def test_what_is_told() -> None:
    assert state().remarks(0) == []
    whole, inputs = state(guests=3).remarks(2)
    assert whole.startswith('local preview   -> "Soup"   rule 3; ')
    assert inputs == 'size "small"  guests 3'
    assert state(guests=3).remarks(0) == [whole, inputs], "the line tells of the rule already"
    assert state("size", guests=3).remarks(None) == ['local preview   -> "small"']


def test_a_rule_that_is_far_from_matching_is_told_by_itself() -> None:
    rules = [[f'"{n}"', f'"{n}"', str(n)] for n in range(9)]
    model = model_of(decision_xml("d", table_xml(["a", "b"], ["x"], rules)))
    shown = DecisionState(model, "d").evaluated(evaluate(model, "d", {"a": "0", "b": "0"}))
    assert shown.remarks(7)[1] == "rule 8 fails in a, b"


def test_what_does_not_fit_the_table_is_told() -> None:
    result = EvaluationResult(
        "instance", "dish", "1", (DecisionResult("dish", "dish", "1", (), (RuleResult("gone", 1),)),)
    )
    lines = state().evaluated(result).remarks(None)
    assert lines[0].startswith("as it was evaluated   -> 1")
    assert lines[1] == "the matched rule gone is not in this version of the table"


def test_a_report_that_was_stopped_is_told() -> None:
    shown = state(guests=3)
    assert shown.report is not None
    stopped = replace(shown, report=dataclasses.replace(shown.report, stopped="too much"))
    assert stopped.remarks(0)[1] == "not every rule was looked at: too much"


def test_what_was_read_once_is_kept_and_the_evaluation_goes_along() -> None:
    shown = state(guests=3)
    moved = shown.moved("size").moved("dish")
    assert moved.element is shown.element
    assert moved.evaluation is shown.evaluation
    assert moved.highlights.matched == shown.highlights.matched == {2}
    assert not moved.evaluated(None).highlights.matched
