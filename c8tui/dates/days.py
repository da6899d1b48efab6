"""Days, weeks and months as people type them: `tomorrow`, `fri`, `24.12.`, `24 dec`, `2026-12-24`, `next week`."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WAYS = {"last": -1, "this": 0, "next": 1}


class Impossible(ValueError):
    """It has the shape of a date or a time and is none; the text follows what was typed: `is no date: ...`."""


class Days(Struct, frozen=True):
    """A day, or as many as a week or a month has."""

    first: date
    length: str = "day"
    """`day`, `week` or `month`."""

    @property
    def behind(self) -> date:
        """The day behind the last one. Raises OverflowError at the end of the calendar."""
        if self.length == "month":
            return months_on(self.first, 1)
        return self.first + timedelta(days=7 if self.length == "week" else 1)

    def moved(self, count: int, unit: str) -> Days:
        """So many days, weeks, months or years on. Raises OverflowError and ValueError beyond the calendar."""
        if unit in ("months", "years"):
            return Days(months_on(self.first, count * (12 if unit == "years" else 1)), self.length)
        return Days(self.first + timedelta(**{unit: count}), self.length)


def months_on(day: date, count: int) -> date:
    """The same day so many months on, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_days(typed: str, today: date) -> Days | None:
    """The day or days that were typed, in lower case and single spaces; None for what has not the shape of any.

    A date without a year is the next one that comes, a weekday the next one after today. Raises Impossible for a 31.2.
    and for what could be two days.
    """
    for shape, read in _SHAPES:
        if (found := shape.fullmatch(typed)) is not None and (days := read(found, today)) is not None:
            return days
    return None


def after(typed: str, today: date) -> Days | None:
    """So many days from today, which a time of day may follow: `+3d`, `in 3 days`, `in 2 weeks`."""
    found = re.fullmatch(r"(?:\+ ?|in )(\d{1,9}) ?(d|days?|w|weeks?)", typed, re.ASCII)
    return Days(today).moved(int(found[1]), "days" if found[2][0] == "d" else "weeks") if found else None


# Named


def _near(found: re.Match[str], today: date) -> Days:
    return Days(today + timedelta(days=_NEAR[found[0]]))


def weekday_of(name: str) -> int | None:
    """0 for `mon`, `monday` and what lies between; None for no weekday."""
    return next((n for n, day in enumerate(DAYS) if len(name) >= 3 and day.startswith(name)), None)


def _weekday(found: re.Match[str], today: date) -> Days | None:
    if (number := weekday_of(found["name"])) is None:
        return None
    ahead = (number - today.weekday() - 1) % 7 + 1
    if found["way"] == "last ":
        ahead = -((today.weekday() - number - 1) % 7 + 1)
    elif found["way"] == "this ":
        ahead = number - today.weekday()
    return Days(today + timedelta(days=ahead))


def _period(found: re.Match[str], today: date) -> Days:
    way = _WAYS[found["way"]]
    if found["unit"] == "week":
        return Days(today - timedelta(days=today.weekday()), "week").moved(way, "weeks")
    return Days(today.replace(day=1), "month").moved(way, "months")


def _iso_week(found: re.Match[str], _: date) -> Days:
    try:
        first = date.fromisocalendar(int(found["year"]), int(found["week"]), int(found["day"] or 1))
    except ValueError as wrong:
        raise Impossible(f"is no date: {str(wrong)[:1].lower()}{str(wrong)[1:]}") from None
    return Days(first, "day" if found["day"] else "week")


def _checked(found: re.Match[str], today: date) -> Days | None:
    """`thu 24 dec 2026`: the weekday has to be that of the date."""
    number = weekday_of(found["name"])
    if number is None or (days := read_days(found["rest"], today)) is None or days.length != "day":
        return None
    if weekday_of(found["rest"].split(" ")[0]) is None and days.first.weekday() != number:
        real = DAYS[days.first.weekday()].title()
        raise Impossible(f"is no date: that day in {days.first.year} is a {real}")
    return days


# Written


def _iso(found: re.Match[str], _: date) -> Days:
    return Days(_date(int(found["year"]), int(found["month"]), int(found["day"])))


def _dotted(found: re.Match[str], today: date) -> Days:
    return Days(_coming(today, int(found["day"]), int(found["month"]), found["year"]))


def _slashed(found: re.Match[str], today: date) -> Days:
    """`24/12/2026`; refused where either number could be the month."""
    one, other, year = int(found["one"]), int(found["other"]), found["year"]
    if one != other and 1 <= one <= 12 and 1 <= other <= 12:
        ways = f"{one} {MONTHS[other - 1][:3].title()} or {other} {MONTHS[one - 1][:3].title()}"
        raise Impossible(f"could be {ways}: write the month in letters")
    day, month = (one, other) if other <= 12 else (other, one)
    return Days(_coming(today, day, month, year))


def _day_of_month(found: re.Match[str], today: date) -> Days:
    """The next month that has this day, this one included."""
    day = int(found["day"])
    if not 1 <= day <= 31:
        raise Impossible("is no date: days of a month go from 1 to 31")
    months = (months_on(today.replace(day=1), ahead) for ahead in range(4))
    return Days(
        next(
            first.replace(day=day)
            for first in months
            if day <= monthrange(first.year, first.month)[1] and first.replace(day=day) >= today
        )
    )


def _with_name(found: re.Match[str], today: date) -> Days | None:
    month = _month(found["month"])
    return Days(_coming(today, int(found["day"]), month, found["year"])) if month else None


def _month_alone(found: re.Match[str], _: date) -> Days | None:
    month = int(found["number"]) if "number" in found.groupdict() else _month(found["month"])
    return Days(_date(int(found["year"]), month, 1), "month") if month else None


def _month(name: str) -> int:
    """Its number, or 0."""
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)


def _coming(today: date, day: int, month: int, year: str | None) -> date:
    """That day of that year; without one the next that comes."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if (month, day) == (2, 29):
        years = (year for year in range(today.year, today.year + 9) if isleap(year))
        return next(found for year in years if (found := date(year, 2, 29)) >= today)
    found = _date(today.year, month, day)
    return found if found >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date:
    if not 1 <= year <= 9999:
        raise Impossible("is no date: years go from 1 to 9999")
    if not 1 <= month <= 12:
        raise Impossible("is no date: months go from 1 to 12")
    if not 1 <= day <= (last := monthrange(year, month)[1]):
        raise Impossible(f"is no date: {MONTHS[month - 1].title()} {year} has {last} days")
    return date(year, month, day)


_Shape = tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]]
_SHAPES: tuple[_Shape, ...] = tuple(
    (re.compile(shape, re.ASCII), read)
    for shape, read in (
        ("|".join(_NEAR), _near),
        (r"(?P<way>next |last |this |on )?(?P<name>[a-z]{3,9})", _weekday),
        (r"(?P<way>next|last|this) (?P<unit>week|month)", _period),
        (r"(?P<year>\d{4})-?w(?P<week>\d{2})(?:-?(?P<day>\d))?", _iso_week),
        (r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})", _iso),
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _iso),
        (r"(?P<year>\d{4})-(?P<number>\d{1,2})", _month_alone),
        (r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})(?:\. ?(?P<year>\d{4}|\d{2})?)?", _dotted),
        (r"(?P<day>\d{1,2})\.", _day_of_month),
        (r"(?P<one>\d{1,2})/(?P<other>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?", _slashed),
        (r"(?P<one>\d{1,2})-(?P<other>\d{1,2})-(?P<year>\d{4})", _slashed),
        (r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)? ?(?P<month>[a-z]{3,9})\.?(?: ?(?P<year>\d{4}))?", _with_name),
        (r"(?P<month>[a-z]{3,9})\.? ?(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?(?: (?P<year>\d{4}))?", _with_name),
        (r"(?P<month>[a-z]{3,9}) (?P<year>\d{4})", _month_alone),
        (r"(?P<name>[a-z]{3,9})\.? (?P<rest>.*\d.*)", _checked),
    )
)
