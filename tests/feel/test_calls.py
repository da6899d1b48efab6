"""Arguments and what a parameter takes."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("max(1, 2, 3)", 3),
        ("max([1, 2, 3])", 3),
        ("max(5)", 5),
        ('upper case(["a"])', "A"),
        ("count(5)", 1),
        ("append([1], 2, 3)", [1, 2, 3]),
        ("concatenate([1], 2, [3])", [1, 2, 3]),
        ("floor(n: 1.5)", 1),
        ('is(value1: @"2021-02-13")', False),
        ("is(value2: null)", True),
        ("list contains(list: [1, null])", True),
        ('get or else(default: "a")', "a"),
        ("(function(a, b) [a, b])(b: 1)", [None, 1]),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("abs()", "abs: n is missing at 1:4"),
        ("abs(1, 2)", "abs: it takes at most 1 arguments at 1:4"),
        ('abs("a")', "abs: n cannot be a string at 1:4"),
        ("abs(null)", "abs: n cannot be null at 1:4"),
        ("list contains(element: 1)", "list contains: list is missing at 1:14"),
        ("get or else()", "get or else: value is missing at 1:12"),
        ("abs(m: 1)", "abs: there is no parameter m at 1:4"),
        ("append()", "append: list is missing at 1:7"),
        ("concatenate(null)", "concatenate: null does not fit at 1:12"),
    ],
)
def test_what_does_not_fit(source: str, said: str) -> None:
    assert warned(source) == [said]
