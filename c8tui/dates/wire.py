"""RFC 3339 date-times as servers write them, read leniently, and moved into a zone without leaving the calendar.

The two ends of the calendar are in use as "never" and "always"; elsewhere than in Greenwich they have no local time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from c8tui.dates.local import LOCAL

_DATE_TIME = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:[Tt ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,18}))?)?"
    r" ?(?P<offset>[Zz]|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?)?(?:\[(?P<zone>[\w/+-]{1,64})\])?",
    re.ASCII,
)


def read_instant(text: str) -> datetime | None:
    """The aware moment that `text` names, None where it names none; no zone at all means UTC.

    Beyond RFC 3339: letters in any case, a space for the T, no seconds, any number of digits behind them (cut to
    microseconds), a leap second (the last second before it), and `[Europe/Berlin]` behind or instead of the offset.
    """
    found = _DATE_TIME.fullmatch(text.strip())
    if found is None:
        return None
    part = found.groupdict()
    try:
        return datetime(
            int(part["year"]),
            int(part["month"]),
            int(part["day"]),
            int(part["hour"] or 0),
            int(part["minute"] or 0),
            59 if part["second"] == "60" else int(part["second"] or 0),
            int((part["fraction"] or "0")[:6].ljust(6, "0")),
            _zone(part["offset"], part["zone"]),
        )
    except (ValueError, KeyError, OSError):  # no such day, hour or zone; OSError: the name of a folder of zones
        return None


def _zone(offset: str | None, name: str | None) -> tzinfo:
    """The offset says it all; a name alone has to be looked up. Raises ValueError for what is none."""
    if offset is None:
        return ZoneInfo(name) if name else UTC
    if offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "").ljust(6, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:]))
    return timezone(-away if offset[0] == "-" else away)


def in_zone(when: datetime, zone: tzinfo | None = LOCAL) -> datetime:
    """The same moment in another zone, that of this machine by default.

    Where it would leave the calendar there, it is given in UTC, and where it would leave it there too, as it came.
    """
    for there in (zone, UTC):
        try:
            moved = when.astimezone(there)
            if not moved - when:  # at the very ends the offset of a zone may be another one on the way back
                return moved
        except (OverflowError, ValueError, OSError):
            continue
    return when
