"""Calls of functions of FEEL's own and of built-in ones."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{f: function(a, b) a - b, r: f(b: 1, a: 3)}.r", 2),
        ("(function(x: number) x)([5])", 5),
        ("(function(xs: list<number>) count(xs))(5)", 1),
        ('substring(start position: 2, string: "abc")', "bc"),
        ("sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]),
        ("(for f in [abs] return f(-2))[1]", 2),
        ("{n: 10, f: function(x) x + n}.f(1)", 11),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("nothing(1)", "there is no nothing at 1:1"),
        ("(1)(2)", "a number cannot be called at 1:4"),
        ("(function(a) a)(1, 2)", "the function takes 1 arguments, not 2 at 1:16"),
        ("(function(a: string) a)(1)", "a of the function cannot be a number at 1:24"),
        ("(function(a) a)(b: 1)", "the function takes (a), not (b) at 1:16"),
        ("(function(a) external {})(1)", "external functions are not called at 1:2"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert said in warned(source)
