"""Dates as people type them into dialogs and as lists tell them."""

from __future__ import annotations

from datetime import datetime

from c8tui.dates import typed
from c8tui.dates.local import LOCAL
from c8tui.errors import C8Error

EXAMPLES = f"{typed.EXAMPLES['moment']}; empty clears it"


class NotADate(C8Error):
    """What was typed is no date that we can read."""


def read_date(text: str, now: datetime) -> str:
    """RFC 3339 text for what was typed, in the zone of this machine; empty text for nothing. Raises NotADate.

    Minutes and hours are time that passes; days and weeks keep the time of day, also when the clocks change meanwhile.
    """
    return _read(text, now).when.isoformat(timespec="seconds") if text.strip() else ""


def date_in_words(text: str, now: datetime) -> str:
    """What was typed as it is understood, `Thu 24 Dec 2026 17:00 CET (no time given: 17:00)`; "" for no date."""
    try:
        return _read(text, now).words(LOCAL) if text.strip() else ""
    except NotADate:
        return ""


def _read(text: str, now: datetime) -> typed.Moment:
    try:
        return typed.read_moment(text, now.astimezone(LOCAL))
    except typed.NotADate as wrong:
        raise NotADate(str(wrong)) from None


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
