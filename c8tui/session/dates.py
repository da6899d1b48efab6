"""Dates as people type them and as lists tell them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from c8tui.errors import C8Error

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
END_OF_WORK = (17, 0)
"""The time that a day without one means."""

EXAMPLES = "as 2026-12-24, 2026-12-24 17:00, 17:00, +2h, +3d, tomorrow, fri; empty clears it"


class NotADate(C8Error):
    """What was typed is no date that we can read."""


def read_date(text: str, now: datetime) -> str:
    """RFC 3339 text for what was typed, in the zone of this machine; empty text for nothing. Raises NotADate.

    Minutes and hours are time that passes; days and weeks keep the time of day, also when the clocks change meanwhile.
    """
    typed = text.strip().casefold()
    if not typed:
        return ""
    now = now.astimezone()
    try:
        found = _relative(typed, now) or _day_name(typed, now) or _clock(typed, now) or _iso(typed)
    except (ValueError, OverflowError):  # beyond the first or the last year that there is
        found = None
    if found is None:
        raise NotADate(f"{text.strip()!r} is no date: write it {EXAMPLES}")
    return found.isoformat(timespec="seconds")


def _relative(typed: str, now: datetime) -> datetime | None:
    if not (match := re.fullmatch(r"\+(\d{1,5})\s*([mhdw])", typed)):
        return None
    there = now + timedelta(**{_UNITS[match[2]]: int(match[1])})
    return there.astimezone() if match[2] in "mh" else _local(there)


def _day_name(typed: str, now: datetime) -> datetime | None:
    """`today`, `tomorrow`, or the next such weekday after today."""
    if typed in ("today", "tomorrow"):
        ahead = int(typed == "tomorrow")
    elif days := [number for number, day in enumerate(_DAYS) if len(typed) >= 3 and day.startswith(typed)]:
        ahead = (days[0] - now.weekday() - 1) % 7 + 1
    else:
        return None
    return _at(END_OF_WORK, now + timedelta(days=ahead))


def _clock(typed: str, now: datetime) -> datetime | None:
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", typed)
    return _at((int(match[1]), int(match[2])), now) if match else None


def _iso(typed: str) -> datetime | None:
    read = datetime.fromisoformat(typed.upper())
    if len(typed) <= 10:
        return _at(END_OF_WORK, read)
    return read if read.tzinfo else _local(read)


def _at(time: tuple[int, int], day: datetime) -> datetime:
    """That hour and minute of that day."""
    return _local(day.replace(hour=time[0], minute=time[1], second=0))


def _local(moment: datetime) -> datetime:
    """That date and time of day in the zone of this machine, as it is then and not as it is now."""
    return moment.replace(tzinfo=None, fold=0).astimezone()


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
    # Each in the zone as it is then: the offset of now would be an hour off behind the next change of the clocks.
    local, now = when.astimezone(), now.astimezone()
    days = (local.date() - now.date()).days
    if days == 0:
        return f"today {local:%H:%M}"
    if days < 7:
        return f"{local:%a %H:%M}"
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"


def absolute(when: datetime | None) -> str:
    """A moment in full, local, with its zone: `24 Nov 2026 17:00 CET`; `-` for none."""
    return f"{when.astimezone():%d %b %Y %H:%M %Z}" if when else "-"
