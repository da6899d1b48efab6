"""Times of day, offsets and lengths of time."""

from __future__ import annotations

from datetime import UTC, time, timedelta

import pytest

from c8tui.dates.days import Impossible
from c8tui.dates.times import Offset, Shift, read_clock_words, read_offset, read_shift, split_shift


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", time(9)), ("at 9", time(9)), ("17:30", time(17, 30)), ("17.30", time(17, 30)), ("17h", time(17)),
        ("17h30", time(17, 30)), ("9 o'clock", time(9)), ("9am", time(9)), ("9:30 pm", time(21, 30)),
        ("12am", time(0)), ("12 p.m.", time(12)), ("noon", time(12)), ("midnight", time(0)), ("eod", time(17)),
        ("23:59:59", time(23, 59, 59)), ("14:30:15.123", time(14, 30, 15)),
    ],
)  # fmt: skip
def test_times_of_day(text: str, clock: time) -> None:
    found = read_clock_words(text)
    assert found is not None
    assert found.at == clock


@pytest.mark.parametrize("text", ["25:00", "24:00", "12:60", "13 pm", "0 am", "12:00:61", "99"])
def test_times_that_there_are_none_of(text: str) -> None:
    with pytest.raises(Impossible, match="is no time of day: "):
        read_clock_words(text)


@pytest.mark.parametrize("text", ["", "soon", "123", "9:5", "12.1", "-9", "٩"])
def test_what_has_not_the_shape_of_one(text: str) -> None:
    assert read_clock_words(text) is None


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("+3d", Shift(1, ((3, "days"),))),
        ("in 2 h", Shift(1, ((2, "hours"),))),
        ("2h", Shift(1, ((2, "hours"),))),
        ("3 days", Shift(1, ((3, "days"),))),
        ("-90m", Shift(-1, ((90, "minutes"),))),
        ("2 weeks ago", Shift(-1, ((2, "weeks"),))),
        ("3 months from now", Shift(1, ((3, "months"),))),
        ("2h30m", Shift(1, ((2, "hours"), (30, "minutes")))),
        ("in 2 h 30 min", Shift(1, ((2, "hours"), (30, "minutes")))),
        ("in -3d", None), ("+3", None), ("+2 days ago", None), ("3dd", None), ("h", None),
    ],
)  # fmt: skip
def test_lengths_of_time(text: str, shift: Shift | None) -> None:
    assert read_shift(text) == shift


def test_what_could_be_an_hour_of_the_day_is_asked_back() -> None:
    with pytest.raises(Impossible, match=r"could be 14:00 or in 14 hours: write 14:00 or \+14h"):
        read_shift("14h")
    assert read_shift("+14h") == Shift(1, ((14, "hours"),))
    assert read_shift("48h") == Shift(1, ((48, "hours"),))


def test_what_is_added_behind() -> None:
    assert split_shift("now") == ("now", [])
    assert split_shift("2026-12-24") == ("2026-12-24", [])
    assert split_shift("today - 7 d") == ("today", [Shift(-1, ((7, "days"),))])
    assert split_shift("now+1d-2h") == ("now", [Shift(1, ((1, "days"),)), Shift(-1, ((2, "hours"),))])


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("17:00z", Offset("17:00", UTC)),
        ("17:00 utc", Offset("17:00", UTC)),
        ("17:00+01:00", Offset("17:00", timedelta(hours=1))),
        ("17:00 -0530", Offset("17:00", -timedelta(hours=5, minutes=30))),
        ("5 pm +02", Offset("5 pm", timedelta(hours=2))),
        ("17:00 cet", Offset("17:00", "cet")),
        ("2026-12-24", None), ("24 foo", None), ("2026-12-24 +01:00", None),
    ],
)  # fmt: skip
def test_offsets_and_names_of_zones(text: str, offset: Offset | None) -> None:
    assert read_offset(text) == offset


def test_no_offset_is_longer_than_a_day() -> None:
    with pytest.raises(Impossible, match="no zone's"):
        read_offset("17:00+24:00")
