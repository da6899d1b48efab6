"""Between values of FEEL and those of Python: numbers, dates, times, durations, collections; in and out again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from c8tui.feel import numbers
from c8tui.feel.temporal import DAY, NANOS, Date, DateTime, DaysDuration, Time
from c8tui.feel.values import DEEPEST, KINDS, Value
from c8tui.feel.zones import UTC, Zone

_SAME = frozenset(KINDS) - {Decimal, list, dict}
"""Python types whose values are FEEL's as they are."""


def to_feel(value: object, depth: int = 0) -> Value:
    """A FEEL value from a Python one; idempotent.

    int, float, Decimal and Fraction become numbers, those that are infinite or not a number null; `datetime.date`,
    `time`, `datetime` and `timedelta` become what FEEL calls them; mappings become contexts, with other keys as texts,
    and sequences lists. What is nested deeper than `DEEPEST` is null. Raises `TypeError` for everything else, such as
    a set, which has no order, or bytes.
    """
    known = type(value)
    if known in _SAME:
        return value
    if isinstance(value, Decimal):
        return numbers.finite(value)
    if isinstance(value, int):
        return numbers.finite(numbers.CONTEXT.create_decimal(value))
    if isinstance(value, float):
        return numbers.read(repr(float(value))) if math.isfinite(value) else None
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Mapping | Sequence) and not isinstance(value, bytes | bytearray | memoryview | range):
        if depth >= DEEPEST:
            return None
        if isinstance(value, Mapping):
            return {str(key): to_feel(item, depth + 1) for key, item in value.items()}
        return [to_feel(item, depth + 1) for item in value]
    return _rarer(value)


def _rarer(value: object) -> Value:
    if isinstance(value, datetime):
        return DateTime(Date(value.year, value.month, value.day), _time(value.time(), value.tzinfo, value.utcoffset()))
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, time):
        return _time(value, value.tzinfo, value.utcoffset())
    if isinstance(value, timedelta):
        seconds = value.days * (DAY // NANOS) + value.seconds
        return DaysDuration(seconds * NANOS + value.microseconds * 1000)
    if isinstance(value, Fraction):
        return numbers.divide(Decimal(value.numerator), Decimal(value.denominator))
    if isinstance(value, range):
        return [Decimal(number) for number in value]
    if isinstance(value, set | frozenset):
        raise TypeError(f"a {type(value).__name__} has no order, which lists of FEEL have: sort it into a list")
    raise TypeError(f"FEEL has no value for a {type(value).__module__}.{type(value).__qualname__}")


def _time(value: time, info: tzinfo | None, offset: timedelta | None) -> Time:
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, _zone(info, offset))


def _zone(info: tzinfo | None, offset: timedelta | None) -> Zone | None:
    if info is None:
        return None
    if isinstance(info, ZoneInfo) and info.key:
        return UTC if info.key == "UTC" else Zone(name=info.key)
    if offset is None:
        raise TypeError(f"FEEL has no time zone for {info!r} without a date")
    return Zone(offset=int(offset.total_seconds()))


def context_of(variables: Mapping[str, Any]) -> Mapping[str, Value]:
    """The variables as FEEL values; the mapping itself where a glance shows that they are that already."""
    for value in variables.values():
        known = type(value)
        if known is Decimal:
            if not value.is_finite():
                break
        elif known not in _SAME:
            break
    else:
        return variables
    found: dict[str, Value] = to_feel(variables)
    return found


def to_python(value: Value) -> Any:
    """A Python value from a FEEL one: whole numbers as int and others as Decimal, dates, times and days durations as
    those of `datetime`; what Python has no equal for stays FEEL's: years beyond 9999, nanoseconds, durations of
    months, ranges, functions."""
    match to_feel(value):
        case bool() | None as same:
            return same
        case Decimal() as number:
            return int(number) if number == number.to_integral_value() and number.adjusted() < 40 else number
        case list() as items:
            return [to_python(item) for item in items]
        case dict() as entries:
            return {key: to_python(item) for key, item in entries.items()}
        case Date() as day:
            return _python_date(day) or day
        case Time() as moment:
            return _python_time(moment) or moment
        case DateTime() as moment:
            day_, time_ = _python_date(moment.date), _python_time(moment.time)
            return moment if day_ is None or time_ is None else datetime.combine(day_, time_)
        case DaysDuration() as length:
            return _python_duration(length)
        case other:
            return other


def _python_date(value: Date) -> date | None:
    return date(value.year, value.month, value.day) if 1 <= value.year <= 9999 else None


def _python_time(value: Time) -> time | None:
    if value.nanos % 1000:
        return None
    zone: tzinfo | None = None
    if value.zone is not None:
        named = value.zone.name
        zone = ZoneInfo(named) if named is not None else timezone(timedelta(seconds=value.zone.offset or 0))
    return time(value.hour, value.minute, value.second, value.nanos // 1000, zone)


def _python_duration(value: DaysDuration) -> timedelta | DaysDuration:
    if value.nanos % 1000:
        return value
    try:
        return timedelta(microseconds=value.nanos // 1000)
    except OverflowError:
        return value
