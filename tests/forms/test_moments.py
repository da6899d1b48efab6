from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from c8tui.forms.moments import Moment, read_moment, shown, steps, write_moment
from c8tui.forms.schema import DateTime
from tests.forms.opened import NOW


def field(subtype: str, form: str = "utc_offset", **more: Any) -> DateTime:
    return DateTime(id="d", where="", subtype=subtype, time_serializing_format=form, **more)


@pytest.mark.parametrize(
    ("subtype", "form", "value", "local"),
    [
        ("date", "utc_offset", "2026-12-24", "2026-12-24"),
        ("date", "utc_offset", "2026-12-24T10:00Z", "2026-12-24"),
        ("date", "utc_offset", "2026-12-23T23:00:00.000Z", "2026-12-24"),
        ("date", "utc_offset", "2026-12-24T00:30:00+03:00[Europe/Moscow]", "2026-12-23"),
        ("date", "utc_offset", "2026-12-24T23:59:59", "2026-12-24"),
        ("time", "no_timezone", "17:30", "17:30"),
        ("time", "no_timezone", "9:05", "09:05"),
        ("time", "utc_offset", "17:30+01:00", "17:30"),
        ("time", "utc_offset", "17:30-05:00", "23:30"),
        ("time", "utc_normalized", "17:30Z", "18:30"),
        ("datetime", "no_timezone", "2026-12-24T17:30", "2026-12-24 17:30"),
        ("datetime", "utc_offset", "2026-07-01T17:30+02:00", "2026-07-01 17:30"),
        ("datetime", "utc_normalized", "2026-07-01T22:30Z", "2026-07-02 00:30"),
        ("datetime", "utc_normalized", "2026-12-24T22:30:59.123Z", "2026-12-24 23:30"),
    ],
)
def test_read_as_local_and_written_back(subtype: str, form: str, value: str, local: str) -> None:
    of = field(subtype, form, use24h=True)
    moment = read_moment(value, of, NOW)
    assert shown(moment, of) == local
    assert moment is not None
    again = write_moment(moment, of, NOW)
    assert read_moment(again, of, NOW) == moment


@pytest.mark.parametrize(
    ("subtype", "form", "text"),
    [
        ("date", "utc_offset", "2026-07-24"),
        ("time", "no_timezone", "09:05"),
        ("time", "utc_offset", "09:05+01:00"),
        ("time", "utc_normalized", "08:05Z"),
        ("datetime", "no_timezone", "2026-07-24T09:05"),
        ("datetime", "utc_offset", "2026-07-24T09:05+02:00"),
        ("datetime", "utc_normalized", "2026-07-24T07:05Z"),
    ],
)
def test_written_with_the_offset_of_its_own_day(subtype: str, form: str, text: str) -> None:
    assert write_moment(Moment(date(2026, 7, 24), time(9, 5)), field(subtype, form), NOW) == text


def test_a_year_of_three_digits_keeps_its_zero() -> None:
    assert (
        write_moment(Moment(date(987, 1, 2), time(3, 4)), field("datetime", "no_timezone"), NOW) == "0987-01-02T03:04"
    )


@pytest.mark.parametrize("subtype", ["date", "time", "datetime"])
@pytest.mark.parametrize("value", ["", "x", None, 5, "2026-13-01", "25:00", "2026-02-30T10:00"])
def test_anything_else_is_none(subtype: str, value: object) -> None:
    assert read_moment(value, field(subtype), NOW) is None


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_beyond_the_calendar_of_the_person_it_is_that_of_whoever_wrote_it(text: str) -> None:
    moment = read_moment(text, field("datetime"), NOW)
    assert moment is not None
    assert str(moment.date) == text[:10]


def test_shown_in_halves_of_the_day() -> None:
    assert shown(Moment(None, time(17, 30)), field("time")) == "05:30 PM"
    assert shown(None, field("time")) == ""


def test_steps_of_a_picker() -> None:
    assert steps(field("time", time_interval=360)) == [time(0), time(6), time(12), time(18)]
    assert len(steps(field("time", time_interval=0))) == 1440
