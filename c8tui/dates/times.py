"""Times of day, offsets and lengths of time as people type them: `9:30 pm`, `17h`, `+01:00`, `in 2 h 30 min`."""

from __future__ import annotations

import re
from datetime import UTC, time, timedelta, tzinfo

from msgspec import Struct

from c8tui.dates.days import Impossible

_CLOCK = re.compile(
    r"(?:at )?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"| ?h(?P<minutes>\d{2})?| o'?clock)? ?(?P<half>am|pm|a\.m\.|p\.m\.)?",
    re.ASCII,
)
_UNITS = {
    "m": "minutes", "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
    "d": "days", "day": "days", "days": "days", "w": "weeks", "wk": "weeks", "week": "weeks", "weeks": "weeks",
    "mo": "months", "month": "months", "months": "months", "y": "years", "year": "years", "years": "years",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_LENGTH = rf"\d{{1,9}} ?(?:{_UNIT})(?: ?\d{{1,9}} ?(?:{_UNIT}))*"
_PART = re.compile(rf"(\d{{1,9}}) ?({_UNIT})(?![a-z])", re.ASCII)
_SHIFT = re.compile(rf"(?P<sign>\+ ?|in |- ?)?(?P<length>{_LENGTH})(?P<way> ago| from now)?", re.ASCII)
_BEHIND = re.compile(rf"(?P<base>.*\S) ?(?P<sign>[+-]) ?(?P<length>{_LENGTH})", re.ASCII)
_TO_A_TIME = r"(?P<before>.*(?:[:.]\d{2}|[.,]\d+|[ap]m|noon|midnight))"
_OFFSET = re.compile(_TO_A_TIME + r" ?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?", re.ASCII)
_ZONE = re.compile(_TO_A_TIME + r" ?(?P<name>(?<=\d)z|(?<= )[a-z]{1,5})", re.ASCII)


class Clock(Struct, frozen=True):
    """A time of day, and 1 where it is that of the next day when it stands alone."""

    at: time
    next_day: int = 0


class Shift(Struct, frozen=True):
    """A length of time, forward or back: counts with their units, as `timedelta` names them, and months and years."""

    sign: int
    parts: tuple[tuple[int, str], ...]


class Offset(Struct, frozen=True):
    """What stands before an offset or the name of a zone, and that."""

    before: str
    of: timedelta | tzinfo | str


_WORDS = {"noon": Clock(time(12)), "midnight": Clock(time(0), 1), "eod": Clock(time(17)), "end of day": Clock(time(17))}


def read_clock_words(typed: str) -> Clock | None:
    """`9`, `17:30`, `17.30`, `17h`, `17h30`, `5 pm`, `noon`, `midnight`, `eod`; None for what has not that shape.

    Raises Impossible for 25:00.
    """
    if (word := _WORDS.get(typed.removeprefix("at "))) is not None:
        return word
    if (found := _CLOCK.fullmatch(typed)) is None:
        return None
    hour, half = int(found["hour"]), found["half"]
    minute, second = int(found["minute"] or found["minutes"] or 0), int(found["second"] or 0)
    if half:
        if not 1 <= hour <= 12:
            raise Impossible("is no time of day: with am or pm hours go from 1 to 12")
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return Clock(_time(hour, minute, second))


def _time(hour: int, minute: int, second: int) -> time:
    if hour > 23:
        raise Impossible("is no time of day: hours go from 0 to 23")
    if minute > 59 or second > 59:
        raise Impossible("is no time of day: minutes and seconds go from 0 to 59")
    return time(hour, minute, second)


def read_shift(typed: str) -> Shift | None:
    """A length of time from now: `+3d`, `in 2 h`, `2h`, `3 days`, `-1d`, `2 days ago`, `in 2 h 30 min`.

    Raises Impossible for `14h`, which some write for 14:00.
    """
    if (found := _SHIFT.fullmatch(typed)) is None:
        return None
    sign, way, parts = (found["sign"] or "").strip(), found["way"] or "", _parts(found["length"])
    if sign and way:
        return None
    if not sign and not way and re.fullmatch(r"(1[3-9]|2[0-3]) ?h", typed):
        hour = parts[0][0]
        raise Impossible(f"could be {hour}:00 or in {hour} hours: write {hour}:00 or +{hour}h")
    return Shift(-1 if sign == "-" or way == " ago" else 1, parts)


def split_shift(typed: str) -> tuple[str, list[Shift]]:
    """What stands before `+2d` and `-90m`, and these; none where nothing stands before them."""
    shifts: list[Shift] = []
    while (found := _BEHIND.fullmatch(typed)) is not None:
        typed = found["base"]
        shifts.insert(0, Shift(1 if found["sign"] == "+" else -1, _parts(found["length"])))
    return typed, shifts


def _parts(length: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(count), _UNITS[unit]) for count, unit in _PART.findall(length))


def read_offset(typed: str) -> Offset | None:
    """An offset at the end (`+01:00`, `-0500`, `z`, `utc`), or a word that may be the name of a zone.

    Raises Impossible for an offset of more than a day.
    """
    if (found := _OFFSET.fullmatch(typed)) is not None:
        hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
        if hours > 23 or minutes > 59:
            raise Impossible("has an offset that is no zone's")
        away = timedelta(hours=hours, minutes=minutes)
        return Offset(found["before"], -away if found["sign"] == "-" else away)
    if (found := _ZONE.fullmatch(typed)) is not None:
        name = found["name"]
        return Offset(found["before"], UTC if name in ("z", "utc", "gmt") else name)
    return None
