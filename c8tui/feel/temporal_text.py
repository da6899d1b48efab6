"""Reads dates, times and durations as ISO 8601 and DMN write them; None for what is none."""

from __future__ import annotations

import re

from c8tui.feel.temporal import (
    DAY,
    MAX_NANOS,
    MAX_YEAR,
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    from_ordinal,
    make_date,
)
from c8tui.feel.zones import read_zone

_DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@.+)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?",
    re.ASCII,
)
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
LONGEST = 200
"""Characters of the longest text that is read at all; none of these values needs more."""


def read_date(text: str) -> Date | None:
    """`2026-11-25`; years of four to nine digits, no plus sign, no zone."""
    found = _DATE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    year = int(found[2])
    return make_date(-year if found[1] else year, int(found[3]), int(found[4]))


def read_time(text: str) -> Time | None:
    """`10:30:00`, with a fraction and a zone: `10:30:00.5Z`, `+01:00`, `@Europe/Paris`."""
    found = _TIME.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = None
    if found[5]:
        zone = read_zone(found[5])
        if zone is None:
            return None
    return Time(hour, minute, second, _nanos(found[4]), zone)


def read_date_time(text: str) -> DateTime | None:
    """`2026-11-25T10:30:00` with what `read_time` knows; a bare date is its midnight; 24:00:00 is the next day's."""
    day, separator, rest = text.partition("T")
    date = read_date(day)
    if date is None:
        return None
    if not separator:
        return DateTime(date, Time(0, 0, 0))
    if rest.startswith("24:00:00"):
        return _next_midnight(date, rest)
    time = read_time(rest)
    return None if time is None else DateTime(date, time)


def _next_midnight(date: Date, rest: str) -> DateTime | None:
    time = read_time("00" + rest[2:])
    if time is None or time.nanos:
        return None
    following = from_ordinal(date.ordinal + 1)
    return DateTime(following, time) if abs(following.year) <= MAX_YEAR else None


def read_days_duration(text: str) -> DaysDuration | None:
    """`P1DT2H3M4.5S`; at least one part, and one behind a T. The fraction may be empty: `PT4.S`."""
    found = _DAYS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or not (found[2] or found[3]) or found[3] == "T":
        return None
    seconds = int(found[4] or 0) * 3600 + int(found[5] or 0) * 60 + int(found[6] or 0)
    nanos = int(found[2] or 0) * DAY + seconds * NANOS + _nanos(found[7])
    return DaysDuration(-nanos if found[1] else nanos) if nanos <= MAX_NANOS else None


def read_months_duration(text: str) -> MonthsDuration | None:
    """`P1Y2M`; at least one part."""
    found = _MONTHS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or not (found[2] or found[3]):
        return None
    months = int(found[2] or 0) * 12 + int(found[3] or 0)
    return MonthsDuration(-months if found[1] else months) if months <= MAX_YEAR * 12 else None


def read_duration(text: str) -> DaysDuration | MonthsDuration | None:
    """Either duration."""
    return read_months_duration(text) or read_days_duration(text)


def read_any(text: str) -> Date | Time | DateTime | DaysDuration | MonthsDuration | None:
    """What an `@` literal may say."""
    if "T" in text and not text.lstrip("-").startswith("P"):
        return read_date_time(text)
    return read_date(text) or read_time(text) or read_duration(text)


def _nanos(fraction: str | None) -> int:
    return int((fraction or "")[:9].ljust(9, "0"))
