"""Which texts are timers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from c8tui.sandbox.bpmn import cron, timers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-24T18:00:00Z", True),
        ("2026-12-24T18:00Z", True),
        ("2026-12-24T18:00:00.123456789Z", True),
        ("2026-12-24T18:00:00+01:00", True),
        ("2026-12-24T18:00:00+01:00[Europe/Berlin]", True),
        ("2026-12-24T18:00:00[Europe/Berlin]", False),
        ("2026-12-24T18:00:00", False),
        ("2026-12-24T18:00:00Z[Europe/Berlin]", True),
        ("2026-12-24T18:00:00+0100", False),
        ("2028-02-29T00:00:00Z", True),
        ("2026-02-29T00:00:00Z", False),
        ("2026-12-24", False),
        ("2026-12-24 18:00:00Z", False),
        ("2026-12-24T24:00:00Z", False),
        ("2026-12-24T18:60:00Z", False),
        ("2026-12-24T18:00:00+25:00", False),
        ("0000-12-24T18:00:00Z", False),
        ("\u0662026-12-24T18:00:00Z", False),
        ("", False),
    ],
)
def test_dates(text: str, expected: bool) -> None:
    assert timers.is_date(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT15S", True),
        ("PT1.5S", True),
        ("P14D", True),
        ("P1Y2M3W4DT5H6M7S", True),
        ("-PT1H", True),
        ("P2W", True),
        ("P", False),
        ("PT", False),
        ("P1DT", False),
        ("PT1D", False),
        ("P1H", False),
        ("15", False),
        ("pt1h", False),
        ("PT1H ", False),
        ("", False),
    ],
)
def test_durations(text: str, expected: bool) -> None:
    assert timers.is_duration(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R/PT10S", True),
        ("R5/PT10S", True),
        ("R-1/PT10S", True),
        ("R3/2026-12-24T18:00:00Z/P1D", True),
        ("R3/2026-12-24T18:00:00+01:00[Europe/Berlin]/P1D", True),
        ("R3", False),
        ("R3/", False),
        ("3/PT10S", False),
        ("Rx/PT10S", False),
        ("R3/tomorrow/PT10S", False),
        ("R3/PT10S/PT10S", False),
        ("R3/PT10S/2026-12-24T18:00:00Z", False),
        ("", False),
    ],
)
def test_cycles(text: str, expected: bool) -> None:
    assert timers.is_interval_cycle(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 0 9-17 * * MON-FRI", True),
        ("0 0/15 * * * *", True),
        ("*/10 * * * * ?", True),
        ("0 0 0 1,15 JAN,jul *", True),
        ("0 0 0 L * *", True),
        ("0 0 0 L-3 * ?", True),
        ("0 0 0 15W * ?", True),
        ("0 0 0 ? * 5#2", True),
        ("0 0 0 ? * FRIL", True),
        ("0 0 0 * * 7", True),
        ("@daily", True),
        ("0 9 * * *", False),
        ("60 0 0 * * *", False),
        ("0 0 24 * * *", False),
        ("0 0 0 0 * *", False),
        ("0 0 0 1 13 *", False),
        ("0 0 0 * * 8", False),
        ("0 0 17-9 * * *", False),
        ("0 0/0 * * * *", False),
        ("? * * * * *", False),
        ("0 0 1-2-3 * * *", False),
        ("@noon", False),
        ("", False),
    ],
)
def test_cron(text: str, expected: bool) -> None:
    assert (cron.parse(text) is not None) is expected
    assert timers.is_cycle(text) is expected


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("0 0 9-17 * * MON-FRI", ["2027-01-15T17:00:00", "2027-01-18T09:00:00"]),
        ("*/20 * * * * *", ["2027-01-15T16:30:20", "2027-01-15T16:30:40", "2027-01-15T16:31:00"]),
        ("0 10/25 * * * *", ["2027-01-15T16:35:00", "2027-01-15T17:10:00"]),
        ("@daily", ["2027-01-16T00:00:00", "2027-01-17T00:00:00"]),
        ("@weekly", ["2027-01-17T00:00:00"]),
        ("0 0 0 * * 7", ["2027-01-17T00:00:00"]),
        ("0 0 0 1 JAN,jul *", ["2027-07-01T00:00:00", "2028-01-01T00:00:00"]),
        ("0 0 0 L * ?", ["2027-01-31T00:00:00", "2027-02-28T00:00:00"]),
        ("0 0 0 L-3 * ?", ["2027-01-28T00:00:00", "2027-02-25T00:00:00"]),
        ("0 0 0 LW * ?", ["2027-01-29T00:00:00", "2027-02-26T00:00:00"]),
        ("0 0 0 1W * ?", ["2027-02-01T00:00:00", "2027-03-01T00:00:00", "2027-04-01T00:00:00", "2027-05-03T00:00:00"]),
        ("0 0 0 31W * ?", ["2027-01-29T00:00:00", "2027-03-31T00:00:00"]),
        ("0 0 0 ? * 5#3", ["2027-02-19T00:00:00"]),
        ("0 0 0 ? * FRIL", ["2027-01-29T00:00:00", "2027-02-26T00:00:00"]),
        ("0 0 0 13 * FRI", ["2027-08-13T00:00:00"]),
        ("0 0 0 29 2 TUE", ["2028-02-29T00:00:00", "2056-02-29T00:00:00"]),
        ("0 0 0 30 2 *", []),
    ],
)
def test_when_a_cron_expression_is_due(text: str, moments: list[str]) -> None:
    """After Friday, 15 January 2027, 16:30:00 UTC; nothing more is expected only where nothing stands."""
    found = cron.parse(text)
    assert found is not None
    at = datetime(2027, 1, 15, 16, 30, tzinfo=UTC)
    for moment in moments:
        following = found.after(at)
        assert following == datetime.fromisoformat(moment).replace(tzinfo=UTC)
        at = following
    assert moments or found.after(at) is None
