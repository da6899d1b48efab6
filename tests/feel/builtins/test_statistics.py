"""Functions that sum a list up."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("min([3, 1, 2])", 1),
        ('max(["a", "c", "b"])', "c"),
        ('max(date("2026-01-01"), date("2026-01-02"))', "2026-01-02"),
        ("sum([1, 2.5])", 3.5),
        ('sum([duration("P1D"), duration("PT1H")])', "P1DT1H"),
        ("mean(1, 2, 3)", 2),
        ("product([2, 3, 4])", 24),
        ("median([6, 1, 2, 3])", 2.5),
        ("decimal(stddev([2, 4, 7, 5]), 6)", 2.081666),
        ("mode([6, 3, 9, 6, 6])", [6]),
        ("mode([6, 1, 9, 6, 1])", [1, 6]),
        ("mode([])", []),
        ("all([true, null])", None),
        ("all([])", True),
        ("any([false, true])", True),
        ("any([false, 1])", None),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("sum([])", "sum: list is empty at 1:4"),
        ('mean([1, "a"])', "mean: list holds a string at 1:5"),
        ("stddev([1])", "stddev: a single value has no deviation at 1:7"),
        ("min([{a: 1}])", "min: there is no order of a context at 1:4"),
        ("max([])", "max: list is empty at 1:4"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]
