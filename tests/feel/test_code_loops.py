"""for, some, every, filters."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("for x in 5 return x + 1", [6]),
        ("for d in date(2026,2,27)..date(2026,3,1) return d.day", [27, 28, 1]),
        ("for i in [1..3] return i", [1, 2, 3]),
        ("for x in [1, 2], y in [x, 10 * x] return y", [1, 10, 2, 20]),
        ("some x in [null, 2] satisfies x > 1", True),
        ("some x in [null] satisfies x > 1", None),
        ("every x in [2, null] satisfies x > 1", None),
        ("every x in [0, null] satisfies x > 1", False),
        ("[1, 2, 3][item >= 2]", [2, 3]),
        ("[{a: 1}, {a: 2}][a = 2]", [{"a": 2}]),
        ("[{item: 1}, {item: 2}][item = 2]", [{"item": 2}]),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][n]", 2),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("5[1]", 5),
        ("5[item > 3]", [5]),
        ("null[item > 3]", []),
        ("[1, 2, 3][item > 1][item > 2]", [3]),
        ("for i in 1..3 return partial", [[], [[]], [[], [[]]]]),
        ("for i in [1, 2], j in [3, 4] return count(partial)", [0, 1, 2, 3]),
        ("for i in 1..2 return for j in 1..2 return count(partial)", [[0, 1], [0, 1]]),
        ("for i in 2..-1 return i", [2, 1, 0, -1]),
        ("for i in ]1..4[ return i", [2, 3]),
        ("for i in [1..1] return i", [1]),
        ("for i in [] return i", []),
        ("for x in {a: 1} return x.a", [1]),
        ("every x in [] satisfies null", True),
        ("some x in [] satisfies null", False),
        ("some x in [1], y in [x + 1] satisfies y = 2", True),
        ("[1, 2, 3][-4]", None),
        ("[1, 2, 3][true]", [1, 2, 3]),
        ("[1, 2, 3][null]", []),
        ("[[1, 2], [3]][count(item) = 2]", [[1, 2]]),
        ("[{x: 1}, {x: 2}][n = x]", [{"x": 2}]),
        ("[{n: 1}, {n: 2}][n = 1]", [{"n": 1}]),
        ("[{x: 1}, {x: null}][x = null]", [{"x": None}]),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source, n=2) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[1, 2][3]", "a list of 2 has no element 3 at 1:7"),
        ('[1, 2]["a"]', "a filter cannot be a string at 1:7"),
        ("for x in null return x", "there is nothing to go over at 1:10"),
        ('for x in ["a".."c"] return x', "a loop cannot go over a range of string at 1:10"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]
