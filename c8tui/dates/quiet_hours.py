"""Hours of the week as people type them: `18:00-08:00`, `sat, sun`, `mon-thu 18:00-08:00`.

They are those of the clock on the wall: a change of the clocks makes such a night longer or shorter, and a span that
goes over midnight is of the day on which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from msgspec import Struct

from c8tui.dates.days import DAYS, Impossible, weekday_of
from c8tui.dates.times import read_clock_words

EXAMPLES = 'as "18:00-08:00" or "18:00-08:00, sat, sun"'
LONGEST = 200
"""Characters of what can be hours."""
_DASH = r" ?(?:-|\u2013| to ) ?"
_DAYS = re.compile(rf"(?P<first>[a-z]+)(?:{_DASH}(?P<last>[a-z]+))?(?: (?P<hours>.+))?")
_EVERY_DAY = frozenset(range(len(DAYS)))


class WeeklySpan(Struct, frozen=True):
    """A span of time on some days of the week, 0 for Monday; the end is no part of it."""

    days: frozenset[int]
    begin: time
    end: time
    """Not later than `begin` where it goes over midnight; midnight is the end of the day."""

    def holds(self, when: datetime) -> bool:
        """Whether a moment is in it, by its own local time."""
        clock, day = when.time(), when.weekday()
        if self.begin < self.end:
            return day in self.days and self.begin <= clock < self.end
        the_day_before = (when.date() - timedelta(days=1)).weekday()
        return (day in self.days and clock >= self.begin) or (the_day_before in self.days and clock < self.end)


class WeeklyHours(Struct, frozen=True):
    """Spans of the week."""

    spans: tuple[WeeklySpan, ...] = ()

    def holds(self, when: datetime) -> bool:
        """Whether a moment is in any of them, by its own local time."""
        return any(span.holds(when) for span in self.spans)


def read_weekly_hours(text: str) -> WeeklyHours:
    """The hours that were typed, parted by commas; days without hours are whole ones. Raises Impossible.

    Days may go over the end of the week (`fri-mon`), hours over midnight.
    """
    if len(text) > LONGEST:
        raise Impossible("is too long for hours")
    return WeeklyHours(tuple(_spans(" ".join(text.casefold().split()))))


def _spans(text: str) -> Iterator[WeeklySpan]:
    for part in text.split(","):
        if not (part := part.strip()):
            raise Impossible("names no hours before or behind a comma" if "," in text else "names no hours")
        days, hours = _days(part)
        begin, end = _hours(hours) if hours else (time(0), time(0))
        yield WeeklySpan(days, begin, end)


def _days(part: str) -> tuple[frozenset[int], str]:
    """The days that a part begins with, all of them where it names none, and what stands behind them."""
    found = _DAYS.fullmatch(part)
    first = weekday_of(found["first"]) if found else None
    if found is None or first is None:
        return _EVERY_DAY, part
    last = weekday_of(found["last"]) if found["last"] else first
    if last is None:
        raise Impossible(f"has {found['last']!r} for a weekday")
    count = (last - first) % len(DAYS) + 1
    return frozenset((first + n) % len(DAYS) for n in range(count)), found["hours"] or ""


def _hours(text: str) -> tuple[time, time]:
    ends = re.split(_DASH, text)
    if len(ends) != 2:
        raise Impossible("has no begin and end of hours")
    begin, end = _clock(ends[0]), time(0) if ends[1] == "24:00" else _clock(ends[1])
    if begin == end and begin != time(0):
        raise Impossible("begins and ends at the same time")
    return begin, end


def _clock(text: str) -> time:
    if (clock := read_clock_words(text)) is None:
        raise Impossible(f"has {text!r} for a time of day")
    return clock.at
