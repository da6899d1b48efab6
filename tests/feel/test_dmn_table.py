"""Decision tables: every hit policy, aggregation and default."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui import feel
from c8tui.feel import dmn
from tests.feel.models import decision, failure, model, result, table

RULES = [(["< 5"], ['"low"']), (["> 2"], ['"high"']), (["> 3"], ['"high"'])]
NUMBERS = [(["< 5"], ["1"]), (["> 2"], ["20"]), (["> 3"], ["300"])]
ORDER = '<outputValues><text>"high","low"</text></outputValues>'


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("UNIQUE", 1, "low"),
        ("UNIQUE", -1, "low"),
        ("FIRST", 4, "low"),
        ("FIRST", 9, "high"),
        ("ANY", 9, "high"),
        ("RULE ORDER", 4, ["low", "high", "high"]),
        ("COLLECT", 4, ["low", "high", "high"]),
        ("PRIORITY", 4, "high"),
        ("OUTPUT ORDER", 4, ["high", "high", "low"]),
    ],
)
def test_policies(policy: str, x: int, expected: Any) -> None:
    assert result(model(decision(table(RULES, policy, more=ORDER))), x=x) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 321), ("MIN", 1), ("MAX", 300), ("COUNT", 3)])
def test_aggregations(aggregation: str, expected: int) -> None:
    made = model(decision(table(NUMBERS, f'COLLECT +aggregation="{aggregation}"')))
    assert result(made, x=4) == expected


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "COLLECT"])
def test_nothing_matches(policy: str) -> None:
    rules = [(["> 100"], ["1"])]
    assert result(model(decision(table(rules, policy))), x=1) is None
    default = "<defaultOutputEntry><text>7</text></defaultOutputEntry>"
    expected = [7] if policy in {"RULE ORDER", "COLLECT"} else 7
    assert result(model(decision(table(rules, policy, more=default))), x=1) == expected


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("UNIQUE", "UNIQUE allows one rule to match, but rules 1, 2, 3 do"),
        ("ANY", "ANY wants equal outputs, but those of rules 1, 2, 3 differ"),
        ("WHIM", "there is no hit policy WHIM"),
        ('COLLECT +aggregation="AVG"', "there is no aggregation AVG"),
    ],
)
def test_failures(policy: str, said: str) -> None:
    assert failure(model(decision(table(RULES, policy))), x=4) == said


def test_several_outputs_are_a_context_and_the_answer_tells_all() -> None:
    made = model(decision(table([(["1", "-"], ["x + 1", '"a"'])], inputs="x y")))
    evaluation = dmn.evaluate(made, "d", feel.to_feel({"x": 1, "y": "why"}))
    (record,) = evaluation.decisions
    assert feel.to_json(evaluation.value) == {"o1": 2, "o2": "a"}
    assert [(part.id, part.name, part.value) for part in record.inputs] == [("i-x", "x", 1), ("i-y", "y", "why")]
    (rule,) = record.rules
    assert (rule.id, rule.index) == ("r1", 1)
    assert [(part.id, part.name, part.value) for part in rule.outputs] == [("o-1", "o1", 2), ("o-2", "o2", "a")]


def test_cells_that_cannot_be_read_are_named() -> None:
    assert failure(model(decision(table([(["1"], ["1"]), (["1 +"], ["2"])]))), x=1) == (
        "rule 2, input 1: expected an expression at 1:4"
    )


def test_values_outside_of_what_is_allowed_fail() -> None:
    made = table([(["-"], ["1"])]).replace(
        "</inputExpression>", "</inputExpression><inputValues><text>[1..5]</text></inputValues>"
    )
    assert result(model(decision(made)), x=3) == 1
    assert failure(model(decision(made)), x=9) == "x is 9, not one of [1..5]"


def test_five_thousand_rules_are_evaluated() -> None:
    rules = [([f"[{n}..{n + 1})"], [str(n)]) for n in range(5_000)]
    made = model(decision(table(rules)))
    assert result(made, x=4_321.5) == 4_321
