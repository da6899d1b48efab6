"""Dates, times and durations: the calendar, instants, and their texts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.feel.temporal import (
    DAY,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    date_time_at,
    from_ordinal,
    in_zone,
    make_date,
    midnight,
    time_of_day,
)
from c8tui.feel.zones import UTC, Zone

EPOCH = date(1970, 1, 1)


@given(st.dates())
def test_the_calendar_is_that_of_python(day: date) -> None:
    ours = Date(day.year, day.month, day.day)
    assert ours.ordinal == (day - EPOCH).days
    assert from_ordinal(ours.ordinal) == ours
    assert (ours.weekday, ours.day_of_year) == (day.isoweekday(), day.timetuple().tm_yday)
    assert ours.week_of_year == day.isocalendar().week


@given(st.integers(-(10**11), 10**11))
def test_it_has_no_end(ordinal: int) -> None:
    assert from_ordinal(ordinal).ordinal == ordinal


def test_what_is_no_day_is_none() -> None:
    assert make_date(2026, 2, 29) is None
    assert make_date(2024, 2, 29) == Date(2024, 2, 29)
    assert make_date(1_000_000_000, 1, 1) is None
    assert Date(2026, 1, 31).plus_months(1) == Date(2026, 2, 28)
    assert Date(999_999_999, 12, 1).plus_months(1) is None


@pytest.mark.parametrize(
    ("nanos", "text"),
    [
        (0, "PT0S"),
        (DAY, "P1D"),
        (-DAY - 3_600 * 10**9, "-P1DT1H"),
        (61 * 10**9 + 500_000_000, "PT1M1.5S"),
        (1, "PT0.000000001S"),
    ],
)
def test_days(nanos: int, text: str) -> None:
    assert str(DaysDuration(nanos)) == text


@pytest.mark.parametrize(("months", "text"), [(0, "P0M"), (14, "P1Y2M"), (-12, "-P1Y")])
def test_months(months: int, text: str) -> None:
    assert str(MonthsDuration(months)) == text


def test_instants_and_zones() -> None:
    noon = DateTime(Date(2026, 7, 1), Time(12, 0, 0, 0, Zone(name="Europe/Paris")))
    assert str(noon) == "2026-07-01T12:00:00@Europe/Paris"
    moved = in_zone(noon, UTC)
    assert str(moved) == "2026-07-01T10:00:00Z"
    assert moved is not None
    assert moved.instant == noon.instant
    assert date_time_at(noon.instant, None) == DateTime(Date(2026, 7, 1), Time(10, 0, 0))
    assert midnight(Date(1970, 1, 2)).instant == DAY
    assert str(time_of_day(-1, None)) == "23:59:59.999999999"
    assert Time(1, 0, 0, 0, Zone(offset=3600)).instant == 0
