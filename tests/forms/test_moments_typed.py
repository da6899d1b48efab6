from __future__ import annotations

from datetime import datetime

import pytest

from c8tui.forms.moments import shown, write_moment
from c8tui.forms.moments_typed import NotAMoment, read_typed, typed_in_words
from c8tui.forms.schema import DateTime
from tests.forms.opened import BERLIN, NOW


def typed(text: str, subtype: str, now: datetime = NOW) -> str:
    field = DateTime(id="d", where="", subtype=subtype, use24h=True)
    return shown(read_typed(text, field, now), field)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24.12.26", "2026-12-24"),
        ("24.12.", "2026-12-24"),
        ("24. 12.", "2026-12-24"),
        ("24.12", "2026-12-24"),
        ("1.2.", "2027-02-01"),
        ("29.2.", "2028-02-29"),
        ("24 dec", "2026-12-24"),
        ("24. December 2027", "2027-12-24"),
        ("Dec 24, 2027", "2027-12-24"),
        ("28.", "2026-11-28"),
        ("3.", "2026-12-03"),
        ("31.", "2026-12-31"),
        ("today", "2026-11-25"),
        ("now", "2026-11-25"),
        (" Tomorrow ", "2026-11-26"),
        ("yesterday", "2026-11-24"),
        ("wed", "2026-12-02"),
        ("thursday", "2026-11-26"),
        ("next mon", "2026-11-30"),
        ("+3d", "2026-11-28"),
        ("in 2 weeks", "2026-12-09"),
        ("+3 months", "2027-02-25"),
        ("in 1 y", "2027-11-25"),
        ("-1d", "2026-11-24"),
        ("2 days ago", "2026-11-23"),
        ("", ""),
    ],
)
def test_dates(text: str, day: str) -> None:
    assert typed(text, "date") == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", "09:00"),
        ("9:05", "09:05"),
        ("17.30", "17:30"),
        ("17h", "17:00"),
        ("at 17:30", "17:30"),
        ("5 pm", "17:00"),
        ("12am", "00:00"),
        ("12 p.m.", "12:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("now", "12:34"),
        ("+2h", "14:34"),
        ("in 90 min", "14:04"),
        ("1 hour ago", "11:34"),
    ],
)
def test_times(text: str, clock: str) -> None:
    assert typed(text, "time") == clock


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-24 17:30", "2026-12-24 17:30"),
        ("2026-12-24T17:30", "2026-12-24 17:30"),
        ("tomorrow 9:00", "2026-11-26 09:00"),
        ("tomorrow at 9", "2026-11-26 09:00"),
        ("fri 17", "2026-11-27 17:00"),
        ("24.12. noon", "2026-12-24 12:00"),
        ("24 dec 5 pm", "2026-12-24 17:00"),
        ("+3d 9:00", "2026-11-28 09:00"),
        ("+3d", "2026-11-28 12:34"),
        ("now", "2026-11-25 12:34"),
        ("17:00", "2026-11-25 17:00"),
        ("in 2 h", "2026-11-25 14:34"),
        ("tomorrow", "2026-11-26 17:00"),
        ("2026-12-24T17:30Z", "2026-12-24 18:30"),
    ],
)
def test_dates_with_times(text: str, moment: str) -> None:
    assert typed(text, "datetime") == moment


def test_hours_are_time_that_passes_and_days_keep_the_time_of_day() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)  # the clocks go back that night
    assert typed("+24h", "datetime", before) == "2026-10-25 11:00"
    assert typed("+1d", "datetime", before) == "2026-10-25 12:00"


@pytest.mark.parametrize(
    ("text", "subtype", "words"),
    [
        ("someday", "date", "'someday' is no date: write it as 2026-12-24"),
        ("31.4.", "date", "is no date"),
        ("2026-13-01", "date", "is no date"),
        ("40.", "date", "is no date"),
        ("24 foo", "date", "is no date"),
        ("9", "date", "is no date"),
        ("01/02", "date", "could be 1 Feb or 2 Jan"),
        ("+99999y", "date", "is no date"),
        ("in -3d", "date", "is no date"),
        ("25:00", "time", "is no time of day: hours go from 0 to 23"),
        ("13 pm", "time", "is no time of day"),
        ("tomorrow 9:00", "date", "only the date is asked for"),
        ("tomorrow 9:00", "time", "is no time of day"),
        ("tomorrow 25", "datetime", "hours go from 0 to 23"),
    ],
)
def test_refused_in_words(text: str, subtype: str, words: str) -> None:
    with pytest.raises(NotAMoment) as refused:
        typed(text, subtype)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "subtype", "words"),
    [
        ("24.12.", "date", "Thu 24 Dec 2026"),
        ("5 pm", "time", "17:00"),
        ("fri", "datetime", "Fri 27 Nov 2026 17:00 CET (no time given: 17:00)"),
        ("28.3.2027 2:30", "datetime", "Sun 28 Mar 2027 03:30 CEST (the clocks skip 02:30 that day)"),
        ("soon", "datetime", ""),
        ("", "datetime", ""),
    ],
)
def test_what_was_understood_is_said_in_full(text: str, subtype: str, words: str) -> None:
    assert typed_in_words(text, DateTime(id="d", where="", subtype=subtype), NOW) == words


@pytest.mark.parametrize(("text", "sent"), [("2:30 CEST", "+02:00"), ("2:30 CET", "+01:00"), ("2:30+01:00", "+01:00")])
def test_either_of_two_equal_local_times_can_be_meant(text: str, sent: str) -> None:
    field = DateTime(id="d", where="", subtype="datetime", time_serializing_format="utc_offset")
    moment = read_typed(f"25.10.2026 {text}", field, NOW)
    assert moment is not None
    assert write_moment(moment, field, NOW) == f"2026-10-25T02:30{sent}"
