"""Functions of the calendar."""

from __future__ import annotations

import pytest

from tests.feel.said import value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('day of year(date("2026-12-31"))', 365),
        ('day of week(date("2026-11-25"))', "Wednesday"),
        ('month of year(date and time("2026-11-25T10:00:00"))', "November"),
        ('week of year(date("2027-01-01"))', 53),
        ('last day of month(date("2024-02-10"))', "2024-02-29"),
        ("today() = date(now())", True),
        ("is(now().time offset, null)", False),
        ('is(time("23:00:50z"), time("23:00:50+00:00"))', True),
        ('is(time("23:00:50z"), time("23:00:50"))', False),
        ('is(date("2026-01-01"), time("23:00:50"))', False),
        ("is([1], [1])", True),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected
