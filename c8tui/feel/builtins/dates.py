"""Functions of the calendar and the clock."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from c8tui.feel import operators
from c8tui.feel.builtins.numeric import whole
from c8tui.feel.builtins.registry import Registry
from c8tui.feel.run import Run
from c8tui.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time, days_in
from c8tui.feel.values import Value, text_of
from c8tui.feel.zones import Zone

functions = Registry()
define = functions.define

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _date(value: Date | DateTime) -> Date:
    return value if isinstance(value, Date) else value.date


def moment_of(now: datetime) -> DateTime:
    """A Python moment with a zone as a date and time of its offset."""
    offset = now.utcoffset()
    zone = None if offset is None else Zone(offset=int(offset.total_seconds()))
    time = Time(now.hour, now.minute, now.second, now.microsecond * 1000, zone)
    return DateTime(Date(now.year, now.month, now.day), time)


@define("now")
def _now(run: Run) -> Value:
    return moment_of(run.now)


@define("today")
def _today(run: Run) -> Value:
    return moment_of(run.now).date


@define("cycle", "interval: duration")
def _endless_cycle(run: Run, interval: DaysDuration | MonthsDuration) -> Value:
    return run.measured(f"R/{text_of(run.measured(interval))}")


@define("cycle", "repetitions: number, interval: duration")
def _cycle(run: Run, repetitions: Decimal, interval: DaysDuration | MonthsDuration) -> Value:
    return run.measured(f"R{whole(repetitions, 'repetitions')}/{text_of(run.measured(interval))}")


@define("day of year", "date: day")
def _day_of_year(run: Run, date: Date | DateTime) -> Value:
    return Decimal(_date(date).day_of_year)


@define("day of week", "date: day")
def _day_of_week(run: Run, date: Date | DateTime) -> Value:
    return DAYS[_date(date).weekday - 1]


@define("month of year", "date: day")
def _month_of_year(run: Run, date: Date | DateTime) -> Value:
    return MONTHS[_date(date).month - 1]


@define("week of year", "date: day")
def _week_of_year(run: Run, date: Date | DateTime) -> Value:
    return Decimal(_date(date).week_of_year)


@define("last day of month", "date: day")
def _last_day_of_month(run: Run, date: Date | DateTime) -> Value:
    day = _date(date)
    return Date(day.year, day.month, days_in(day.year, day.month))


@define("is", "value1: any, value2: any")
def _is(run: Run, value1: Value, value2: Value) -> Value:
    if type(value1) is not type(value2):
        return False
    if isinstance(value1, Time | DateTime):
        return value1 == value2
    return operators.equal(run.measured(value1), value2) is True
