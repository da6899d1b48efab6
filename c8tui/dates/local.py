"""Civil time in the zone of a person: local times that the clocks skip or repeat, and moments in words."""

from __future__ import annotations

import time as clock_of_machine
from datetime import UTC, date, datetime, time, timedelta, tzinfo


class LocalZone(tzinfo):
    """The zone of this machine, with the offset of each moment.

    `datetime.astimezone()` gives a fixed offset instead, which is an hour off behind the next change of the clocks.
    """

    def utcoffset(self, dt: datetime | None) -> timedelta:
        if dt is None:
            return timedelta(seconds=-clock_of_machine.timezone)
        try:
            away = dt.replace(tzinfo=None).astimezone().utcoffset() or timedelta()
            if abs(away) >= timedelta(days=1):  # a day that a zone left out, changing sides of the date line
                raise ValueError(away)
            return away
        except (OverflowError, ValueError, OSError):  # before the first year of the platform, or behind its last
            return timedelta(seconds=-clock_of_machine.timezone)

    def dst(self, dt: datetime | None) -> timedelta:
        ahead = self.utcoffset(dt) - timedelta(seconds=-clock_of_machine.timezone)
        # A zone that changed sides of the date line is a day from what it is now, which is no summer time.
        return ahead if abs(ahead) < timedelta(days=1) else timedelta()

    def tzname(self, dt: datetime | None) -> str:
        try:
            return (dt or datetime.now()).replace(tzinfo=None).astimezone().tzname() or ""
        except (OverflowError, ValueError, OSError):
            return clock_of_machine.tzname[0]

    def fromutc(self, dt: datetime) -> datetime:
        """Of a local time that comes twice, the second one has fold 1."""
        try:
            local = dt.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)
        except (OverflowError, ValueError, OSError):  # and where there is no such local time, OverflowError once more
            return dt + self.utcoffset(None)
        first = local.replace(tzinfo=None) - self.utcoffset(local)
        return local if first == dt.replace(tzinfo=None) else local.replace(fold=1)


LOCAL = LocalZone()


def now() -> datetime:
    """This moment, in the zone of this machine."""
    return datetime.now(LOCAL)


def at(day: date, clock: time, zone: tzinfo | None) -> tuple[datetime, str]:
    """The moment of a local time, and a remark where a change of the clocks skips or repeats that time, else "".

    A time that is skipped becomes as much later as the clocks go forward; of one that comes twice the first is meant,
    unless the fold of `clock` is 1. Raises OverflowError at the ends of the calendar.
    """
    wanted = datetime.combine(day, clock, zone)
    there = wanted.astimezone(UTC).astimezone(zone)
    if day.year <= 1900:  # local mean time
        return wanted, ""
    if there.replace(tzinfo=None) != wanted.replace(tzinfo=None):
        return there, f"the clocks skip {clock:%H:%M} that day"
    if is_repeated(wanted):
        which = "second" if clock.fold else "first"
        return wanted, f"{clock:%H:%M} comes twice that day: the {which}"
    return wanted, ""


def is_repeated(when: datetime) -> bool:
    """Whether its local time comes twice, as the clocks go back."""
    first, second = (when.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return first > second


def in_words(when: datetime) -> str:
    """A moment in full, in its own zone: `Thu 24 Dec 2026 17:00 CET`; with seconds where it has some."""
    seconds = f":{when:%S}" if when.second else ""
    return f"{day_in_words(when.date())} {when:%H:%M}{seconds} {when:%Z}".rstrip()


def day_in_words(day: date) -> str:
    """A day in full: `Thu 24 Dec 2026`."""
    return f"{day:%a} {day.day} {day:%b} {day.year:04}"


def editable(when: datetime) -> str:
    """A moment as one edits it: `2026-12-24 17:00`, with what it takes to mean the same when it is read again."""
    seconds = f":{when:%S}" if when.second else ""
    offset = f"{when:%z}" if is_repeated(when) else ""
    return f"{when.year:04}-{when:%m-%d %H:%M}{seconds}{offset}"
