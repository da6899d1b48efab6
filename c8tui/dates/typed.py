"""Dates and times as people type them, read in one place: `tomorrow 9:00`, `24.12.`, `in 2 h`, `fri`, `now+2d`.

Forms, dialogs, views and filters read with it, so that the same words mean the same everywhere. Each asks for what it
needs: a day, a time of day, a moment, or a span of time. Everything is in the zone of `now`, which is passed in.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from c8tui.dates.days import Days, Impossible, after, read_days
from c8tui.dates.local import at, day_in_words, in_words
from c8tui.dates.times import read_clock_words, read_offset, read_shift, split_shift
from c8tui.dates.wire import in_zone

DEFAULT_TIME = time(17, 0)
"""The time of day that a day without one means where a moment is wanted: the end of work."""
LONGEST = 100
"""Characters of what can be a date."""
FIRST_YEAR = 1900
"""Before it, offsets of zones have seconds, which RFC 3339 cannot write."""

EXAMPLES = {
    "date": "as 2026-12-24, 24.12., 24 dec, today, tomorrow, fri or +3d",
    "time": "as 17:30, 9, 5 pm, noon, now or +2h",
    "moment": "as 2026-12-24, 2026-12-24 17:00, 24.12., tomorrow 9:00, fri, noon, +3d or in 2 h",
    "span": "as < now, today, < today+2d, fri, this week, 24.12., 2026-12-01..2026-12-31, overdue, none or any",
}
_NAMES = {"date": "date", "time": "time of day", "moment": "date", "span": "date"}


class NotADate(ValueError):
    """What was typed cannot be read; the text is a sentence that says why, or how to write it."""


class Typed(Struct, frozen=True):
    """What was typed, as it was understood."""

    days: Days
    """Its day, or the first of several."""
    clock: time | None = None
    """The local time of day; None where none was given. Fold 1 is the second of two."""
    instant: datetime | None = None
    """The exact moment, where a zone or time that passes makes it one."""
    clock_alone: bool = False
    """Whether no day was given."""


def read_day(text: str, now: datetime) -> date:
    """The day that was typed. Raises `NotADate`, also for a time of day, which has no place there."""
    found = _read(text, now, "date")
    if found.clock_alone:
        raise _unknown(text, "date")
    if found.clock is not None and found.instant is None:
        raise NotADate(f"{_quoted(text)} has a time of day: only the date is asked for")
    return found.days.first


def read_clock(text: str, now: datetime) -> time:
    """The time of day that was typed, to the minute. Raises `NotADate`."""
    found = _read(text, now, "time")
    if found.clock is None or not (found.clock_alone or found.instant):
        raise _unknown(text, "time")
    return found.clock.replace(second=0, microsecond=0)


class Moment(Struct, frozen=True):
    """A moment that was typed, aware, and what has to be said of it: the time that was assumed, clocks that change."""

    when: datetime
    remark: str = ""

    def words(self, zone: tzinfo | None) -> str:
        """It in full, with its weekday and zone: `Thu 24 Dec 2026 17:00 CET (no time given: 17:00)`."""
        return in_words(in_zone(self.when, zone)) + (f" ({self.remark})" if self.remark else "")


def read_moment(text: str, now: datetime) -> Moment:
    """The moment that was typed; a day without a time of day means `DEFAULT_TIME`. Raises `NotADate`."""
    found = _read(text, now, "moment")
    try:
        if found.instant is not None:
            _check(found.instant)
            return Moment(found.instant)
        clock = DEFAULT_TIME if found.clock is None else found.clock
        when, changes = at(found.days.first, clock, now.tzinfo)
        _check(when)
    except (OverflowError, ValueError):
        raise _beyond(text, FIRST_YEAR) from None
    assumed = "" if found.clock is not None else f"no time given: {DEFAULT_TIME:%H:%M}"
    return Moment(when, "; ".join(filter(None, (assumed, changes))))


def read_span(text: str, now: datetime) -> tuple[datetime, datetime]:
    """From when on and up to when (not included): a day lasts until the next, a week for seven; a moment has no length.

    Raises `NotADate`.
    """
    found = _read(text, now, "span")
    try:
        if found.instant is not None or found.clock is not None:
            moment = found.instant or at(found.days.first, found.clock or time(), now.tzinfo)[0]
            _check(moment)
            return moment, moment
        begin = at(found.days.first, time(), now.tzinfo)[0]
        end = at(found.days.behind, time(), now.tzinfo)[0]
        _check(begin)
        _check(end)
    except (OverflowError, ValueError):
        raise _beyond(text, FIRST_YEAR) from None
    return begin, end


def _check(when: datetime) -> None:
    """Raises ValueError or OverflowError for a moment that cannot be written in RFC 3339, in its own zone or in UTC."""
    if when.astimezone(UTC).year < FIRST_YEAR:
        raise ValueError(when)


def span_words(begin: datetime, end: datetime) -> str:
    """A span in full: `Thu 24 Dec 2026`, `Mon 21 Dec 2026 to Sun 27 Dec 2026`, or the moments it lies between."""
    if begin == end:
        return in_words(begin)
    last = end - timedelta(days=1)
    if begin.time() == end.time() == time():
        one, other = day_in_words(begin.date()), day_in_words(last.date())
        return one if one == other else f"{one} to {other}"
    return f"{in_words(begin)} to {in_words(end)}"


# Reading

_COMPACT = re.compile(r"(?<=\d)t(?=\d)(?:(\d{2})(\d{2})(\d{2})?(?!\d|:))?", re.ASCII)


def _spread(found: re.Match[str]) -> str:
    """The `T` of ISO 8601, and the time behind it where that is written without colons."""
    return " " + ":".join(filter(None, found.groups()))


def _read(text: str, now: datetime, wanted: str) -> Typed:
    typed = _COMPACT.sub(_spread, " ".join(text.casefold().replace(",", " ").split()))
    if not typed or len(typed) > LONGEST:
        raise _unknown(text, wanted)
    try:
        found = _whole(typed, now, wanted)
    except Impossible as why:
        raise NotADate(f"{_quoted(text)} {why}") from None
    except (OverflowError, ValueError):
        raise _beyond(text) from None
    if found is None:
        raise _unknown(text, wanted)
    return found


def _whole(typed: str, now: datetime, wanted: str) -> Typed | None:
    """What stands there, and what is added to it or taken away: `now+2d`, `fri - 1w`."""
    if wanted == "time" and (clock := read_clock_words(typed)) is not None:
        return Typed(Days(now.date()), clock.at, clock_alone=True)  # `17h` is a time of day there, and no span
    if (shift := read_shift(typed)) is not None:
        return _moved(_exactly(now), shift.sign, shift.parts, now)
    base, shifts = split_shift(typed)
    found = _day_and_clock(base, now, wanted)
    for shift in shifts:
        found = found and _moved(found, shift.sign, shift.parts, now)
    return found


def _exactly(moment: datetime) -> Typed:
    return Typed(Days(moment.date()), moment.timetz().replace(tzinfo=None), moment)


def _moved(found: Typed, sign: int, parts: tuple[tuple[int, str], ...], now: datetime) -> Typed:
    """So much earlier or later: minutes and hours are time that passes, what is longer keeps the time of day."""
    days, passing = found.days, timedelta()
    for count, unit in parts:
        if unit in ("minutes", "hours"):
            passing += timedelta(**{unit: sign * count})
        else:
            days = days.moved(sign * count, unit)
    if days != found.days:
        found = replace(found, days=days, instant=None)
        if found.clock is not None and not passing:
            found = _exactly(at(days.first, found.clock, now.tzinfo)[0])
    if passing:
        start = found.instant or at(days.first, found.clock or time(), now.tzinfo)[0]
        found = _exactly((start.astimezone(UTC) + passing).astimezone(now.tzinfo))
    return found


def _day_and_clock(typed: str, now: datetime, wanted: str) -> Typed | None:
    """A day, a time of day, or both in either order, with a zone behind the time; raises Impossible for a 31.2."""
    if typed == "now":
        return _exactly(now)
    why: Impossible | None = None
    for words, zone in _zones(typed):
        try:
            found = _either(words, now, wanted)
        except Impossible as impossible:
            why = why or impossible
            continue
        if found is not None and (zone is None or found.clock is not None):
            return found if zone is None else _in_zone(found, zone, now)
    if why is not None:
        raise why
    return None


def _zones(typed: str) -> list[tuple[str, tzinfo | str | None]]:
    """What was typed as it stands, and without the offset or the name of a zone at its end."""
    found: list[tuple[str, tzinfo | str | None]] = [(typed, None)]
    if (offset := read_offset(typed)) is not None:
        found.append((offset.before, timezone(offset.of) if isinstance(offset.of, timedelta) else offset.of))
    return found


def _in_zone(found: Typed, zone: tzinfo | str, now: datetime) -> Typed | None:
    """A time of day that has a zone: an offset, or the name that the person's own zone has then, as CET."""
    day, clock = found.days.first, found.clock or time()
    if isinstance(zone, tzinfo):
        there = datetime.combine(day, clock, zone)
        here = in_zone(there, now.tzinfo)
        local = here.timetz().replace(tzinfo=None)
        return Typed(Days(here.date()), local, there, found.clock_alone)
    for fold in (0, 1):
        if datetime.combine(day, clock.replace(fold=fold), now.tzinfo).strftime("%Z").casefold() == zone:
            return _exactly(datetime.combine(day, clock.replace(fold=fold), now.tzinfo))
    raise Impossible(f"has a zone that is not yours then: write {zone.upper()} as an offset, as +01:00")


def _either(typed: str, now: datetime, wanted: str) -> Typed | None:
    today, why = now.date(), None
    try:
        days = read_days(typed, today)
    except Impossible as impossible:
        days, why = None, impossible
    try:
        clock = read_clock_words(typed)
    except Impossible as impossible:
        clock, why = None, why or impossible
    if days is not None and clock is not None and wanted in ("moment", "span"):
        raise Impossible(f"could be {day_in_words(days.first)} or {clock.at:%H:%M}: write {typed}. or {clock.at:%H:%M}")
    if days is not None:
        return Typed(days)
    if clock is not None:
        # Tonight's midnight belongs to tomorrow.
        return Typed(Days(today).moved(clock.next_day, "days"), clock.at, clock_alone=True)
    words = typed.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        for day_words, clock_words in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            try:
                days = read_days(" ".join(day_words), today) or after(" ".join(day_words), today)
                clock = read_clock_words(" ".join(clock_words)) if days is not None else None
            except Impossible as impossible:
                why = why or impossible
                continue
            if days is not None and clock is not None:
                return Typed(days, clock.at)
    if why is not None:
        raise why
    return None


def _quoted(text: str) -> str:
    """What was typed, as a sentence names it."""
    typed = text.strip()
    return repr(typed if len(typed) <= LONGEST else typed[: LONGEST - 1] + "…")


def _unknown(text: str, wanted: str) -> NotADate:
    return NotADate(f"{_quoted(text)} is no {_NAMES[wanted]}: write it {EXAMPLES[wanted]}")


def _beyond(text: str, first: int = 1) -> NotADate:
    return NotADate(f"{_quoted(text)} is no date: years go from {first} to 9999")
