"""Hours of the week: how they are typed, and which moments are in them, over midnight and changes of the clocks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from c8tui.dates.days import Impossible
from c8tui.dates.quiet_hours import read_weekly_hours

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=BERLIN)


MON, WED, FRI, SAT, SUN = 4, 6, 8, 9, 10


@pytest.mark.parametrize(
    ("typed", "inside", "outside"),
    [
        ("18:00-08:00", [at(WED, 18), at(WED, 23, 59), at(WED, 0), at(WED, 7, 59)], [at(WED, 8), at(WED, 17, 59)]),
        ("12:00-13:00", [at(SAT, 12), at(SAT, 12, 59)], [at(SAT, 11, 59), at(SAT, 13)]),
        ("sat, sun", [at(SAT, 0), at(SUN, 23, 59)], [at(FRI, 23, 59), at(MON, 0)]),
        ("Sat - Sunday", [at(SAT, 0), at(SUN, 23, 59)], [at(FRI, 23, 59), at(MON, 0)]),
        ("fri-mon", [at(FRI, 1), at(SAT, 1), at(SUN, 1), at(MON, 1)], [at(WED, 1)]),
        ("fri 18:00-08:00", [at(FRI, 18), at(SAT, 7, 59)], [at(FRI, 7), at(SAT, 18), at(SAT, 8)]),
        ("sun 22:00-06:00", [at(SUN, 22), at(MON, 5)], [at(SUN, 5), at(MON, 22)]),
        ("18:00-08:00, sat, sun", [at(MON, 7), at(SAT, 12), at(SUN, 12)], [at(MON, 9), at(FRI, 9)]),
        (
            "mon-fri 18:00-08:00, sat, sun",
            [at(MON, 19), at(SAT, 12), at(SUN, 12)],
            [at(MON, 9), at(MON, 7), at(FRI, 9)],
        ),
        ("6 pm to 8 am", [at(WED, 18), at(WED, 7)], [at(WED, 12)]),
        ("20:00-24:00", [at(WED, 20), at(WED, 23, 59)], [at(WED, 0), at(WED, 19)]),
        ("20:00-midnight", [at(WED, 23, 59)], [at(WED, 0)]),
        ("00:00-24:00", [at(WED, 0), at(WED, 12), at(WED, 23, 59)], []),
        ("noon-2 pm", [at(WED, 13)], [at(WED, 14), at(WED, 11)]),
    ],
)
def test_what_is_in_them(typed: str, inside: list[datetime], outside: list[datetime]) -> None:
    hours = read_weekly_hours(typed)
    assert [when for when in inside if not hours.holds(when)] == []
    assert [when for when in outside if hours.holds(when)] == []


def test_they_are_those_of_the_wall_when_the_clocks_change() -> None:
    hours = read_weekly_hours("01:00-03:00")
    assert hours.holds(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN))
    assert hours.holds(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1))
    assert not hours.holds(datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("25:00", "has no begin and end"),
        ("25:00-08:00", "hours go from 0 to 23"),
        ("18:00-08:60", "minutes and seconds go from 0 to 59"),
        ("08:00-08:00", "begins and ends at the same time"),
        ("24:00-08:00", "hours go from 0 to 23"),
        ("18:00-08:00-09:00", "has no begin and end"),
        ("mon-xyz 10-11", "has 'xyz' for a weekday"),
        ("night", "has no begin and end"),
        ("18:00-late", "has 'late' for a time of day"),
        ("18:00-08:00,", "before or behind a comma"),
        (" ", "names no hours"),
        ("18:00-08:00, " * 50, "is too long"),
    ],
)
def test_what_is_none_is_told(typed: str, why: str) -> None:
    with pytest.raises(Impossible, match=why):
        read_weekly_hours(typed)
