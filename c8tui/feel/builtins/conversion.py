"""Functions that make values of one kind from another."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal

from c8tui.feel import numbers, operators, values
from c8tui.feel import syntax as s
from c8tui.feel.builtins.numeric import whole
from c8tui.feel.builtins.registry import Registry
from c8tui.feel.calls import Fails
from c8tui.feel.parser import parse
from c8tui.feel.run import Run
from c8tui.feel.temporal import (
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    in_zone,
    make_date,
)
from c8tui.feel.temporal_text import read_date, read_date_time, read_duration, read_time
from c8tui.feel.values import OMITTED, Range, Value
from c8tui.feel.zones import MAX_OFFSET, UTC, Zone, read_zone

functions = Registry()
define = functions.define

_NUMERAL = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def _read(found: Value, text: str, what: str) -> Value:
    if found is None:
        raise Fails(f"{values.quoted(text[:60])} is no {what}")
    return found


@define("string", "from: any")
def _string(run: Run, from_: Value) -> Value:
    return None if from_ is None else run.measured(values.text_of(run.measured(from_)))


@define("number", "from: string, grouping separator: string|Null?, decimal separator: string|Null?")
def _number(run: Run, from_: str, grouping: str | None = None, decimal: str | None = None) -> Value:
    if grouping not in {None, " ", ",", "."} or decimal not in {None, ",", "."}:
        raise Fails("separators are a space, a comma or a point")
    if grouping is not None and grouping == decimal:
        raise Fails("both separators are the same")
    text = from_.replace(grouping, "") if grouping else from_
    text = text.replace(decimal, ".") if decimal else text
    if not _NUMERAL.fullmatch(text):
        raise Fails(f"{values.quoted(from_[:60])} is no number")
    return _read(numbers.read(text), from_, "number")


@define("number", "from: number")
def _same_number(run: Run, from_: Decimal) -> Value:
    return from_


@define("date", "from: string")
def _date_from_text(run: Run, from_: str) -> Value:
    return _read(read_date(from_), from_, "date")


@define("date", "from: day")
def _date_of(run: Run, from_: Date | DateTime) -> Value:
    return from_ if isinstance(from_, Date) else from_.date


@define("date", "year: number, month: number, day: number")
def _date_from_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    found = make_date(whole(year, "year"), whole(month, "month"), whole(day, "day"))
    if found is None:
        raise Fails("the calendar has no such day")
    return found


@define("date and time", "from: string")
def _date_time_from_text(run: Run, from_: str) -> Value:
    return _read(read_date_time(from_), from_, "date and time")


@define("date and time", "from: day")
def _date_time_of(run: Run, from_: Date | DateTime) -> Value:
    return from_ if isinstance(from_, DateTime) else DateTime(from_, Time(0, 0, 0))


@define("date and time", "date: day, time: time")
def _date_time_from_parts(run: Run, date: Date | DateTime, time: Time) -> Value:
    return DateTime(date if isinstance(date, Date) else date.date, time)


@define("date and time", "date: date and time, timezone: string")
def _date_time_in(run: Run, date: DateTime, timezone: str) -> Value:
    zone = read_zone(timezone) or read_zone(f"@{timezone}")
    return in_zone(date, _read(zone, timezone, "time zone"))


@define("time", "from: string")
def _time_from_text(run: Run, from_: str) -> Value:
    text = from_.removeprefix("T")
    return _read(read_time(text), from_, "time")


@define("time", "from: time|day")
def _time_of(run: Run, from_: Time | Date | DateTime) -> Value:
    if isinstance(from_, Date):
        return Time(0, 0, 0, 0, UTC)
    return from_.time if isinstance(from_, DateTime) else from_


@define("time", "hour: number, minute: number, second: number, offset: days and time duration|Null?")
def _time_from_parts(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None
) -> Value:
    whole_second = second.to_integral_value(ROUND_DOWN)
    nanos = int((second - whole_second) * NANOS)
    parts = (whole(hour, "hour"), whole(minute, "minute"), whole(whole_second, "second"))
    if not (0 <= parts[0] <= 23 and 0 <= parts[1] <= 59 and 0 <= second < 60):
        raise Fails("the day has no such time")
    return Time(*parts, nanos, None if offset is None else _zone_of(offset))


def _zone_of(offset: DaysDuration) -> Zone:
    if abs(offset.nanos) > MAX_OFFSET * NANOS:
        raise Fails("offset is more than 18 hours")
    return Zone(offset=offset.nanos // NANOS)


@define("duration", "from: string")
def _duration_from_text(run: Run, from_: str) -> Value:
    return _read(read_duration(from_), from_, "duration")


@define("duration", "from: duration")
def _same_duration(run: Run, from_: DaysDuration | MonthsDuration) -> Value:
    return from_


@define("years and months duration", "from: day, to: day")
def _months_between(run: Run, from_: Date | DateTime, to: Date | DateTime) -> Value:
    start, stop = (value if isinstance(value, Date) else value.date for value in (from_, to))
    months = (stop.year - start.year) * 12 + stop.month - start.month
    if months > 0 and stop.day < start.day:
        months -= 1
    elif months < 0 and stop.day > start.day:
        months += 1
    return MonthsDuration(months)


_NO_LOW = re.compile(r"\s*[(\]]\s*(?=\.\.)")
_NO_HIGH = re.compile(r"\.\.(?=\s*[)\[]\s*\Z)")


@define("range", "from: string")
def _range(run: Run, from_: str) -> Value:
    """`[2..5)`, or with one end left out behind an open bracket: `(..5)`, `[2..)`; the ends are literals."""
    no_low, no_high = _NO_LOW.match(from_), _NO_HIGH.search(from_)
    if no_low and no_high:
        raise Fails("a range needs an end")
    text = f"{no_low[0]}0{from_[no_low.end() :]}" if no_low else from_
    text = f"{from_[: no_high.end()]}0{from_[no_high.end() :]}" if no_high else text
    try:
        tree = parse(text)
    except RecursionError:
        raise Fails(f"{values.quoted(from_[:60])} is no range") from None
    if not isinstance(tree, s.RangeOf) or tree.sign:
        raise Fails(f"{values.quoted(from_[:60])} is no range")
    low = None if no_low else _end(tree.low)
    high = None if no_high else _end(tree.high)
    if operators.at_most(high if low is None else low, low if high is None else high) is not True:
        raise Fails("the ends of a range are of one kind that has an order, the lower one first")
    return Range(low, high, tree.low_included, tree.high_included, OMITTED if no_low or no_high else "")


_MAKERS = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


def _end(node: s.Node | None) -> Value:
    """An end of a range that is written as a text: a literal, or a date, time or duration by its function."""
    match node:
        case s.Literal(value=value) if value is not None:
            return value
        case s.Negate(operand=s.Literal(value=Decimal() as value)):
            return numbers.negated(value)
        case s.Call(function=s.Name(name=name), arguments=(s.Literal(value=str() as text),)) if name in _MAKERS:
            return _read(_MAKERS[name](text), text, name)
    raise Fails("the ends of a range are literals")
