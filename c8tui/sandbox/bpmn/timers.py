"""Timers as ISO 8601 and Camunda write them: a date, a duration, a cycle, which may also be a cron expression."""

from __future__ import annotations

import calendar
import re

from c8tui.sandbox.bpmn import cron

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(.*)", re.ASCII)
_ZONE = re.compile(r"(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d)(?:\[[A-Za-z0-9_+\-/]+\])?", re.ASCII)
_DURATION = re.compile(
    r"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:[.,]\d{1,9})?S)?)?",
    re.ASCII,
)
_REPETITIONS = re.compile(r"R(\d*|-1)", re.ASCII)


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


def is_cycle(text: str) -> bool:
    """A repeating interval, or a cron expression."""
    return is_interval_cycle(text) or cron.parse(text) is not None
