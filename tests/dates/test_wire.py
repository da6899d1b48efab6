"""Dates as servers write them, at every end of the calendar and in every zone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        time.tzset()
        assert in_zone(moment) - moment == timedelta(0)  # == is never so of a time that comes twice
        assert f"{in_zone(moment):%d %b %H:%M %Z}"
    time.tzset()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_beyond_the_calendar_it_is_told_in_utc(monkeypatch: pytest.MonkeyPatch, zone: str, text: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    moment = read_instant(text)
    assert moment is not None
    local = in_zone(moment)
    assert local - moment == timedelta(0)
    outside = (zone, text[0]) in {("Pacific/Kiritimati", "9"), ("America/Los_Angeles", "0")}
    assert (local.tzinfo is UTC) is outside
