"""Parentheses, lists, ranges, contexts, @-literals."""

from __future__ import annotations

import pytest

from tests.feel.said import mistake, value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(1 + 2) * 3", 9),
        ("[]", []),
        ("[1, [2]]", [1, [2]]),
        ("[1..3]", "[1..3]"),
        ("]1..3[", "(1..3)"),
        ("(1..3]", "(1..3]"),
        ("(< 5)", "(< 5)"),
        ("5 in (>= 5)", True),
        ("5 in (= 5)", True),
        ('{a: 1, "b c": a + 1}', {"a": 1, "b c": 2}),
        ("{}", {}),
        ('@"2026-11-25"', "2026-11-25"),
        ("[1,2,3][item > 1][1]", 2),
        ("3 in ]1..3[ or 3 in [1..3]", True),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[1, 2", "expected ] or , at 1:6"),
        ("(1", "expected ) at 1:3"),
        ("{a: 1", "expected } or , at 1:6"),
        ("{a 1}", "expected : at 1:6"),
        ("(!= 5", "expected ) at 1:6"),
        ("@5", 'expected a string after "@", found 5, at 1:2'),
        ("[1..", "expected an expression at 1:5"),
    ],
)
def test_mistakes_have_their_place(source: str, said: str) -> None:
    assert mistake(source) == said


def test_what_says_nothing_that_exists() -> None:
    assert warned('@"2026-02-30"') == ['@"2026-02-30" is no date, time or duration at 1:1']
    assert warned("[3..1]") == ["no range goes from 3 to 1 at 1:1"]
    assert warned("(< [1])") == ["a list cannot be the end of a range at 1:1"]
    assert warned("[true..true]") == ["a boolean cannot be the end of a range at 1:1"]
    assert warned("{a: 1, a: 2}") == ["a stands twice in the context at 1:1"]
