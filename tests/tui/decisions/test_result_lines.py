"""An evaluation and a rule in full: nothing cut, nothing raw."""

from __future__ import annotations

from c8tui.decisions.evaluation import preview
from c8tui.feel import to_feel
from c8tui.tui.decisions.result_lines import result_lines, rule_lines
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.forms.lines import Line
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml

LONG = "x" * 900
MODEL = model_of(
    input_xml("amount", "number"),
    decision_xml("base", literal_xml(f'{{long: "{LONG}", n: amount}}'), inputs=["amount"]),
    decision_xml("top", table_xml(["base.n"], ["out"], [["< 10", "base.n + 1"], [">= 10", f'"{LONG}"']]), ["base"]),
)


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_a_result_with_every_decision_on_the_way() -> None:
    shown = text_of(result_lines(preview(MODEL, "top", to_feel({"amount": 7})), 60))
    assert shown[:2] == ["result", "    8"]
    assert "base" in shown
    assert "  in base.n" in shown
    assert "  rules 1" in shown
    assert sum(line.count("x") for line in shown) == 900
    assert max(map(len, shown)) <= 60


def test_a_failure_and_what_is_no_json() -> None:
    result = preview(MODEL, "top", to_feel({"amount": "no\x1b[31m"}))
    shown = text_of(result_lines(result, 60))
    assert not any("\x1b" in line for line in shown)


def test_a_rule_with_all_its_cells_and_what_an_evaluation_says_of_it() -> None:
    state = DecisionState(MODEL, "top").evaluated(preview(MODEL, "top", to_feel({"amount": 7})))
    first = text_of(rule_lines(state, 0, 60))
    assert first[0].startswith("rule 1")
    assert "rule 1 matches" in first
    assert first[-2:] == ["out came to", "    8"]
    second = text_of(rule_lines(state, 1, 60))
    assert sum(line.count("x") for line in second) == 900
    assert "rule 2 would match if base.n >= 10" in second
    assert rule_lines(DecisionState(MODEL, "base"), 0, 60) == []


def test_the_value_and_the_rules_stand_before_the_inputs() -> None:
    shown = text_of(result_lines(preview(MODEL, "top", to_feel({"amount": 7})), 60))
    asked = shown[shown.index("top") :]
    assert asked.index("  value") < asked.index("  rules 1") < asked.index("  in base.n")


def test_what_is_odd_about_inputs_is_told() -> None:
    shown = text_of(result_lines(preview(MODEL, "top", to_feel({"amount": "no"})), 60))
    assert 'amount is "no", a string, where a number is wanted' in shown
