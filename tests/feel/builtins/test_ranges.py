"""How points and ranges lie to each other, by the table of DMN 1.5."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("before(1, 10)", True),
        ("before(1, [1..10])", False),
        ("before(1, (1..10])", True),
        ("before([1..10], 10)", False),
        ("before([1..10), 10)", True),
        ("before([1..10), [10..20])", True),
        ("before([1..10], [10..20])", False),
        ("after(12, [2..5])", True),
        ("after([5..9], 4)", True),
        ("after((10..20], [1..10])", True),
        ("meets([1..5], [5..10])", True),
        ("meets([1..5), [5..10])", False),
        ("met by([5..10], [1..5])", True),
        ("overlaps([5..10], [1..5])", True),
        ("overlaps((5..10], [1..5])", False),
        ("overlaps before([1..5], [3..8])", True),
        ("overlaps before([1..5), (1..5])", True),
        ("overlaps before([1..5], [1..6])", False),
        ("overlaps after([3..8], [1..5])", True),
        ("overlaps after((1..6], [1..6))", True),
        ("finishes(10, [1..10])", True),
        ("finishes([5..10], [1..10])", True),
        ("finishes([5..10), [1..10])", False),
        ("finished by([1..10], [5..10])", True),
        ("includes([1..10], 5)", True),
        ("includes([1..10], [4..6])", True),
        ("includes((1..10], [1..6])", False),
        ("during(5, [1..10])", True),
        ("during([4..6], [1..10))", True),
        ("starts(1, [1..10])", True),
        ("starts([1..5], [1..10])", True),
        ("started by([1..10], [1..5])", True),
        ("coincides(5, 5)", True),
        ("coincides([1..5], [1..5))", False),
        ('during(date("2026-01-05"), [date("2026-01-01")..date("2026-02-01")])', True),
    ],
)
def test_relations(source: str, expected: object) -> None:
    assert value(source) is expected


def test_what_has_no_order() -> None:
    assert warned('before(1, "a")') == ["before: there is no order of a number and a string at 1:7"]
