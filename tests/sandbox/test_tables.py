"""Unary tests, outputs and hit policies, as far as the deployed tables need them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from c8tui.sandbox.deploy import resource
from c8tui.sandbox.tables import Table, Value, output, passes


def table(name: str, decision: str) -> Table:
    root = ElementTree.fromstring(resource(name))
    return Table(next(part for part in root.iterfind("{*}decision") if part.get("id") == decision))


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", 1, True),
        ("", "x", True),
        ("> 60", 60, False),
        (">= 60", 60, True),
        ("< 1000", 999.5, True),
        ("<= 20", 21, False),
        ("[21..60]", 21, True),
        ("]21..60[", 21, False),
        ("(21..60]", 60, True),
        ('"a","b"', "b", True),
        ('not("a","b")', "b", False),
        ("true", True, True),
        ("false", True, False),
    ],
)
def test_unary_tests(text: str, value: Value, expected: bool) -> None:
    assert passes(text, value) is expected


def test_what_it_cannot_read_is_an_error_and_no_guess() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        passes("date(x)", 1)
    with pytest.raises(ValueError, match="not a number"):
        passes("> 1", "a")


def test_outputs() -> None:
    assert output('"Stew"', {}) == "Stew"
    assert output("orderValue * 0.04", {"orderValue": 1000}) == 40


def test_first_takes_one_and_collect_sums() -> None:
    dish = table("dish.dmn", "dish")
    fired = dish.matches({"season": "winter", "guestCount": 70})
    assert [(index, rule.id) for index, rule, _ in fired] == [(1, "dish-1")]
    assert dish.result(fired) == "Buffet of the house"
    compensation = table("compensation.dmn", "compensation")
    fired = compensation.matches({"daysLate": 9, "tier": "gold", "orderValue": 1000})
    assert [index for index, _, _ in fired] == [2, 3, 4]
    assert compensation.result(fired) == 65
    assert compensation.result([]) is None


def test_a_literal_expression_is_no_table() -> None:
    with pytest.raises(ValueError, match="season is no decision table"):
        table("dish.dmn", "season")
