"""Equality, order and arithmetic of FEEL; None where the operands have no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from c8tui.feel import numbers
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
    date_time_at,
    from_ordinal,
    midnight,
    time_of_day,
)
from c8tui.feel.values import OMITTED, Builtin, Function, Range, Value


def equal(left: Value, right: Value) -> bool | None:
    """Whether both are the same; None for values of different kinds, unless one of them is null.

    Times count in whole seconds, as their parts do (DMN 1.5, section 10.3.2.3.4).
    """
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is list:
        return _equal_lists(left, right)
    if kind is dict:
        return _equal_contexts(left, right)
    if kind is Time:
        return bool(left.instant // NANOS == right.instant // NANOS) if _comparable(left, right) else False
    if kind is DateTime:
        return bool(left.instant == right.instant) if _comparable(left, right) else left == right
    if kind is Range:
        return _equal_ranges(left, right)
    if kind is Function or kind is Builtin:
        return left is right
    return bool(left == right)


def _equal_lists(left: list[Value], right: list[Value]) -> bool:
    return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Value], right: dict[str, Value]) -> bool:
    return left.keys() == right.keys() and all(equal(value, right[key]) is True for key, value in left.items())


def _equal_ranges(left: Range, right: Range) -> bool:
    """Those with a sign equal none without: `(< 5)` has no lower end, that of `(null..5)` is null. What `range()` read
    without an end equals either, since its text says neither."""
    if left.sign != right.sign and OMITTED not in {left.sign, right.sign}:
        return False
    if (left.low_included, left.high_included) != (right.low_included, right.high_included):
        return False
    return equal(left.low, right.low) is True and equal(left.high, right.high) is True


def _comparable(left: Time | DateTime, right: Time | DateTime) -> bool:
    """Whether both have a zone or both have none: between the two lies no certain distance."""
    return (left.offset is None) == (right.offset is None)


_KEYS: dict[type, Callable[[Any], Any]] = {
    Decimal: lambda value: value,
    str: lambda value: value,
    Date: lambda value: value.ordinal,
    DaysDuration: lambda value: value.nanos,
    MonthsDuration: lambda value: value.months,
}


def order(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 as `left` is less, equal or greater; None for what has no order: values of different kinds, a date
    and a date and time among them, as in Camunda's engine."""
    kind = type(left)
    if kind is not type(right):
        return None
    key = _KEYS.get(kind)
    if key is not None:
        a, b = key(left), key(right)
    elif kind is Time or kind is DateTime:
        if not _comparable(left, right):
            return None
        a, b = left.instant, right.instant
    else:
        return None
    return -1 if a < b else int(a > b)


def less(left: Value, right: Value) -> bool | None:
    found = order(left, right)
    return None if found is None else found < 0


def at_most(left: Value, right: Value) -> bool | None:
    found = order(left, right)
    return None if found is None else found <= 0


def greater(left: Value, right: Value) -> bool | None:
    found = order(left, right)
    return None if found is None else found > 0


def at_least(left: Value, right: Value) -> bool | None:
    found = order(left, right)
    return None if found is None else found >= 0


def unequal(left: Value, right: Value) -> bool | None:
    found = equal(left, right)
    return None if found is None else not found


def within(value: Value, range_: Range) -> bool | None:
    """Whether the range holds the value; unknown of one that lies on the right side of all ends but a null."""
    if range_.sign == "!=":
        return unequal(value, range_.low)
    endless_below, endless_above = range_.endless
    above = endless_below or (at_least if range_.low_included else greater)(value, range_.low)
    if above is False:
        return False
    below = endless_above or (at_most if range_.high_included else less)(value, range_.high)
    if below is False:
        return False
    return None if above is None or below is None else True


def add(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal):
        return numbers.add(left, right) if isinstance(right, Decimal) else None
    if isinstance(left, str):
        return left + right if isinstance(right, str) else None
    if isinstance(left, DaysDuration | MonthsDuration):
        if type(right) is type(left):
            return _sum_of_durations(left, right)
        return plus(right, left) if isinstance(right, Date | Time | DateTime) else None
    if isinstance(right, DaysDuration | MonthsDuration):
        return plus(left, right)
    return None


def subtract(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal):
        return numbers.subtract(left, right) if isinstance(right, Decimal) else None
    if isinstance(right, DaysDuration | MonthsDuration):
        if type(left) is type(right):
            return _sum_of_durations(left, negated(right))
        return plus(left, negated(right)) if isinstance(left, Date | Time | DateTime) else None
    return _distance(left, right)


def _sum_of_durations(left: Any, right: Any) -> Value:
    if isinstance(left, DaysDuration):
        return days_duration(left.nanos + right.nanos)
    return months_duration(left.months + right.months)


def days_duration(nanos: int) -> DaysDuration | None:
    """None beyond what a duration can be."""
    return DaysDuration(nanos) if abs(nanos) <= MAX_NANOS else None


def months_duration(months: int) -> MonthsDuration | None:
    """None beyond what a duration can be."""
    return MonthsDuration(months) if abs(months) <= MAX_YEAR * 24 else None


def negated(value: Value) -> Value:
    """`-value` of a number or a duration."""
    if isinstance(value, Decimal):
        return numbers.negated(value)
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanos)
    if isinstance(value, MonthsDuration):
        return MonthsDuration(-value.months)
    return None


def plus(moment: Value, duration: DaysDuration | MonthsDuration) -> Value:
    """A date, time or date and time moved by a duration."""
    if isinstance(moment, Time):
        if isinstance(duration, MonthsDuration):
            return None
        return time_of_day(moment.of_day + duration.nanos, moment.zone)
    if isinstance(duration, MonthsDuration):
        if isinstance(moment, Date):
            return moment.plus_months(duration.months)
        if isinstance(moment, DateTime):
            date = moment.date.plus_months(duration.months)
            return None if date is None else replace(moment, date=date)
        return None
    if isinstance(moment, Date):
        found = from_ordinal((moment.ordinal * DAY + duration.nanos) // DAY)
        return found if abs(found.year) <= MAX_YEAR else None
    if isinstance(moment, DateTime):
        return date_time_at(moment.instant + duration.nanos, moment.time.zone)
    return None


def _distance(left: Value, right: Value) -> DaysDuration | None:
    if isinstance(left, Time) and isinstance(right, Time):
        return DaysDuration(left.instant - right.instant) if _comparable(left, right) else None
    if isinstance(left, Date) and isinstance(right, Date):
        return DaysDuration((left.ordinal - right.ordinal) * DAY)
    if isinstance(left, Date) and isinstance(right, DateTime):
        left = midnight(left)
    elif isinstance(left, DateTime) and isinstance(right, Date):
        right = midnight(right)
    if isinstance(left, DateTime) and isinstance(right, DateTime) and _comparable(left, right):
        return days_duration(left.instant - right.instant)
    return None


def multiply(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return numbers.multiply(left, right)
    if isinstance(left, DaysDuration | MonthsDuration) and isinstance(right, Decimal):
        return _scaled(left, right, numbers.multiply)
    if isinstance(right, DaysDuration | MonthsDuration) and isinstance(left, Decimal):
        return _scaled(right, left, numbers.multiply)
    return None


def divide(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return numbers.divide(left, right)
    if isinstance(left, DaysDuration | MonthsDuration):
        if isinstance(right, Decimal):
            return _scaled(left, right, numbers.divide)
        if type(left) is type(right):
            return numbers.divide(Decimal(_amount(left)), Decimal(_amount(right)))
    return None


def _amount(duration: Any) -> int:
    return int(duration.nanos if isinstance(duration, DaysDuration) else duration.months)


def _scaled(duration: Any, factor: Decimal, by: Callable[[Decimal, Decimal], Decimal | None]) -> Value:
    found = by(Decimal(_amount(duration)), factor)
    if found is None or abs(found) > MAX_NANOS:
        return None
    return days_duration(int(found)) if isinstance(duration, DaysDuration) else months_duration(int(found))


def raised(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return numbers.power(left, right)
    return None
