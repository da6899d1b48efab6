"""ISO texts of dates, times and durations."""

from __future__ import annotations

import pytest

from c8tui.feel.temporal_text import read_any, read_date, read_date_time, read_duration, read_time


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-25", "-0044-03-15", "123456-01-01", "10:30:00", "10:30:00.5Z", "10:30:00+01:00", "P1D", "-P1Y2M"),
        *("PT1H2M3.5S", "2026-11-25T10:30:00", "2026-11-25T10:30:00@Europe/Paris", "10:30:00@Asia/Dhaka"),
    ],
)
def test_they_come_back_as_they_were(text: str) -> None:
    assert str(read_any(text)) == text


def test_a_fraction_may_be_empty() -> None:
    assert [str(read_duration(text)) for text in ("PT1.S", "PT0.S", "-P1DT2.S")] == ["PT1S", "PT0S", "-P1DT2S"]
    assert [read_duration(text) for text in ("PT.S", "PT.5S", "PT1.M", "P1.D")] == [None] * 4


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "+2026-01-01",
            "01234-01-01",
            "26-01-01",
            "2026-1-1",
            "1000000000-01-01",
        ),
        *(
            "24:00:01",
            "10:60:00",
            "10:30",
            "1:00:00",
            "10:30:00+5:00",
            "10:30:00@no/where",
            "10:30:00+01:00@Europe/Paris",
        ),
        *("P", "PT", "P1", "P1DT", "1D", "P1Y1D", "-", "P1.5D", "2026-11-25T", "P" + "9" * 300 + "D", "x" * 10_000),
    ],
)
def test_what_is_none(text: str) -> None:
    assert read_any(text) is None


def test_midnight_at_the_end_of_a_day() -> None:
    assert str(read_date_time("2026-12-31T24:00:00")) == "2027-01-01T00:00:00"
    assert read_date_time("2026-12-31T24:00:00.1") is None
    assert str(read_date_time("2026-12-31")) == "2026-12-31T00:00:00"
    assert (read_date("2026-12-31T00:00:00"), read_time("24:00:00")) == (None, None)
    assert str(read_duration("PT1000M")) == "PT16H40M"
