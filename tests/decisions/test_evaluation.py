"""What an evaluation says, whoever made it, and where two of them do not say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.evaluation import (
    DecisionResult,
    EvaluationResult,
    disagreement,
    feel_of,
    json_of,
    preview,
    same_json,
)
from c8tui.decisions.table_highlights import RuleResult
from c8tui.feel import to_feel
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml

MODEL = model_of(
    input_xml("guests", "number"),
    decision_xml("size", literal_xml('if guests > 8 then "big" else "small"'), inputs=["guests"]),
    decision_xml("dish", table_xml(["size"], ["d"], [['"big"', '"Stew"'], ['"small"', '"Trout"']]), requires=["size"]),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def test_a_preview_tells_every_decision_on_the_way() -> None:
    said = preview(MODEL, "dish", {"guests": to_feel(9)})
    assert (said.source, said.asked, said.value, said.failure) == ("preview", "dish", '"Stew"', "")
    assert [(one.id, one.value) for one in said.decisions] == [("size", '"big"'), ("dish", '"Stew"')]
    dish = said.of("dish")
    assert dish is not None
    assert [(part.id, part.text, part.value) for part in dish.inputs] == [("in1", '"big"', "big")]
    assert [(rule.id, rule.index, rule.outputs[0][2]) for rule in dish.rules] == [("rule1", 1, '"Stew"')]
    assert said.context["size"] == "big"
    assert said.of("guests") is None


def test_a_failure_and_warnings_are_told_where_they_are() -> None:
    broken = model_of(decision_xml("d", literal_xml("1 +")), decision_xml("e", literal_xml("nothing + 1")))
    said = preview(broken, "d", {})
    found = said.of("d")
    assert found is not None
    assert said.failure == found.failure != ""
    assert said.value == "null"
    warned = preview(broken, "e", {}).of("e")
    assert warned is not None
    assert warned.warnings


def test_a_decision_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        preview(MODEL, "gone", {})


def test_a_circle_and_what_is_missing_are_failures_or_null_but_no_crash() -> None:
    model = model_of(
        decision_xml("a", literal_xml("a + 1"), requires=["a"]),
        decision_xml("b", literal_xml("gone"), requires=["gone"]),
        decision_xml("c", ""),
    )
    assert "requires itself" in preview(model, "a", {}).failure
    assert preview(model, "b", {}).value == preview(model, "c", {}).value == "null"


@given(JSON)
def test_json_comes_back_from_feel(value: object) -> None:
    assert json.loads(json_of(feel_of(json.dumps(value)))) == value
    assert same_json(json.dumps(value), json.dumps(value, indent=1))


@pytest.mark.parametrize("digits", ["0.12345678901234567890123", "12345678901234567890123", "1e400", "-0.1"])
def test_a_number_keeps_all_its_digits(digits: str) -> None:
    assert feel_of(digits) == Decimal(digits)
    assert feel_of(f'{{"a": [{digits}]}}') == {"a": [Decimal(digits)]}


@pytest.mark.parametrize("text", ["no json", "", "{", "NaN", "1e7000", "[" * 5_000])
def test_what_is_no_json_is_a_text(text: str) -> None:
    assert feel_of(text) == text
    assert same_json(text, text)
    assert not same_json(text, "1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1", "1.0", True),
        ("0.1", "0.10000000000000001", True),
        ("1", "1.0001", False),
        ("1e400", "2", False),
        ("12345678901234567890123", "12345678901234567890124", True),
        ("1", "true", False),
        ("0", "false", False),
        ('"1"', "1", False),
        ("null", "0", False),
        ('{"a": 1, "b": [2]}', '{"b":[2.0],"a":1}', True),
        ('{"a": 1}', '{"a": 1, "b": null}', False),
        ("[1, 2]", "[2, 1]", False),
        ("[1]", "[1, 1]", False),
    ],
)
def test_the_same_json(one: str, other: str, same: bool) -> None:
    assert same_json(one, other) is same_json(other, one) is same


def test_where_two_do_not_say_the_same() -> None:
    here = preview(MODEL, "dish", {"guests": to_feel(9)})
    there = replace(here, source="cluster")
    assert disagreement(here, there) == ""
    assert disagreement(here, replace(there, value='"Trout"')) == 'c8tui finds "Stew", the cluster "Trout"'
    assert disagreement(replace(here, failure="x"), there) == "c8tui fails where the cluster finds a value"
    assert disagreement(here, replace(there, failure="x")) == "the cluster fails where c8tui finds a value"
    assert disagreement(here, EvaluationResult("cluster", "dish", '"Stew"')) == ""
    other_rule = DecisionResult("dish", "dish", '"Stew"', rules=(RuleResult("rule2", 2),))
    assert disagreement(here, replace(there, decisions=(other_rule,))).startswith("in dish other rules match")
    other_value = DecisionResult("size", "size", '"small"')
    assert disagreement(here, replace(there, decisions=(other_value,))) == (
        'size is "big" for c8tui, "small" for the cluster'
    )
