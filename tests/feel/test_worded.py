"""if, for, some, every, function."""

from __future__ import annotations

import pytest

from tests.feel.said import mistake, value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('if 1 > 2 then "a" else if true then "b" else "c"', "b"),
        ('if null then "a" else "b"', "b"),
        ("for i in 1..3, j in [10, 20] return i * j", [10, 20, 20, 40, 30, 60]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
        ("every x in [] satisfies x > 1", True),
        ("(function(a: number, b) a + b)(1, 2)", 3),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120),
        ("for the item in [1, 2] return the item + 1", [2, 3]),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("if 1 then 2", "expected else at 1:12"),
        ("for x on [1] return x", "expected in at 1:22"),
        ("some x in [1]", "expected satisfies at 1:14"),
        ("function(a", "expected : or , or ) at 1:11"),
    ],
)
def test_mistakes_have_their_place(source: str, said: str) -> None:
    assert mistake(source) == said
