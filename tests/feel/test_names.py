"""Names that the parser has to be told."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.feel import evaluate
from c8tui.feel.lexer import tokens_of
from c8tui.feel.names import Names, is_plain, odd_names
from c8tui.feel.python_values import to_feel


@pytest.mark.parametrize(
    ("name", "plain"),
    [("amount", True), ("first name", True), ("a-b", False), ("in stock", False), ("for", False), ("2nd", False)],
)
def test_plain_ones_need_no_help(name: str, plain: bool) -> None:
    assert is_plain(name) is plain


def test_odd_ones_are_found_at_any_depth() -> None:
    data = {"a-b": 1, "list": [{"c/d": {"in e": 2}}, {"not-looked-at": 1}], "plain one": 3}
    assert odd_names(to_feel(data)) == {"a-b", "c/d", "in e"}


def test_the_longest_counts() -> None:
    names = Names(["a-b", "a-b-c"])
    assert names.find(tokens_of("a - b - c + 1"), 0) == ("a-b-c", 5)
    assert names.find(tokens_of("a - b - d"), 0) == ("a-b", 3)
    assert names.find(tokens_of("a + b"), 0) is None
    assert Names().find(tokens_of('date "and" time'), 0) is None


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("loan-amount + 1", 11),
        ("in stock", True),
        ("x.to-do[1]", "a"),
        ("Mary's age * 2", 60),
        ("first  name", "Ann"),
        ("`loan-amount` - 1", 9),
        ("{new-name: 2, b: new-name + 1}.b", 3),
        ("{a and b: 1}.a and b", 1),
        ("`for` + 1", 5),
        ("`true`", 6),
        ("{`a b`: 1, c: `a b` + 1}.c", 2),
        ('{"for": 1}.for', 1),
        ("for `in` in [1, 2] return `in` * 10", [10, 20]),
        ("for x-y in [1, 2] return x-y", [1, 2]),
        ("(function(a-b) a-b)(3)", 3),
        ("some x/y in [1] satisfies x/y = 1", True),
        ("loan-amount-1", 9),
        ("loan - 1", 4),
        ('"loan-amount"', "loan-amount"),
        ("x . to-do[1]", "a"),
    ],
)
def test_they_work_in_expressions(source: str, value: object) -> None:
    data: dict[str, Any] = {
        "loan-amount": 10,
        "in stock": True,
        "x": {"to-do": ["a"]},
        "Mary's age": 30,
        "first name": "Ann",
    }
    data |= {"for": 4, "true": 6, "loan": 5}
    assert evaluate(source, to_feel(data)).value == value
