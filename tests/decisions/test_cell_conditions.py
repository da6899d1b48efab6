"""What a cell wants, in words."""

from __future__ import annotations

import pytest

from c8tui import feel
from c8tui.decisions.cell_conditions import wanted


@pytest.mark.parametrize(
    ("cell", "value", "text", "nearest"),
    [
        ("< 100", 120, "amount < 100", ""),
        ('"Gold"', "Silver", 'amount = "Gold"', ""),
        ('"a","b"', "c", 'amount in ("a","b")', ""),
        ("[1..5]", 9, "amount in [1..5]", "5"),
        ("]1..5[", 9, "amount in ]1..5[", "just below 5"),
        ("(1..5)", -3, "amount in (1..5)", "just above 1"),
        ("< 10, [20..30], 70", 15, "amount in (< 10, [20..30], 70)", "just below 10"),
        ("< 10, [20..30], 70", 16, "amount in (< 10, [20..30], 70)", "20"),
        ("< 10, [20..30], 70", 60, "amount in (< 10, [20..30], 70)", "70"),
        ("[-5..-1]", 3, "amount in [-5..-1]", "-1"),
        ("other > 3", 9, "amount: other > 3", ""),
        ('starts with(other, "a")', 9, 'amount: starts with(other, "a")', ""),
        ('starts with(cellInput, "a")', 9, 'amount: starts with(cellInput, "a")', ""),
        ("other between 1 and 5", 9, "amount: other between 1 and 5", ""),
        ("date(other)", 9, "amount = date(other)", ""),
        ("other + 1", 9, "amount = other + 1", ""),
        ("not(5)", 5, "amount: not(5)", ""),
        ("? > 3 and ? < 7", 9, "amount: ? > 3 and ? < 7", ""),
        ("(", 9, "amount: (", ""),
        ("(3..3)", 9, "amount in (3..3)", ""),
        ("[3..3)", 9, "amount in [3..3)", ""),
        ("[3..3]", 9, "amount in [3..3]", "3"),
        ("[5..1], 9, 11", 3, "amount in ([5..1], 9, 11)", "9"),
        ("[a..b]", 9, "amount in [a..b]", ""),
        ("!= 5, != 6", 5, "amount in (!= 5, != 6)", ""),
    ],
)
def test_conditions_and_their_nearest_values(cell: str, value: object, text: str, nearest: str) -> None:
    found = wanted("amount", cell, feel.to_feel(value))
    assert (found.text, found.nearest) == (text, nearest)


def test_the_value_is_said_and_not_too_long() -> None:
    assert wanted("a", "5", "x").value == '"x"'
    assert len(wanted("a", "5", "x" * 1_000).value) == 200
