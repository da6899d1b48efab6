"""Values in and out of JSON, and as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from c8tui.feel.python_values import to_feel
from c8tui.feel.temporal import Date
from c8tui.feel.values import DEEPEST, OMITTED, Builtin, Range, kind_of, range_text, text_of, to_json


def test_json_comes_back() -> None:
    data = {"a": [1, 2.5, "x", None, True], "b": {"c": -3}}
    inside = to_feel(data)
    assert inside["a"][1] == Decimal("2.5")
    assert (to_json(inside), to_feel(inside)) == (data, inside)


def test_what_has_no_word_is_null() -> None:
    deep: Any = []
    for _ in range(DEEPEST + 5):
        deep = [deep]
    inside = to_feel([float("nan"), float("inf"), deep])
    assert inside[:2] == [None, None]
    assert text_of(inside).count("null") == 3
    assert to_feel((1, 2)) == [1, 2]
    assert to_feel({1: 2}) == {"1": 2}
    assert to_feel(10**7_000) is None


def test_numbers_beyond_those_of_json_are_texts() -> None:
    assert to_json([Decimal("1e300"), Decimal("-1.5e400")]) == [1e300, "-1.5E+400"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ('a"b', 'a"b'),
        (["a", None], '["a", null]'),
        ({"a b": Decimal("1.0"), 'x"': True}, '{a b: 1, "x\\"": true}'),
        (Date(2026, 1, 2), "2026-01-02"),
        (Range(Decimal(1), Decimal(2), False, True), "(1..2]"),
        (Builtin("abs", ()), "function abs"),
    ],
)
def test_texts(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_kinds_and_ranges() -> None:
    some: list[Any] = [None, True, Decimal(1), "", [], {}]
    assert [kind_of(value) for value in some] == [*("Null", "boolean", "number", "string", "list", "context")]
    assert range_text(Range(None, Decimal(5), False, False, "<"), str) == "(< 5)"
    assert range_text(Range(Decimal(5), None, True, False, ">="), str) == "(>= 5)"
    assert range_text(Range(Decimal(5), None, True, False, OMITTED), str) == "(>= 5)"
    assert range_text(Range(Decimal(5), Decimal(5), False, False, "!="), str) == "(!= 5)"
    assert (
        text_of(Range(None, Decimal(5), False, False)) == to_json(Range(None, Decimal(5), False, False)) == "(null..5)"
    )
    assert (to_json(Range(Decimal(1), Decimal(2))), to_json(Decimal(10) ** 30)) == ("[1..2]", 10**30)
