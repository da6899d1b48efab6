from __future__ import annotations

import json
from decimal import Decimal

import pytest

from c8tui import feel
from c8tui.forms.asking import Asking
from c8tui.forms.templates import Unevaluable
from tests.forms.opened import NOW

CONTEXT = feel.to_feel({"a": 1, "b": None, "f": False, "s": "hi", "xs": [1, 2], "xn": [1, None], "other": 5})


def asking() -> Asking:
    return Asking(frozenset(), lambda: NOW)


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("a = 1", True),
        ("a > 3", False),
        ("f", False),
        ("s", False),
        ("b", True),
        ("missing", True),
        ("missing > 3", True),
        ("not(f)", True),
        ("not(missing)", False),
        ("not(a = 1)", False),
        ("not(f) and a = 1", True),
        ("xs", False),
        ("xn", True),
        ("> 5", False),
        ("-", True),
    ],
)
def test_rules_are_unary_tests_about_null(rule: str, holds: bool) -> None:
    assert asking().rule(rule, CONTEXT) is holds


def test_now_is_the_one_that_was_passed_in() -> None:
    assert str(asking().value("date(now())", {})) == "2026-11-25"


def test_an_answer_holds_for_its_context() -> None:
    ask = asking()
    assert ask.value("magic(a)", CONTEXT) is None
    assert ask.trouble == ["magic(a): magic is no function"]
    (question,) = ask.questions
    assert (question.expression, json.loads(question.context)) == ("magic(a)", {"a": 1})
    ask.answer(question, 42)
    assert ask.value("magic(a)", CONTEXT) == Decimal(42)
    assert ask.value("magic(a)", {**CONTEXT, "a": Decimal(2)}) is None


def test_a_mistake_is_raised_until_it_is_answered() -> None:
    ask = asking()
    with pytest.raises(Unevaluable, match=r"a \+\+: "):
        ask.value("a ++", CONTEXT)
    ask.answer(ask.questions[0], "x")
    assert ask.value("a ++", CONTEXT) == "x"
    with pytest.raises(Unevaluable):
        ask.rule("if then", CONTEXT)
