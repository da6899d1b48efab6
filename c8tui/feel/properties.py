"""What stands behind a dot: members of contexts, and the parts of dates, times, durations and ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from c8tui.feel.temporal import DAY, NANOS, Date, DateTime, DaysDuration, MonthsDuration, Time
from c8tui.feel.values import Range, Value

MISSING = object()


def property_of(value: Value, name: str) -> Any:
    """The value of the property, or `MISSING`."""
    if isinstance(value, dict):
        return value.get(name, MISSING)
    read = _PARTS.get((type(value), name))
    if read is None:
        return MISSING
    found = read(value)
    return Decimal(found) if type(found) is int else found


def _offset(value: Time | DateTime) -> DaysDuration | None:
    offset = value.offset
    return None if offset is None else DaysDuration(offset * NANOS)


def _zone_name(value: Time | DateTime) -> str | None:
    zone = value.zone if isinstance(value, Time) else value.time.zone
    return None if zone is None else zone.name


def _toward_zero(value: int, unit: int) -> int:
    return value // unit if value >= 0 else -(-value // unit)


def _remainder(value: int, unit: int) -> int:
    return value % unit if value >= 0 else -(-value % unit)


def _clock(part: int, unit: int) -> Callable[[DaysDuration], int]:
    return lambda value: _toward_zero(_remainder(value.nanos, part), unit)


_PARTS: dict[tuple[type, str], Callable[[Any], Any]] = {
    (Date, "year"): lambda value: value.year,
    (Date, "month"): lambda value: value.month,
    (Date, "day"): lambda value: value.day,
    (Date, "weekday"): lambda value: value.weekday,
    (DateTime, "year"): lambda value: value.date.year,
    (DateTime, "month"): lambda value: value.date.month,
    (DateTime, "day"): lambda value: value.date.day,
    (DateTime, "weekday"): lambda value: value.date.weekday,
    (DateTime, "hour"): lambda value: value.time.hour,
    (DateTime, "minute"): lambda value: value.time.minute,
    (DateTime, "second"): lambda value: value.time.second,
    (DateTime, "time offset"): _offset,
    (DateTime, "timezone"): _zone_name,
    (Time, "hour"): lambda value: value.hour,
    (Time, "minute"): lambda value: value.minute,
    (Time, "second"): lambda value: value.second,
    (Time, "time offset"): _offset,
    (Time, "timezone"): _zone_name,
    (DaysDuration, "days"): lambda value: _toward_zero(value.nanos, DAY),
    (DaysDuration, "hours"): _clock(DAY, 3600 * NANOS),
    (DaysDuration, "minutes"): _clock(3600 * NANOS, 60 * NANOS),
    (DaysDuration, "seconds"): _clock(60 * NANOS, NANOS),
    (MonthsDuration, "years"): lambda value: _toward_zero(value.months, 12),
    (MonthsDuration, "months"): lambda value: _remainder(value.months, 12),
    (Range, "start"): lambda value: value.low,
    (Range, "end"): lambda value: value.high,
    (Range, "start included"): lambda value: value.low_included,
    (Range, "end included"): lambda value: value.high_included,
}
