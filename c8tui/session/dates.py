"""Dates as people type them and as lists tell them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from c8tui.errors import C8Error

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
END_OF_WORK = (17, 0)
"""The time that a day without one means."""

EXAMPLES = "as 2026-12-24, 2026-12-24 17:00, 17:00, +2h, +3d, tomorrow, fri; empty clears it"


class NotADate(C8Error):
    """What was typed is no date that we can read."""


def read_date(text: str, now: datetime) -> str:
    """RFC 3339 text for what was typed, in the zone of `now`; empty text for nothing. Raises NotADate."""
    typed = text.strip().casefold()
    if not typed:
        return ""
    found = _relative(typed, now) or _day_name(typed, now) or _clock(typed, now) or _iso(typed, now)
    if found is None:
        raise NotADate(f"{text.strip()!r} is no date: write it {EXAMPLES}")
    return found.isoformat(timespec="seconds")


def _relative(typed: str, now: datetime) -> datetime | None:
    if not (match := re.fullmatch(r"\+(\d{1,5})\s*([mhdw])", typed)):
        return None
    return now + timedelta(**{_UNITS[match[2]]: int(match[1])})


def _day_name(typed: str, now: datetime) -> datetime | None:
    """`today`, `tomorrow`, or the next such weekday after today."""
    if typed in ("today", "tomorrow"):
        ahead = int(typed == "tomorrow")
    elif typed[:3] in _DAYS and typed.isalpha():
        ahead = (_DAYS.index(typed[:3]) - now.weekday() - 1) % 7 + 1
    else:
        return None
    hour, minute = END_OF_WORK
    return _local(now + timedelta(days=ahead), hour, minute)


def _clock(typed: str, now: datetime) -> datetime | None:
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", typed)
    return _local(now, int(match[1]), int(match[2])) if match else None


def _iso(typed: str, now: datetime) -> datetime | None:
    try:
        read = datetime.fromisoformat(typed.upper())
    except ValueError:
        return None
    if len(typed) <= 10:
        read = read.replace(hour=END_OF_WORK[0], minute=END_OF_WORK[1])
    return read if read.tzinfo else _local(read, read.hour, read.minute)


def _local(day: datetime, hour: int, minute: int) -> datetime:
    """That time on that day in the zone of this machine, as it is then and not as it is now."""
    return datetime(day.year, day.month, day.day, hour, minute).astimezone()


def span(seconds: float) -> str:
    """A length of time in its largest unit: `40 s`, `12 m`, `3 h`, `5 d`."""
    seconds = abs(seconds)
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} s"


def due_words(when: datetime | None, now: datetime) -> str:
    """How far a date is: `overdue 2 h`, `in 40 m`, `today 18:00`, `Fri 12:00`, `24 Dec`, `24 Dec 2027`, or `-`."""
    if when is None:
        return "-"
    seconds = (when - now).total_seconds()
    if seconds < 0:
        return f"overdue {span(seconds)}"
    if seconds < 3 * 3_600:
        return f"in {span(seconds)}"
    local = when.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days == 0:
        return f"today {local:%H:%M}"
    if days < 7:
        return f"{local:%a %H:%M}"
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"


def absolute(when: datetime | None) -> str:
    """A moment in full, local, with its zone: `24 Nov 2026 17:00 CET`; `-` for none."""
    return f"{when.astimezone():%d %b %Y %H:%M %Z}" if when else "-"
