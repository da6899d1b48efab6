"""The zone of this machine against that of the zone database, and local times around changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.dates.local import LOCAL, at, day_in_words, editable, in_words, is_repeated

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
