"""Unary tests: of decision tables, and behind in."""

from __future__ import annotations

import pytest

from c8tui import feel
from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("tests", "tested", "passes"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("5, 6", 6, True),
        ("not(5, 6)", 6, False),
        ("not(null)", None, False),
        ("< 5", 4, True),
        ("< 5", "a", None),
        ("[1..3]", 3, True),
        ("[1..3)", 3, False),
        ("list", 2, True),
        ("limit", 10, True),
        ("> limit", 11, True),
        ("? > 3 and ? < limit", 5, True),
        ('contains(?, "a")', "bar", True),
        ("true", True, True),
        ("? = 3 or null", 4, None),
        ("null", None, True),
        ("[1, 2]", [1, 2], True),
        ("!= 3", 4, True),
        ("not(< 3, > 5)", 4, True),
        ("not(? > 3)", 4, False),
        ("? + 1 = 5, 7", 4, True),
        ("count(?) = 2", [1, 2], True),
        ("every x in ? satisfies x > 0", [1, 2], True),
        ("? in [1..5]", 4, True),
        ("[1..3], [7..9]", 8, True),
        ("]1..3[", 3, False),
        ("list contains(?, 2)", [1, 2], True),
        ("null, 3", 3, True),
        ("false", False, True),
        ("? != null", None, False),
    ],
)
def test_what_passes(tests: str, tested: object, passes: object) -> None:
    context = feel.to_feel({"list": [1, 2], "limit": 10})
    assert feel.unary_test(tests, feel.to_feel(tested), context).value is passes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 in [1, 2]", True),
        ("1 in [null..null]", None),
        ("1 in ([2..3], < 2)", True),
        ('"a" in "a"', True),
        ("[1] in [[1], [2]]", True),
        ("5 in [[1..3], [4..6]]", True),
        ("3 between 1 and 5", True),
        ("null in [null]", True),
    ],
)
def test_in_and_between(source: str, expected: object) -> None:
    assert value(source) is expected


def test_kinds_that_do_not_go_together() -> None:
    assert warned('1 between "a" and 3') == ["there is no a number between a string and a number at 1:3"]


@pytest.mark.parametrize(
    ("tests", "tested", "camunda", "standard"),
    [
        ("amount > 100", "Acme", True, None),
        ("amount < 100", "Acme", False, None),
        ("3 > 1", None, True, False),
        ("3 > 1", False, True, False),
        ("3 < 1", False, True, True),
        ("yes", "Acme", True, None),
        ("true", "Acme", None, None),
        ("true", False, False, False),
        ("false", False, True, True),
        ("not(true)", False, True, True),
        ("not(amount < 100)", "Acme", True, None),
        ("not(amount > 100)", "Acme", False, None),
        ('not(list contains(list, "B"))', "Acme", True, None),
        ('"Zeta", amount > 100', "Acme", True, None),
        ('not(amount < 100), "Zeta"', "Acme", True, None),
        ('starts with(cellInput, "A")', "Acme", True, False),
        ("cellInput = true", False, False, True),
        ("not(cellInput > 3)", 2, True, True),
        ("? = true", False, False, False),
        ("amount > 100 and ? = 3", 3, True, True),
        ("list contains(list, ?)", 9, False, False),
        ("missing > 3", "Acme", False, False),
        ("null", None, True, True),
        ("[1..3], amount < 100", 2, True, True),
        ("amount < 100", [False], False, True),
    ],
)
def test_dialects(tests: str, tested: object, camunda: object, standard: object) -> None:
    context = feel.to_feel({"list": [1, 2], "amount": 200, "yes": True})
    value = feel.to_feel(tested)
    assert feel.unary_test(tests, value, context).value is camunda
    assert feel.unary_test(tests, value, context, dialect=feel.Dialect.STANDARD).value is standard


def test_the_input_of_a_cell_is_no_variable() -> None:
    tests = feel.unary_tests("cellInput = limit")
    assert tests.free == {"?", "limit"}
    variable = feel.to_feel({"cellInput": 1, "limit": 1})
    assert feel.unary_test("cellInput = limit", feel.to_feel(2), variable).value is False
    outcome = feel.unary_test("cellInput = limit", feel.to_feel(True), variable, dialect=feel.Dialect.STANDARD)
    assert outcome.value is True


def test_in_is_of_the_standard_in_every_dialect() -> None:
    assert value('"Acme" in (3 > 1)') is None
