"""Days, weeks and months, on a Wednesday."""

from __future__ import annotations

from datetime import date

import pytest

from c8tui.dates.days import Days, Impossible, after, months_on, read_days, weekday_of

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-25"), ("tomorrow", "2026-11-26"), ("yesterday", "2026-11-24"),
        ("fri", "2026-11-27"), ("friday", "2026-11-27"), ("next fri", "2026-11-27"), ("on friday", "2026-11-27"),
        ("last fri", "2026-11-20"), ("wed", "2026-12-02"), ("last wed", "2026-11-18"), ("this mon", "2026-11-23"),
        ("2026-12-24", "2026-12-24"), ("2026-1-2", "2026-01-02"), ("2026/12/24", "2026-12-24"),
        ("20261224", "2026-12-24"), ("2026-w52-4", "2026-12-24"),
        ("24.12.", "2026-12-24"), ("24. 12.", "2026-12-24"), ("24.12", "2026-12-24"), ("24.12.26", "2026-12-24"),
        ("24.12.2027", "2027-12-24"), ("24.11.", "2027-11-24"), ("25.11.", "2026-11-25"), ("29.2.", "2028-02-29"),
        ("24.", "2026-12-24"), ("25.", "2026-11-25"), ("31.", "2026-12-31"),
        ("24 dec", "2026-12-24"), ("dec 24", "2026-12-24"), ("24. december 2027", "2027-12-24"),
        ("24th dec", "2026-12-24"), ("dec 1st", "2026-12-01"), ("24dec", "2026-12-24"), ("sept 3", "2027-09-03"),
        ("thu 24 dec 2026", "2026-12-24"), ("thursday 24.12.", "2026-12-24"),
        ("24/12", "2026-12-24"), ("12/24/2026", "2026-12-24"), ("5/5", "2027-05-05"), ("24-12-2026", "2026-12-24"),
    ],
)  # fmt: skip
def test_days(text: str, day: str) -> None:
    assert read_days(text, TODAY) == Days(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "first", "behind"),
    [
        ("this week", "2026-11-23", "2026-11-30"),
        ("next week", "2026-11-30", "2026-12-07"),
        ("2026-w53", "2026-12-28", "2027-01-04"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("dec 2026", "2026-12-01", "2027-01-01"),
        ("2027-02", "2027-02-01", "2027-03-01"),
    ],
)
def test_weeks_and_months(text: str, first: str, behind: str) -> None:
    found = read_days(text, TODAY)
    assert found is not None
    assert (found.first.isoformat(), found.behind.isoformat()) == (first, behind)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31.2.", "is no date: February 2026 has 28 days"),
        ("31 apr 2027", "is no date: April 2027 has 30 days"),
        ("2026-02-29", "is no date: February 2026 has 28 days"),
        ("2026-13-01", "is no date: months go from 1 to 12"),
        ("0000-01-01", "is no date: years go from 1 to 9999"),
        ("40.", "is no date: days of a month go from 1 to 31"),
        ("13/13", "is no date: months go from 1 to 12"),
        ("2025-w53", "is no date: invalid week: 53"),
        ("fri 24 dec 2026", "is no date: that day in 2026 is a Thursday"),
        ("01/02", "could be 1 Feb or 2 Jan: write the month in letters"),
        ("03-04-2026", "could be 3 Apr or 4 Mar: write the month in letters"),
    ],
)
def test_days_that_there_are_none_of_and_what_could_be_two(text: str, why: str) -> None:
    with pytest.raises(Impossible) as impossible:
        read_days(text, TODAY)
    assert str(impossible.value) == why


@pytest.mark.parametrize("text", ["", "soon", "wedding", "mo", "24 foo", "foo 24", "may", "24.12.10000", "٢٤.١٢."])
def test_what_has_not_the_shape_of_a_day(text: str) -> None:
    assert read_days(text, TODAY) is None


def test_days_from_today() -> None:
    assert after("+3d", TODAY) == after("in 3 days", TODAY) == Days(date(2026, 11, 28))
    assert after("in 2 weeks", TODAY) == Days(date(2026, 12, 9))
    assert after("3d", TODAY) is None


def test_months_keep_their_day_where_they_can() -> None:
    assert months_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_on(date(2026, 12, 5), -12) == date(2025, 12, 5)
    with pytest.raises(OverflowError):
        months_on(date(9999, 12, 1), 1)


def test_weekdays() -> None:
    assert [weekday_of(name) for name in ("mon", "thurs", "sunday", "su", "monkey")] == [0, 3, 6, None, None]
