"""Functions that make lists of lists."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("list contains([1, null], null)", True),
        ("count([1, 2])", 2),
        ("sublist([4, 5, 6], 2)", [5, 6]),
        ("sublist([4, 5, 6], -2, 1)", [5]),
        ("insert before([1, 3], 1, 2)", [2, 1, 3]),
        ("remove([1, 2, 3], 2)", [1, 3]),
        ("remove([1, 2, 3], -1)", [1, 2]),
        ("list replace([2, 4, 7], 3, 6)", [2, 4, 6]),
        ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", [5, 5, 7, 8]),
        ("reverse([1, 2])", [2, 1]),
        ("index of([1, 2, 2], 2)", [2, 3]),
        ("union([1, 2], [2, 3])", [1, 2, 3]),
        ("distinct values([1, 2, 1, null, null])", [1, 2, None]),
        ("duplicate values([1, 2, 1])", [1]),
        ("flatten([[1, 2], [[3]], 4])", [1, 2, 3, 4]),
        ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
        ("sort([3, 1, 2])", [1, 2, 3]),
        ("is empty([])", True),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("remove([1], 5)", "remove: a list of 1 has no position 5 at 1:7"),
        ("sublist([1, 2], 1, 5)", "sublist: a list of 2 has no 5 elements from there at 1:8"),
        ('sort([1, "a"])', "sort: there is no order of a string and a number at 1:5"),
        ("list replace([1], function(a, b) 5, 2)", "list replace: match does not answer true or false at 1:13"),
        ("partition([1], 0)", "partition: size is below 1 at 1:10"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]
