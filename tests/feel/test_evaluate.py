"""The way in."""

from __future__ import annotations

import pytest

from c8tui import feel
from c8tui.feel.evaluate import LONGEST_KEPT, names_for
from c8tui.feel.run import MOST_WARNINGS, Run, Scope


def test_an_expression_is_parsed_once() -> None:
    assert feel.parse("1 + 1") is feel.parse("1 + 1")
    assert feel.parse("a - b").evaluate(feel.to_feel({"a": 3, "b": 1})).value == 2
    assert feel.evaluate("a - b", feel.to_feel({"a": 3, "b": 1, "a - b": 9})).value == 9


def test_long_expressions_are_not_kept() -> None:
    long = "1" + " + 1" * (LONGEST_KEPT // 4)
    assert feel.parse(long) is not feel.parse(long)
    assert feel.unary_tests(long) is not feel.unary_tests(long)
    assert feel.unary_tests("1") is feel.unary_tests("1")


def test_why_it_was_stopped_comes_first() -> None:
    outcome = feel.evaluate("for i in 1..1000000000 return i.x", {}, limits=feel.Limits(steps=1_000))
    assert len(outcome.warnings) == MOST_WARNINGS + 1
    assert str(outcome.warnings[0]) == "stopped after 1,000 steps at 1:1"


def test_only_syntax_raises() -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.evaluate("1 +", {})
    with pytest.raises(feel.FeelSyntaxError):
        feel.unary_test("<", 1, {})
    assert feel.evaluate("1 + null.a", {}) == feel.Outcome(None, (feel.Warned("null has no a", 1, 9),))


def test_too_deep_an_evaluation_is_null() -> None:
    expression = feel.parse("1")

    def code(scope: Scope) -> object:
        return code(scope)

    expression = type(expression)("x", code, frozenset())
    assert str(expression.evaluate({}).warnings[0]) == "the evaluation goes too deep at 1:1"


def test_names_that_matter() -> None:
    data = feel.to_feel({"a-b": 1, "x": {"c-d": 2}})
    assert names_for("a", data) == frozenset()
    assert names_for("a - b", data) == {"a-b"}
    assert names_for("x.c-d", data) == {"a-b", "c-d"}
    assert Run("x").source == "x"
