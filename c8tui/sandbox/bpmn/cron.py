"""Cron expressions with seconds first: `0 0 9-17 * * MON-FRI`, and macros as `@daily`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MACROS = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS = {name: number for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])}
_FIELDS: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, _MONTHS),
    (0, 7, _WEEKDAYS),
)
"""Least and greatest number and the names of each field: second, minute, hour, day, month, day of the week."""
_LAST_DAY = re.compile(r"L(?:-(\d{1,2}))?", re.ASCII)
_NEAREST_WORKDAY = re.compile(r"(L|\d{1,2})W", re.ASCII)
_NTH_WEEKDAY = re.compile(r"([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:#([1-5])|L)", re.ASCII)
_HORIZON = 40 * 366
"""Days that are looked at for the next moment: 29 February falls on each weekday within 40 years."""


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression. A day must fit both the day of the month and the day of the week."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    month_days: frozenset[int] | str
    """Numbers, or `L`, `L-3`, `15W`, `LW`."""
    months: frozenset[int]
    weekdays: frozenset[int] | str
    """Numbers from 0 for Sunday to 6, or `5#2`, `FRIL`."""

    def after(self, moment: datetime) -> datetime | None:
        """The first moment later than this one, in its zone; None where none follows within 40 years."""
        first = (moment + timedelta(seconds=1)).replace(microsecond=0)
        for distance in range(_HORIZON):
            try:
                day = first.date() + timedelta(days=distance)
            except OverflowError:
                return None
            if self._has_day(day):
                found = self._time_from(time() if distance else first.time())
                if found is not None:
                    return datetime.combine(day, found, moment.tzinfo)
        return None

    def _time_from(self, start: time) -> time | None:
        for hour in self.hours:
            for minute in self.minutes if hour >= start.hour else ():
                for second in self.seconds if (hour, minute) >= (start.hour, start.minute) else ():
                    if (found := time(hour, minute, second)) >= start:
                        return found
        return None

    def _has_day(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        of_month = self._month_day(day, self.month_days) if isinstance(self.month_days, str) else self.month_days
        if day.day not in of_month:
            return False
        if isinstance(self.weekdays, str):
            return _is_nth_weekday(day, self.weekdays)
        return day.isoweekday() % 7 in self.weekdays

    def _month_day(self, day: date, text: str) -> frozenset[int]:
        last = calendar.monthrange(day.year, day.month)[1]
        if found := _LAST_DAY.fullmatch(text):
            return frozenset({last - int(found[1] or 0)})
        nearest = text.removesuffix("W")
        wanted = last if nearest == "L" else int(nearest)
        return frozenset({_nearest_workday(day.replace(day=wanted), last).day}) if wanted <= last else frozenset()


def _nearest_workday(day: date, last: int) -> date:
    """The day itself, or the Friday before or the Monday after a weekend in the same month."""
    match day.isoweekday():
        case 6:
            return day.replace(day=day.day - 1 if day.day > 1 else 3)
        case 7:
            return day.replace(day=day.day + 1 if day.day < last else last - 2)
    return day


def _is_nth_weekday(day: date, text: str) -> bool:
    found = _NTH_WEEKDAY.fullmatch(text)
    assert found is not None, "it was read as one"
    weekday = _WEEKDAYS[found[1]] if found[1] in _WEEKDAYS else int(found[1]) % 7
    if day.isoweekday() % 7 != weekday:
        return False
    if found[2]:
        return (day.day - 1) // 7 + 1 == int(found[2])
    return day.day + 7 > calendar.monthrange(day.year, day.month)[1]


def parse(text: str) -> Cron | None:
    """A cron expression of six fields, or a macro; None for anything else."""
    fields = MACROS.get(text.strip(), text).upper().split()
    if len(fields) != len(_FIELDS):
        return None
    plain = list(fields)
    special_day = _is_special_day(fields[3])
    special_weekday = _NTH_WEEKDAY.fullmatch(fields[5]) is not None
    if special_day:
        plain[3] = "*"
    if special_weekday:
        plain[5] = "*"
    read = [_numbers(field, *limits) for field, limits in zip(plain, _FIELDS, strict=True)]
    if not all(read):
        return None
    seconds, minutes, hours, days, months, weekdays = read
    return Cron(
        tuple(sorted(seconds)),
        tuple(sorted(minutes)),
        tuple(sorted(hours)),
        fields[3] if special_day else days,
        months,
        fields[5] if special_weekday else frozenset(day % 7 for day in weekdays),
    )


def _is_special_day(field: str) -> bool:
    if found := _LAST_DAY.fullmatch(field):
        return int(found[1] or 0) < 31
    nearest = _NEAREST_WORKDAY.fullmatch(field)
    return nearest is not None and (nearest[1] == "L" or 1 <= int(nearest[1]) <= 31)


def _numbers(field: str, least: int, greatest: int, names: dict[str, int]) -> frozenset[int]:
    """What a field stands for; nothing where it cannot be read."""
    parts = [_part(part, least, greatest, names) for part in field.split(",")]
    return frozenset().union(*parts) if all(parts) else frozenset()


def _part(part: str, least: int, greatest: int, names: dict[str, int]) -> frozenset[int]:
    base, stepped, step = part.partition("/")
    if stepped and not (step.isascii() and step.isdigit() and len(step) <= 3 and int(step) > 0):
        return frozenset()
    first, last = least, greatest
    if base != "*" and not (base == "?" and greatest in {31, 7}):
        numbers = [names.get(bound, int(bound) if _is_number(bound) else -1) for bound in base.split("-")]
        if len(numbers) > 2 or not all(least <= number <= greatest for number in numbers):
            return frozenset()
        first, last = numbers[0], greatest if stepped and len(numbers) == 1 else numbers[-1]
    return frozenset(range(first, last + 1, int(step) if stepped else 1))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2
