"""Decision tables: every hit policy, aggregation and default."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui import feel
from c8tui.feel import dmn
from tests.feel.models import decision, failure, model, result, standard_result, table

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


@pytest.mark.parametrize(
    ("policy", "none", "one", "many"),
    [
        ("UNIQUE", None, 1, ...),
        ("FIRST", None, 1, 1),
        ("ANY", None, 1, ...),
        ("PRIORITY", None, 1, 20),
        ("RULE ORDER", None, [1], [1, 20, 300]),
        ("OUTPUT ORDER", None, [1], [20, 1, 300]),
        ("COLLECT", None, [1], [1, 20, 300]),
        ('COLLECT +aggregation="SUM"', None, 1, 321),
        ('COLLECT +aggregation="MIN"', None, 1, 1),
        ('COLLECT +aggregation="MAX"', None, 1, 300),
        ('COLLECT +aggregation="COUNT"', None, 1, 3),
    ],
)
def test_none_one_and_many(policy: str, none: Any, one: Any, many: Any) -> None:
    made = model(decision(table(NUMBERS, policy, more="<outputValues><text>20, 1</text></outputValues>")))
    assert result(made, x="no number") == none
    assert result(made, x=1) == one
    if many is ...:
        assert "rules 1, 2, 3" in failure(made, x=4)
    else:
        assert result(made, x=4) == many


def test_an_aggregation_of_what_is_no_number_is_null_with_a_warning() -> None:
    made = model(decision(table(RULES, 'COLLECT +aggregation="SUM"')))
    evaluation = dmn.evaluate(made, "d", feel.to_feel({"x": 4}), dialect=feel.Dialect.STANDARD)
    assert (evaluation.value, evaluation.failure) == (None, "")
    assert [warning.message for warning in evaluation.warnings] == ["sum: list holds a string at 1:1"]
    assert failure(made, x=4) == 'SUM wants numbers, and one of the outputs is "low"'
    two = model(decision(table([(["-"], ["1", "2"])], 'COLLECT +aggregation="SUM"')))
    assert failure(two, x=1) == "SUM is of one output, not of 2"


def test_defaults_of_several_outputs() -> None:
    default = "<defaultOutputEntry><text>7</text></defaultOutputEntry>"
    rules = [(["> 100"], ["1", "2"])]
    assert standard_result(model(decision(table(rules, more=default))), x=1) == {"o1": 7, "o2": None}
    assert standard_result(model(decision(table(rules, "COLLECT", more=default))), x=1) == [{"o1": 7, "o2": None}]
    assert result(model(decision(table(rules, "COLLECT", more=default))), x=1) == 7
    both = table(rules, "COLLECT", more=default).replace('name="o2">', f'name="o2">{default}')
    assert result(model(decision(both)), x=1) == {"o1": 7, "o2": 7}
    assert result(model(decision(table([(["> 100"], ["1"])], 'COLLECT +aggregation="SUM"', more=default))), x=1) == 7


def test_the_first_output_decides_the_priority_then_the_second() -> None:
    rules = [(["-"], ['"low"', "1"]), (["-"], ['"high"', "2"]), (["-"], ['"high"', "3"])]
    made = table(rules, "OUTPUT ORDER", more=ORDER)
    made = made.replace('name="o2">', 'name="o2"><outputValues><text>3, 2, 1</text></outputValues>')
    assert [row["o2"] for row in result(model(decision(made)), x=1)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("tests", "x", "matches"),
    [
        ("", 5, True),
        ("-", None, True),
        ("not(1, 2)", 3, True),
        ("not(1, 2)", 2, False),
        ("? > y", 11, True),
        ("? > y", None, False),
        ("y", 10, True),
        ("[1..y)", 10, False),
        ("< 5, > y", 4, True),
        ("null", None, True),
        ('starts with(?, "a")', "abc", True),
        ('@"2026-01-01"', 5, False),
        ("list contains([1, 2], ?)", 2, True),
    ],
)
def test_cells(tests: str, x: Any, matches: bool) -> None:
    made = model(decision(table([([tests], ['"yes"'])])))
    assert result(made, x=x, y=10) == ("yes" if matches else None)


def test_matched_rules_count_from_one_as_the_table_is_drawn() -> None:
    rules = [(["< 0"], ["1"]), (["-"], ["x + 1"]), (["< 0"], ["3"]), (["> 1"], ["nothing"])]
    evaluation = dmn.evaluate(model(decision(table(rules, "COLLECT"))), "d", feel.to_feel({"x": 5}))
    (record,) = evaluation.decisions
    assert [(rule.id, rule.index, rule.outputs[0].value) for rule in record.rules] == [("r2", 2, 6), ("r4", 4, None)]
    assert [str(warning.message) for warning in record.warnings] == ["there is no nothing at 1:1"]
    assert (record.failure, evaluation.value) == ("", [6, None])


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "COLLECT"])
def test_nothing_matches(policy: str) -> None:
    rules = [(["> 100"], ["1"])]
    assert result(model(decision(table(rules, policy))), x=1) is None
    default = "<defaultOutputEntry><text>7</text></defaultOutputEntry>"
    expected = [7] if policy in {"RULE ORDER", "COLLECT"} else 7
    assert standard_result(model(decision(table(rules, policy, more=default))), x=1) == expected
    assert result(model(decision(table(rules, policy, more=default))), x=1) == 7


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


def test_values_outside_of_what_is_allowed_fail_in_the_standard_only() -> None:
    made = table([(["-"], ["1"])]).replace(
        "</inputExpression>", "</inputExpression><inputValues><text>[1..5]</text></inputValues>"
    )
    assert standard_result(model(decision(made)), x=3) == 1
    strict = dmn.evaluate(model(decision(made)), "d", feel.to_feel({"x": 9}), dialect=feel.Dialect.STANDARD)
    assert strict.failure == "x is 9, not one of [1..5]"
    assert result(model(decision(made)), x=9) == 1
    assert result(model(decision(made.replace("[1..5]", "no FEEL (at all"))), x=9) == 1


@pytest.mark.parametrize("values", ['"high","low"', "high, low", "'high', 'low'", '"high", "low",'])
def test_output_values_only_order(values: str) -> None:
    more = f"<outputValues><text>{values}</text></outputValues>"
    assert result(model(decision(table(RULES, "OUTPUT ORDER", more=more))), x=4) == ["high", "high", "low"]
    assert result(model(decision(table(RULES, "RULE ORDER", more=more))), x=4) == ["low", "high", "high"]
    other = more.replace("high", "neither")
    assert result(model(decision(table(RULES, "PRIORITY", more=other))), x=4) == "low"


def test_output_values_that_no_result_has_fail_nothing() -> None:
    more = "<outputValues><text>no FEEL (at all</text></outputValues>"
    assert result(model(decision(table(RULES, "FIRST", more=more))), x=4) == "low"


def test_five_thousand_rules_are_evaluated() -> None:
    rules = [([f"[{n}..{n + 1})"], [str(n)]) for n in range(5_000)]
    made = model(decision(table(rules)))
    assert result(made, x=4_321.5) == 4_321
