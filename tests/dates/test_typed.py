"""What people type, each way that it may be asked for; nothing that is typed does more than be refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.dates.local import LOCAL, in_words
from c8tui.dates.typed import NotADate, read_clock, read_day, read_moment, read_span, span_words

NOW = datetime(2026, 11, 25, 12, 34, 56, tzinfo=LOCAL)
PIECES = (
    *("now", "today", "tomorrow", "fri", "next", "week", "24.12.", "24", "dec", "2026", "2026-12-24", "31.2.", "01/02"),
    *(
        "9",
        "9:00",
        "25:00",
        "pm",
        "noon",
        "midnight",
        "2:30",
        "+3d",
        "-",
        "+",
        "in",
        "2 h",
        "99999999",
        "d",
        "ago",
        "y",
    ),
    *(
        "z",
        "cet",
        "+01:00",
        "-24:00",
        "t",
        "9999-12-31",
        "0001-01-01",
        "w53",
        "28.3.2027",
        "25.10.2026",
        "\x00",
        "²",
        ",",
    ),
)
TYPED = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tomorrow 9:00", "Thu 26 Nov 2026 09:00 CET"),
        ("9:00 tomorrow", "Thu 26 Nov 2026 09:00 CET"),
        ("24.12.", "Thu 24 Dec 2026 17:00 CET (no time given: 17:00)"),
        ("24 dec", "Thu 24 Dec 2026 17:00 CET (no time given: 17:00)"),
        ("1 july 2027 9am", "Thu 1 Jul 2027 09:00 CEST"),
        ("24.12.2026 14:30", "Thu 24 Dec 2026 14:30 CET"),
        ("2026-12-24T14:30Z", "Thu 24 Dec 2026 15:30 CET"),
        ("2026-12-24T14:30:15.123-05:00", "Thu 24 Dec 2026 20:30:15 CET"),
        ("20261224T0815", "Thu 24 Dec 2026 08:15 CET"),
        ("noon", "Wed 25 Nov 2026 12:00 CET"),
        ("midnight", "Thu 26 Nov 2026 00:00 CET"),
        ("in 2 h", "Wed 25 Nov 2026 14:34:56 CET"),
        ("2h", "Wed 25 Nov 2026 14:34:56 CET"),
        ("+3d", "Sat 28 Nov 2026 12:34:56 CET"),
        ("in 3 days 9:00", "Sat 28 Nov 2026 09:00 CET"),
        ("now", "Wed 25 Nov 2026 12:34:56 CET"),
        ("now+2d", "Fri 27 Nov 2026 12:34:56 CET"),
        ("now-90m", "Wed 25 Nov 2026 11:04:56 CET"),
        ("fri 17h", "Fri 27 Nov 2026 17:00 CET"),
        ("fri 17", "Fri 27 Nov 2026 17:00 CET"),
        ("fri+1w", "Fri 4 Dec 2026 17:00 CET (no time given: 17:00)"),
        ("next week", "Mon 30 Nov 2026 17:00 CET (no time given: 17:00)"),
        ("28.3.2027 2:30", "Sun 28 Mar 2027 03:30 CEST (the clocks skip 02:30 that day)"),
        ("25.10.2026 2:30", "Sun 25 Oct 2026 02:30 CEST (02:30 comes twice that day: the first)"),
        ("25.10.2026 2:30 CET", "Sun 25 Oct 2026 02:30 CET"),
    ],
)
def test_moments(text: str, words: str) -> None:
    assert read_moment(text, NOW).words(LOCAL) == words


def test_days_alone() -> None:
    assert read_day("fri", NOW) == date(2026, 11, 27)
    assert read_day("24.12", NOW) == date(2026, 12, 24)
    assert read_day("2026-12-24T23:30Z", NOW) == date(2026, 12, 25)
    assert read_day("now", NOW) == read_day("2h", NOW) == NOW.date()


def test_times_alone() -> None:
    assert read_clock("12.10", NOW) == time(12, 10)
    assert read_clock("17h", NOW) == time(17)
    assert read_clock("+2h", NOW) == time(14, 34)
    assert read_clock("14:00z", NOW) == time(15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("today", "Wed 25 Nov 2026"),
        ("today+2d", "Fri 27 Nov 2026"),
        ("this week", "Mon 23 Nov 2026 to Sun 29 Nov 2026"),
        ("next week-1w", "Mon 23 Nov 2026 to Sun 29 Nov 2026"),
        ("28.3.2027", "Sun 28 Mar 2027"),
        ("now+2d", "Fri 27 Nov 2026 12:34:56 CET"),
        ("tomorrow 9:00", "Thu 26 Nov 2026 09:00 CET"),
    ],
)
def test_spans(text: str, words: str) -> None:
    assert span_words(*read_span(text, NOW)) == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "'soon' is no date: write it as 2026-12-24, "),
        ("01/02", "'01/02' could be 1 Feb or 2 Jan"),
        ("12.10", "'12.10' could be Tue 12 Oct 2027 or 12:10: write 12.10. or 12:10"),
        ("14h", "'14h' could be 14:00 or in 14 hours"),
        ("31.2. 9:00", "'31.2. 9:00' is no date: February 2026 has 28 days"),
        ("tomorrow 25:00", "'tomorrow 25:00' is no time of day: hours go from 0 to 23"),
        ("24.12.10000", "'24.12.10000' is no date"),
        ("+99999999d", "'+99999999d' is no date: years go from 1 to 9999"),
        ("1899-12-31 9:00", "'1899-12-31 9:00' is no date: years go from 1900 to 9999"),
        ("17:00 PST", "'17:00 PST' has a zone that is not yours then"),
        ("x" * 200, "'" + "x" * 99 + "…' is no date"),
    ],
)
def test_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(NotADate) as refused:
        read_moment(text, NOW)
    assert str(refused.value).startswith(why)


@given(TYPED, st.sampled_from([NOW, datetime(9999, 12, 31, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]))
def test_anything_is_read_or_refused(text: str, now: datetime) -> None:
    for read in (read_day, read_clock, read_moment, read_span):
        try:
            found = read(text, now)
        except NotADate:
            continue
        if isinstance(found, tuple):
            assert found[0].astimezone(UTC) <= found[1].astimezone(UTC)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)))
def test_what_is_shown_back_is_read_again(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert read_moment(in_words(whole.astimezone(LOCAL)), NOW).when.astimezone(UTC) == whole


@given(st.dates(date(2026, 11, 25), date(2027, 11, 24)))
def test_a_day_without_a_year_is_the_next_that_comes(day: date) -> None:
    ways = (f"{day.day}.{day.month}.", f"{day:%-d %b}", f"{day:%B %-d}", day.isoformat(), f"{day:%a %-d %b %Y}")
    assert {read_day(text, NOW) for text in ways} == {day}
