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
from c8tui.feel.temporal_text import read_any, read_date, read_date_time, read_duration, read_time
from c8tui.feel.zones import UTC, Zone, read_zone

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


# ISO texts of dates, times and durations.


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-25", "-0044-03-15", "123456-01-01", "10:30:00", "10:30:00.5Z", "10:30:00+01:00", "P1D", "-P1Y2M"),
        *("PT1H2M3.5S", "2026-11-25T10:30:00", "2026-11-25T10:30:00@Europe/Paris", "10:30:00@Asia/Dhaka"),
    ],
)
def test_they_come_back_as_they_were(text: str) -> None:
    assert str(read_any(text)) == text


def test_a_fraction_may_be_empty() -> None:
    assert [str(read_duration(text)) for text in ("PT1.S", "PT0.S", "-P1DT2.S")] == ["PT1S", "PT0S", "-P1DT2S"]
    assert [read_duration(text) for text in ("PT.S", "PT.5S", "PT1.M", "P1.D")] == [None] * 4


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "+2026-01-01",
            "01234-01-01",
            "26-01-01",
            "2026-1-1",
            "1000000000-01-01",
        ),
        *(
            "24:00:01",
            "10:60:00",
            "10:30",
            "1:00:00",
            "10:30:00+5:00",
            "10:30:00@no/where",
            "10:30:00+01:00@Europe/Paris",
        ),
        *("P", "PT", "P1", "P1DT", "1D", "P1Y1D", "-", "P1.5D", "2026-11-25T", "P" + "9" * 300 + "D", "x" * 10_000),
    ],
)
def test_what_is_none(text: str) -> None:
    assert read_any(text) is None


def test_midnight_at_the_end_of_a_day() -> None:
    assert str(read_date_time("2026-12-31T24:00:00")) == "2027-01-01T00:00:00"
    assert read_date_time("2026-12-31T24:00:00.1") is None
    assert str(read_date_time("2026-12-31")) == "2026-12-31T00:00:00"
    assert (read_date("2026-12-31T00:00:00"), read_time("24:00:00")) == (None, None)
    assert str(read_duration("PT1000M")) == "PT16H40M"


# Time zones by offset and by name.


@pytest.mark.parametrize(
    ("text", "offset"), [("Z", 0), ("z", 0), ("+00:00", 0), ("+01:30", 5400), ("-02:00", -7200), ("+01:00:30", 3630)]
)
def test_offsets(text: str, offset: int) -> None:
    zone = read_zone(text)
    assert zone is not None
    assert zone.offset == offset
    assert read_zone(str(zone)) == zone


@pytest.mark.parametrize(
    "text", ["", "+1:00", "+19:00", "+01:60", "@", "@Nowhere/Town", "@../etc/passwd", "Europe/Paris"]
)
def test_what_is_none_of_zones(text: str) -> None:
    assert read_zone(text) is None


def test_a_named_zone_knows_summer_and_years_beyond_python() -> None:
    paris = read_zone("@Europe/Paris")
    assert paris == Zone(name="Europe/Paris")
    assert paris is not None
    assert paris.offset_at(2026, 1, 1, 0) == 3600
    assert paris.offset_at(2026, 7, 1, 0) == 7200
    assert paris.offset_at(999_999_999, 7, 1, 0) == 7200
    assert (str(paris), str(UTC)) == ("@Europe/Paris", "Z")
