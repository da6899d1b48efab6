"""Functions of contexts."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('get value({a: 1}, "a")', 1),
        ('get value({a: {b: 2}}, ["a", "b"])', 2),
        ('get entries({a: 1, b: 2})[key = "b"].value', [2]),
        ('context([{key: "a", value: 1}])', {"a": 1}),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ('context put({a: {b: 1}}, ["a", "b"], 2)', {"a": {"b": 2}}),
        ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
        ("is defined(null)", False),
        ("get or else(null, 1)", 1),
        ("assert(1, true)", 1),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('get value({a: 1}, "b")', "get value: there is no b at 1:10"),
        ('context([{key: "a"}])', "context: an entry is a context of key and value at 1:8"),
        ('context put({a: 1}, ["a", "b"], 2)', "context put: a is a number at 1:12"),
        ('assert(1, false, "no")', "assert: no at 1:7"),
        ("context merge([1])", "context merge: contexts hold a number at 1:14"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]
