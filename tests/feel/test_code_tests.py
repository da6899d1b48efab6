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
