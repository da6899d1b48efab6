"""Dates and times of a form: from the text that a variable holds, and exactly back.

`date` is `YYYY-MM-DD`; `time` is `HH:MM`, `HH:MM+hh:mm` or `HH:MMZ`; `datetime` is `YYYY-MM-DDTHH:MM` with the same
endings. What a person sees and types is local: the zone is that of `now`, which is always passed in. With a zone that
knows its history (zoneinfo) each moment has the offset of its own day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from c8tui.dates.wire import in_zone
from c8tui.forms.schema import DateTime

_DATE = r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(:\d{2}([.,]\d+)?)?" + _ZONE
_VALUE = {
    "date": re.compile(rf"{_DATE}(T{_TIME})?"),
    "time": re.compile(rf"({_DATE}T)?{_TIME}"),
    "datetime": re.compile(rf"{_DATE}T{_TIME}"),
}
_ZONE_NAME = re.compile(r"\[[\w/+-]+\]$")
"""`[Europe/Berlin]`, as Java writes it behind the offset, which says it all."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A local date, a local time of day, or both, as the subtype of the field has it."""

    date: date | None = None
    time: time | None = None


def read_moment(value: object, field: DateTime, now: datetime) -> Moment | None:
    """The local moment of a variable's text; None where it is no such date or time. Seconds are dropped.

    The date of an instant is the day that it falls on where the person is; form-js knows no such dates.
    """
    if not isinstance(value, str):
        return None
    found = _VALUE[field.subtype].fullmatch(_ZONE_NAME.sub("", value.strip()))
    if found is None:
        return None
    part = found.groupdict()
    try:
        day = date(int(part["year"]), int(part["month"]), int(part["day"])) if part["year"] else None
        if part["hour"] is None:
            return Moment(day)
        clock = time(int(part["hour"]), int(part["minute"]))
        if (zone := _zone(part["zone"])) is not None:
            local = in_zone(datetime.combine(day or in_zone(now, zone).date(), clock, zone), now.tzinfo)
            day, clock = local.date(), local.time().replace(fold=0)
    except (ValueError, OverflowError):
        return None
    return Moment(None if field.subtype == "time" else day, None if field.subtype == "date" else clock)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    away = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-away if text[0] == "-" else away)


def write_moment(moment: Moment, field: DateTime, now: datetime) -> str:
    """The text that the variable gets; a `time` has the offset of today."""
    if field.subtype == "date":
        return (moment.date or now.date()).isoformat()
    clock = moment.time or time()
    day = None if field.subtype == "time" else moment.date
    local = datetime.combine(day or now.date(), clock, now.tzinfo)
    text, ending = local, ""
    if field.time_serializing_format == "utc_normalized":
        text, ending = in_zone(local, UTC), "Z"
    elif field.time_serializing_format == "utc_offset":
        ending = _offset(local.utcoffset() or timedelta())
    return f"{text:%H:%M}{ending}" if field.subtype == "time" else f"{text.date()}T{text:%H:%M}{ending}"


def _offset(away: timedelta) -> str:
    minutes = round(away.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def shown(moment: Moment | None, field: DateTime) -> str:
    """The moment as a person reads and edits it: `2026-12-24 17:30`, or `05:30 PM` where use24h is off."""
    if moment is None:
        return ""
    clock = "" if moment.time is None else f"{moment.time:%H:%M}" if field.use24h else f"{moment.time:%I:%M %p}"
    return f"{moment.date.isoformat() if moment.date else ''} {clock}".strip()


def steps(field: DateTime) -> list[time]:
    """The times of a day that a picker offers, `time_interval` minutes apart."""
    return [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, max(field.time_interval, 1))]
