"""Dates as people type them into dialogs and as lists tell them."""

from __future__ import annotations

from datetime import datetime

from c8tui.dates import typed
from c8tui.dates.local import LOCAL
from c8tui.dates.wire import in_zone
from c8tui.errors import C8Error
from c8tui.model.base import Timestamp, moment

SKEW_S = 60.0
"""So many seconds two clocks may disagree before what one of them calls done lies in the future."""
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
        return typed.read_moment(text, in_zone(now))
    except typed.NotADate as wrong:
        raise NotADate(str(wrong)) from None


def span(seconds: float) -> str:
    """A length of time in its largest unit: `40 s`, `12 m`, `3 h`, `5 d`."""
    seconds = abs(seconds)
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} s"


def due_words(timestamp: Timestamp | None, now: datetime) -> str:
    """How far a date is: `overdue 2 h`, `in 40 m`, `today 18:00`, `Fri 12:00`, `24 Dec`, `24 Dec 2027`, or `-`.

    What cannot be read as a date is told as it came.
    """
    when = moment(timestamp)
    if when is None:
        return timestamp or "-"
    seconds = (when - now).total_seconds()
    if seconds < 0:
        return f"overdue {span(seconds)}"
    if seconds < 3 * 3_600:
        return f"in {span(seconds)}"
    # Each in the zone as it is then: the offset of now would be an hour off behind the next change of the clocks.
    local, now = in_zone(when), in_zone(now)
    days = (local.date() - now.date()).days
    if days == 0:
        return f"today {local:%H:%M}"
    if days < 7:
        return f"{local:%a %H:%M}"
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b} {local.year:04}"


def absolute(timestamp: Timestamp | datetime | None) -> str:
    """A moment in full, local, with its zone: `24 Nov 2026 17:00 CET`; `-` for none.

    What cannot be read as a date is told as it came. At the ends of the calendar, where local time ends, it is in UTC.
    """
    when = timestamp if isinstance(timestamp, datetime) else moment(timestamp)
    if when is None:
        return str(timestamp or "-")
    local = in_zone(when)
    return f"{local:%d %b} {local.year:04} {local:%H:%M %Z}"


def day(timestamp: Timestamp | None) -> str:
    """The day of a moment, local: `24 Nov 2026`; `-` for none, what cannot be read as it came."""
    when = moment(timestamp)
    if when is None:
        return timestamp or "-"
    local = in_zone(when)
    return f"{local:%d %b} {local.year:04}"


def ago(timestamp: Timestamp | None, now: datetime) -> str:
    """How long something is over, `5 m ago`, or `in 5 m` where it is not; `-` for none, what cannot be read as it came.

    A clock that is a little fast makes no future of what has just been done.
    """
    when = moment(timestamp)
    if when is None:
        return timestamp or "-"
    seconds = (now - when).total_seconds()
    return f"in {span(seconds)}" if seconds < -SKEW_S else f"{span(max(0.0, seconds))} ago"


def age(timestamp: Timestamp | None, now: datetime) -> str:
    """How old something is: `5 m`; `-` for none, what cannot be read as it came."""
    said = ago(timestamp, now)
    return said.removesuffix(" ago")
