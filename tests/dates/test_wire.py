"""Dates as servers write them, at every end of the calendar and in every zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from time import tzset
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.dates.local import LOCAL, at, day_in_words, editable, in_words, is_repeated
from c8tui.dates.wire import in_zone, read_instant

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-24T12:00:00Z", NOON),
        ("2026-11-24t12:00:00z", NOON),
        ("2026-11-24 12:00:00Z", NOON),
        ("2026-11-24T12:00Z", NOON),
        ("2026-11-24T13:00:00+01:00", NOON),
        ("2026-11-24T13:00:00+0100", NOON),
        ("2026-11-24T13:00:00+01", NOON),
        ("2026-11-24T13:00:00+01:00[Europe/Berlin]", NOON),
        ("2026-11-24T13:00:00[Europe/Berlin]", NOON),
        ("2026-11-24T12:00:00", NOON),
        ("2026-11-24", NOON.replace(hour=0)),
        ("2026-11-24T12:00:00.123456789Z", NOON.replace(microsecond=123456)),
        ("2026-11-24T12:00:00.5Z", NOON.replace(microsecond=500000)),
        ("2026-06-30T23:59:60Z", datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
    ],
)
def test_what_names_a_moment(text: str, moment: datetime) -> None:
    assert read_instant(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2026-13-01T00:00:00Z", "2026-02-30", "2026-11-24T25:00:00Z", "2026-11-24T12:00:61Z",
        "0000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "1800000000000", "20261124",
        "2026-11-24T12:00:00+25:00", "2026-11-24T12:00:00[Nowhere/Land]", "2026-11-24T12:00:00[Europe]",
        "2026-11-24T12:00:00[../../etc/passwd]", "٢٠٢٦-11-24",
    ],
)  # fmt: skip
def test_what_names_none(text: str) -> None:
    assert read_instant(text) is None


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "America/Los_Angeles", "Europe/Berlin", "UTC"])
@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=14))])))
def test_every_moment_has_a_place_in_every_zone(zone: str, moment: datetime) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        tzset()
        assert in_zone(moment) - moment == timedelta(0)  # == is never so of a time that comes twice
        assert f"{in_zone(moment):%d %b %H:%M %Z}"
    tzset()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_beyond_the_calendar_it_is_told_in_utc(monkeypatch: pytest.MonkeyPatch, zone: str, text: str) -> None:
    monkeypatch.setenv("TZ", zone)
    tzset()
    moment = read_instant(text)
    assert moment is not None
    local = in_zone(moment)
    assert local - moment == timedelta(0)
    outside = (zone, text[0]) in {("Pacific/Kiritimati", "9"), ("America/Los_Angeles", "0")}
    assert (local.tzinfo is UTC) is outside


# The zone of this machine against that of the zone database, and local times around changes of the clocks.


BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))


@given(MOMENTS)
def test_it_agrees_with_the_zone_database(moment: datetime) -> None:
    mine, known = moment.astimezone(LOCAL), moment.astimezone(BERLIN)
    assert mine.replace(tzinfo=None) == known.replace(tzinfo=None)
    assert (mine.fold, mine.utcoffset(), mine.tzname(), mine.dst()) == (
        known.fold, known.utcoffset(), known.tzname(), known.dst(),
    )  # fmt: skip
    assert mine.astimezone(UTC) == moment


@pytest.mark.parametrize("moment", [datetime.min, datetime.max, datetime(1850, 1, 1)])
def test_the_ends_of_the_calendar_have_an_offset_too(moment: datetime) -> None:
    assert moment.replace(tzinfo=LOCAL).utcoffset() is not None
    assert isinstance(moment.replace(tzinfo=LOCAL).tzname(), str)


@pytest.mark.parametrize("zone", [LOCAL, BERLIN])
class TestClocksThatChange:
    def test_a_time_that_is_skipped_becomes_later(self, zone: ZoneInfo) -> None:
        when, remark = at(date(2027, 3, 28), time(2, 30), zone)
        assert when.isoformat() == "2027-03-28T03:30:00+02:00"
        assert remark == "the clocks skip 02:30 that day"

    def test_of_one_that_comes_twice_the_first_is_meant(self, zone: ZoneInfo) -> None:
        when, remark = at(date(2026, 10, 25), time(2, 30), zone)
        assert (when.isoformat(), is_repeated(when)) == ("2026-10-25T02:30:00+02:00", True)
        assert remark == "02:30 comes twice that day: the first"

    def test_or_the_second_where_that_is_said(self, zone: ZoneInfo) -> None:
        when, remark = at(date(2026, 10, 25), time(2, 30, fold=1), zone)
        assert when.isoformat() == "2026-10-25T02:30:00+01:00"
        assert remark.endswith("the second")

    def test_any_other_has_nothing_to_it(self, zone: ZoneInfo) -> None:
        when, remark = at(date(2026, 10, 25), time(3), zone)
        assert (when.isoformat(), remark, is_repeated(when)) == ("2026-10-25T03:00:00+01:00", "", False)

    def test_in_words_and_as_it_is_edited(self, zone: ZoneInfo) -> None:
        when = at(date(2026, 10, 5), time(9, 5, 7), zone)[0]
        assert (in_words(when), editable(when)) == ("Mon 5 Oct 2026 09:05:07 CEST", "2026-10-05 09:05:07")
        twice = at(date(2026, 10, 25), time(2, 30, fold=1), zone)[0]
        assert (in_words(twice), editable(twice)) == ("Sun 25 Oct 2026 02:30 CET", "2026-10-25 02:30+0100")


def test_a_day_in_words() -> None:
    assert day_in_words(date(2026, 12, 24)) == "Thu 24 Dec 2026"
    assert day_in_words(date(1, 1, 1)) == "Mon 1 Jan 0001"
