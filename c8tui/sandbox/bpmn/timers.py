"""Timers as ISO 8601 and Camunda write them: a date, a duration, a cycle, which may also be a cron expression."""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(.*)", re.ASCII)
_ZONE = re.compile(r"(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d)(?:\[[A-Za-z0-9_+\-/]+\])?", re.ASCII)
_DURATION = re.compile(
    r"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:[.,]\d{1,9})?S)?)?",
    re.ASCII,
)
_REPETITIONS = re.compile(r"R(\d*|-1)", re.ASCII)
_MACROS = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_WEEKDAYS = {name: number for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])}
_CRON: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, _MONTHS),
    (0, 7, _WEEKDAYS),
)
"""Least and greatest number and the names of each field: second, minute, hour, day, month, day of the week."""
_LAST_DAY = re.compile(r"L(-\d{1,2})?|LW|\d{1,2}W", re.ASCII)
_NTH_WEEKDAY = re.compile(r"([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(#[1-5]|L)", re.ASCII)


def is_date(text: str) -> bool:
    """`2026-12-24T18:00:00Z`, or with an offset, which a zone in brackets may follow."""
    found = _DATE.fullmatch(text)
    if found is None or _ZONE.fullmatch(found[7]) is None:
        return False
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not (year and 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60):
        return False
    return 1 <= day <= calendar.monthrange(year, month)[1]


def is_duration(text: str) -> bool:
    """`P1DT2H30M`, with years, months and weeks as well."""
    return _DURATION.fullmatch(text) is not None


def is_interval_cycle(text: str) -> bool:
    """`R5/PT10S`, `R/P1D`, `R3/2026-12-24T18:00:00Z/P1D`."""
    repetitions, _, rest = text.partition("/")
    if _REPETITIONS.fullmatch(repetitions) is None or not rest:
        return False
    start, separator, duration = rest.rpartition("/")
    return is_duration(duration) and (not separator or is_date(start))


def is_cron(text: str) -> bool:
    """`0 0 9-17 * * MON-FRI` with seconds first, or a macro as `@daily`."""
    if text in _MACROS:
        return True
    fields = text.upper().split()
    if len(fields) != len(_CRON):
        return False
    if _LAST_DAY.fullmatch(fields[3]):
        fields[3] = "*"
    if _NTH_WEEKDAY.fullmatch(fields[5]):
        fields[5] = "*"
    return all(_is_cron_field(field, *limits) for field, limits in zip(fields, _CRON, strict=True))


def _is_cron_field(field: str, least: int, greatest: int, names: dict[str, int]) -> bool:
    return all(_is_cron_part(part, least, greatest, names) for part in field.split(","))


def _is_cron_part(part: str, least: int, greatest: int, names: dict[str, int]) -> bool:
    base, stepped, step = part.partition("/")
    if stepped and not (step.isascii() and step.isdigit() and int(step) > 0):
        return False
    if base == "*" or (base == "?" and greatest in {31, 7}):
        return True
    numbers = []
    for bound in base.split("-"):
        number = names.get(bound, int(bound) if bound.isascii() and bound.isdigit() else -1)
        if not least <= number <= greatest:
            return False
        numbers.append(number)
    return len(numbers) == 1 or (len(numbers) == 2 and numbers[0] <= numbers[1])
