"""Dates as people type and read them, in a zone whose clocks change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.session.dates import NotADate, absolute, date_in_words, due_words, read_date, span


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A zone whose clocks go back on 25 October 2026 at 03:00."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def at(text: str) -> datetime:
    """A moment of this machine's zone, with the offset that it has then."""
    return datetime.fromisoformat(text).astimezone()


THURSDAY = "2026-10-22 09:30"
"""Three days before the clocks change."""


class TestTyped:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("2026-12-24", "2026-12-24T17:00:00+01:00"),
            ("20261224", "2026-12-24T17:00:00+01:00"),
            ("2026-12-24 08:15", "2026-12-24T08:15:00+01:00"),
            ("2026-12-24T08:15", "2026-12-24T08:15:00+01:00"),
            ("2026-07-01 08:15:30", "2026-07-01T08:15:30+02:00"),
            ("2026-12-24t08:15:00z", "2026-12-24T08:15:00+00:00"),
            ("2026-12-24T08:15-05:00", "2026-12-24T08:15:00-05:00"),
            ("17:45", "2026-10-22T17:45:00+02:00"),
            ("7:05", "2026-10-22T07:05:00+02:00"),
            ("today", "2026-10-22T17:00:00+02:00"),
            ("Tomorrow", "2026-10-23T17:00:00+02:00"),
            ("  fri ", "2026-10-23T17:00:00+02:00"),
            ("thu", "2026-10-29T17:00:00+01:00"),
            ("wednesday", "2026-10-28T17:00:00+01:00"),
            ("+90m", "2026-10-22T11:00:00+02:00"),
            ("+2h", "2026-10-22T11:30:00+02:00"),
            ("+1 d", "2026-10-23T09:30:00+02:00"),
            ("+2w", "2026-11-05T09:30:00+01:00"),
        ],
    )
    def test_every_form(self, typed: str, meant: str) -> None:
        assert read_date(typed, at(THURSDAY)) == meant

    def test_nothing_typed_clears(self) -> None:
        assert read_date("", at(THURSDAY)) == read_date("  ", at(THURSDAY)) == ""

    def test_hours_pass_and_days_keep_their_time_where_the_clocks_change(self) -> None:
        saturday = at("2026-10-24 12:00")
        assert read_date("+24h", saturday) == "2026-10-25T11:00:00+01:00"
        assert read_date("+1d", saturday) == "2026-10-25T12:00:00+01:00"
        assert read_date("sun", saturday) == "2026-10-25T17:00:00+01:00"
        assert read_date("2026-10-26", saturday) == "2026-10-26T17:00:00+01:00"

    def test_now_may_come_in_any_zone(self) -> None:
        """Late in the evening of UTC it is the next day in Berlin already."""
        assert read_date("today", datetime(2026, 10, 22, 23, 0, tzinfo=UTC)) == "2026-10-23T17:00:00+02:00"

    @pytest.mark.parametrize(
        "typed",
        ["soon", "wedding", "monkey", "fr", "+3", "10000-01-01", "24.12.10000", "\x1b[2J"],
    )  # fmt: skip
    def test_what_is_no_date(self, typed: str) -> None:
        with pytest.raises(NotADate) as refused:
            read_date(typed, at(THURSDAY))
        assert refused.value.detail.startswith(f"{typed!r} is no date: write it as 2026-12-24, ")

    def test_what_cannot_be_says_why(self) -> None:
        with pytest.raises(NotADate) as refused:
            read_date("2026-02-30", at(THURSDAY))
        assert refused.value.detail == "'2026-02-30' is no date: February 2026 has 28 days"

    def test_it_is_said_in_full_and_so_is_the_hour_that_was_assumed(self) -> None:
        assert date_in_words("fri", at(THURSDAY)) == "Fri 23 Oct 2026 17:00 CEST (no time given: 17:00)"
        assert date_in_words("26.10. 9:00", at(THURSDAY)) == "Mon 26 Oct 2026 09:00 CET"
        assert date_in_words("", at(THURSDAY)) == date_in_words("soon", at(THURSDAY)) == ""

    def test_beyond_the_last_year(self) -> None:
        with pytest.raises(NotADate):
            read_date("+99999w", at("9000-01-01 12:00"))

    @given(st.text(max_size=20))
    def test_anything_typed_is_a_moment_or_refused(self, typed: str) -> None:
        try:
            read = read_date(typed, at(THURSDAY))
        except NotADate:
            return
        assert (read == "") == (not typed.strip())
        assert read == "" or datetime.fromisoformat(read).tzinfo is not None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (59.9, "59 s"), (60, "1 m"), (3_599, "59 m"), (3_600, "1 h"), (86_399, "23 h"), (86_400, "1 d"),
        (400 * 86_400, "400 d"), (-7_200, "2 h"),
    ],
)  # fmt: skip
def test_a_span_is_told_in_its_largest_unit(seconds: float, words: str) -> None:
    assert span(seconds) == words


class TestDueWords:
    @pytest.mark.parametrize(
        ("after", "words"),
        [
            (timedelta(seconds=-1), "overdue 1 s"),
            (timedelta(minutes=-90), "overdue 1 h"),
            (timedelta(days=-3), "overdue 3 d"),
            (timedelta(0), "in 0 s"),
            (timedelta(hours=3, seconds=-1), "in 2 h"),
            (timedelta(hours=3), "today 12:30"),
            (timedelta(hours=14, minutes=29), "today 23:59"),
            (timedelta(hours=14, minutes=30), "Fri 00:00"),
        ],
    )
    def test_around_its_boundaries(self, after: timedelta, words: str) -> None:
        now = at(THURSDAY)
        assert due_words((now + after).isoformat(), now) == words

    @pytest.mark.parametrize(
        ("when", "words"),
        [
            ("2026-10-28 23:59", "Wed 23:59"),
            ("2026-10-29 00:00", "29 Oct"),
            ("2026-12-31 23:59", "31 Dec"),
            ("2027-01-01 00:00", "1 Jan 2027"),
        ],
    )
    def test_a_week_and_a_year_ahead(self, when: str, words: str) -> None:
        assert due_words(at(when).isoformat(), at(THURSDAY)) == words

    def test_the_time_of_day_is_that_of_then(self) -> None:
        """Now is summer time and Monday is not: 17:00 in the details must be 17:00 in the list."""
        monday = at("2026-10-26 17:00")
        assert due_words(monday.isoformat(), at(THURSDAY)) == "Mon 17:00"
        assert absolute(monday) == "26 Oct 2026 17:00 CET"

    def test_midnight_is_that_of_this_machine(self) -> None:
        assert due_words("2026-10-22T23:00:00Z", at(THURSDAY)) == "Fri 01:00"

    def test_none(self) -> None:
        assert due_words(None, at(THURSDAY)) == "-"


def test_a_moment_in_full() -> None:
    assert absolute(datetime(2026, 7, 1, 15, 0, tzinfo=UTC)) == "01 Jul 2026 17:00 CEST"
    assert absolute(None) == "-"
