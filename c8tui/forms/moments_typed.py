"""Dates and times as people type them: `tomorrow 9:00`, `+3d`, `mon`, `24.12.`, `in 2 h`, `noon`."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import UTC, date, datetime, time, timedelta

from c8tui.forms.moments import Moment
from c8tui.forms.schema import DateTime

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_FROM_NOW = re.compile(
    r"(?P<ahead>\+ ?|in )?(?P<back>- ?)?(?P<count>\d{1,5}) ?"
    r"(?P<unit>m|mins?|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?)(?P<ago> ago)?"
)
_CLOCK = re.compile(r"(?:at\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})|\s?h)?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?")
_CLOCK_WORDS = {"noon": time(12), "midnight": time(0)}

EXAMPLES = {
    "date": "as 2026-12-24, 24.12., 24 dec, today, tomorrow, fri or +3d",
    "time": "as 17:30, 9, 5 pm, noon, now or +2h",
    "datetime": "as 2026-12-24 17:30, tomorrow 9:00, fri 17, +3d or in 2 h",
}


class NotAMoment(ValueError):
    """What was typed is no date or time of this kind; the text says how to write one."""


def read_typed(text: str, field: DateTime, now: datetime) -> Moment | None:
    """The moment that was typed, local to the zone of `now`, which is aware; None for nothing. Raises `NotAMoment`.

    Minutes and hours ahead are time that passes; days and longer keep the time of day. A date without a year is the
    next one that comes. A `datetime` needs its time of day, unless what was typed implies one.
    """
    typed = " ".join(text.casefold().replace(",", " ").split())
    if not typed:
        return None
    try:
        found = _read(typed, field.subtype, now)
    except (ValueError, OverflowError):  # a day that the month does not have, a year that there is not
        found = None
    if found is None:
        raise NotAMoment(f"{text.strip()!r} is no {_NAMES[field.subtype]}: write it {EXAMPLES[field.subtype]}")
    if field.subtype == "datetime" and found.time is None:
        raise NotAMoment(f"say the time of day too, as {text.strip()} 17:00")
    return found


_NAMES = {"date": "date", "time": "time of day", "datetime": "date and time"}


def _read(typed: str, subtype: str, now: datetime) -> Moment | None:
    if subtype == "time":
        moment = _passing(typed, now)
        clock = moment.time if moment else _clock(typed)
        return Moment(time=clock) if clock else None
    if moment := _passing(typed, now):
        return moment if subtype == "datetime" else Moment(moment.date)
    if day := _day(typed, now.date()):
        return Moment(day)
    return _both(typed, now) if subtype == "datetime" else None


def _both(typed: str, now: datetime) -> Moment | None:
    """A day and a time of day, parted by a space or a `t`; a time alone is one of today."""
    if clock := _clock(typed):
        return Moment(now.date(), clock)
    words = re.sub(r"^(\d{4}-\d{2}-\d{2})t(?=\d)", r"\1 ", typed).split()
    for cut in range(len(words) - 1, 0, -1):
        day = _day(" ".join(words[:cut]), now.date())
        clock = _clock(" ".join(words[cut:]))
        if day and clock is not None:
            return Moment(day, clock)
    return None


def _passing(typed: str, now: datetime) -> Moment | None:
    """`now`, and minutes, hours, days, weeks, months and years from it."""
    if typed == "now":
        return Moment(now.date(), _minute(now))
    found = _FROM_NOW.fullmatch(typed)
    if not found or bool(found["ahead"]) + bool(found["back"]) + bool(found["ago"]) != 1:
        return None
    count, unit = int(found["count"]) * (1 if found["ahead"] else -1), found["unit"]
    if unit[0] == "y" or unit.startswith("mo"):
        return Moment(_months(now.date(), count * (12 if unit[0] == "y" else 1)), _minute(now))
    if unit[0] in "dw":
        return Moment(now.date() + timedelta(days=count * (7 if unit[0] == "w" else 1)), _minute(now))
    passed = timedelta(hours=count) if unit[0] == "h" else timedelta(minutes=count)
    # Through UTC: arithmetic on a local time would not notice that the clocks change meanwhile.
    then = (now.astimezone(UTC) + passed).astimezone(now.tzinfo)
    return Moment(then.date(), _minute(then))


def _minute(when: datetime) -> time:
    return time(when.hour, when.minute)


def _months(day: date, ahead: int) -> date:
    """The same day so many months ahead, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(typed: str, today: date) -> date | None:
    """A day without its time, or None where the text is none."""
    try:
        return _named_day(typed, today) or _written_day(typed, today)
    except ValueError:  # the 31st of April
        return None


def _named_day(typed: str, today: date) -> date | None:
    """`today`, `tomorrow`, `yesterday`, the next such weekday after today, or `+3d` before a time of day."""
    if typed in _NEAR:
        return today + timedelta(days=_NEAR[typed])
    if found := re.fullmatch(r"(?:\+|in )\s*(\d{1,4})\s*(?:d|days?)", typed):
        return today + timedelta(days=int(found[1]))
    name = typed.removeprefix("next ")
    days = [number for number, day in enumerate(_DAYS) if len(name) >= 3 and day.startswith(name)]
    return today + timedelta(days=(days[0] - today.weekday() - 1) % 7 + 1) if days else None


def _written_day(typed: str, today: date) -> date | None:
    """`2026-12-24`, `24.12.2026`, `24.12.`, `24.`, `24 dec`, `dec 24 2026`."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})(?:\.\s?(\d{4}|\d{2})?)?", typed):
        return _coming(today, int(found[1]), int(found[2]), found[3])
    if found := re.fullmatch(r"(\d{1,2})\.", typed):
        return _coming_day(today, int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})\.? ([a-z]{3,})\.?(?: (\d{4}))?", typed):
        return _coming(today, int(found[1]), _month(found[2]), found[3])
    if found := re.fullmatch(r"([a-z]{3,})\.? (\d{1,2})\.?(?: (\d{4}))?", typed):
        return _coming(today, int(found[2]), _month(found[1]), found[3])
    return None


def _month(name: str) -> int:
    """Its number, or 0, which is no month of any date."""
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)


def _coming(today: date, day: int, month: int, year: str | None) -> date:
    """That day of that year; without one the next that comes. Raises ValueError where there is none."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if (month, day) == (2, 29):
        return next(date(y, 2, 29) for y in range(today.year, today.year + 9) if isleap(y) and date(y, 2, 29) >= today)
    found = date(today.year, month, day)
    return found if found >= today else date(today.year + 1, month, day)


def _coming_day(today: date, day: int) -> date:
    """The next month that has this day, this one included. Raises ValueError where none has."""
    if not 1 <= day <= 31:
        raise ValueError(day)
    months = (_months(today.replace(day=1), ahead) for ahead in range(4))
    return next(
        first.replace(day=day)
        for first in months
        if day <= monthrange(first.year, first.month)[1] and first.replace(day=day) >= today
    )


def _clock(typed: str) -> time | None:
    """A time of day: `9`, `17:30`, `17.30`, `17h`, `5 pm`, `noon`, `midnight`."""
    if typed in _CLOCK_WORDS:
        return _CLOCK_WORDS[typed]
    if not (found := _CLOCK.fullmatch(typed)):
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
