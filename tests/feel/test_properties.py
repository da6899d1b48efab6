"""What stands behind a dot."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned

MOMENT = 'date and time("2026-11-25T10:30:15+01:00")'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('date("2026-11-25").year', 2026),
        ('date("2026-11-25").weekday', 3),
        (f"{MOMENT}.hour", 10),
        (f"{MOMENT}.time offset", "PT1H"),
        (f"{MOMENT}.timezone", None),
        ('date and time("2026-11-25T10:30:15@Europe/Paris").timezone', "Europe/Paris"),
        ('date and time("2026-07-25T10:30:15@Europe/Paris").time offset', "PT2H"),
        ('time("10:30:15").second', 15),
        ('duration("-P1DT26H3M").days', -2),
        ('duration("P1DT26H3M").hours', 2),
        ('duration("P1Y14M").years', 2),
        ('duration("-P1Y2M").months', -2),
        ("[1..3).end", 3),
        ("[1..3).end included", False),
        ("{a: {b: 1}}.a.b", 1),
        ("[{a: 1}, {a: 2}].a", [1, 2]),
    ],
)
def test_parts(source: str, expected: object) -> None:
    assert value(source) == expected


def test_what_is_not_there() -> None:
    assert warned("{a: 1}.b") == ["a context has no b at 1:7"]
    assert warned("null.b") == ["null has no b at 1:5"]
    assert warned('"x".length') == ["a string has no length at 1:4"]
