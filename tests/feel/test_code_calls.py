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
        ("(function() 5)()", 5),
        ("{n: 1, f: function(x) x + n, g: {n: 100, r: f(1)}}.g.r", 2),
        ("(function(f: function<number> -> number) f(2))(function(x: number) x * 10)", 20),
        ("{twice: function(f) function(x) f(f(x)), r: twice(function(y) y * 3)(2)}.r", 18),
        ("date(year: 2026, day: 25, month: 11)", "2026-11-25"),
        ('replace(pattern: "b", input: "abc", replacement: "x")', "axc"),
        ("decimal(scale: 1, n: 2.25)", 2.2),
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
        (
            "(function(f: function<string> -> number) f)(function(x: number) x)",
            "f of the function cannot be a function at 1:44",
        ),
        ('replace(input: "a")', "replace: pattern is missing at 1:8"),
        ("(function(a) external {})(1)", "external functions are not called at 1:2"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert said in warned(source)
