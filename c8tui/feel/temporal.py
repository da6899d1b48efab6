"""Dates, times and durations of FEEL: years up to nine digits, nanoseconds, zones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from c8tui.feel.zones import UTC, Zone

NANOS = 1_000_000_000
DAY = 86_400 * NANOS
MAX_YEAR = 999_999_999
MAX_NANOS = 10**30
"""Beyond the age of any date that FEEL can say; keeps arithmetic on durations from growing without end."""

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ERA_YEARS, _ERA_DAYS = 400, 146_097


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _DAYS[month - 1]


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the proleptic Gregorian calendar. Raises `ValueError` for what is none; `make_date` makes that None."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not _is_day(self.year, self.month, self.day):
            raise ValueError(f"the calendar has no {self.year}-{self.month}-{self.day}")

    @property
    def ordinal(self) -> int:
        """Days since 1 January 1970."""
        year = self.year - (self.month <= 2)
        era, of_era = divmod(year, _ERA_YEARS)
        of_year = (153 * (self.month + (-3 if self.month > 2 else 9)) + 2) // 5 + self.day - 1
        return era * _ERA_DAYS + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.ordinal + 3) % 7 + 1

    @property
    def day_of_year(self) -> int:
        return self.ordinal - Date(self.year, 1, 1).ordinal + 1

    @property
    def week_of_year(self) -> int:
        """The week of ISO 8601: the week of the year that has this week's Thursday."""
        thursday = from_ordinal(self.ordinal - self.weekday + 4)
        return (thursday.day_of_year - 1) // 7 + 1

    def plus_months(self, months: int) -> Date | None:
        """The same day some months away, or the last day of that month."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        if abs(year) > MAX_YEAR:
            return None
        return Date(year, month + 1, min(self.day, days_in(year, month + 1)))

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"


def _is_day(year: int, month: int, day: int) -> bool:
    return abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in(year, month)


def make_date(year: int, month: int, day: int) -> Date | None:
    """The date, or None when the calendar has no such day."""
    return Date(year, month, day) if _is_day(year, month, day) else None


def _counted(year: int, month: int, day: int) -> Date:
    """A date that was counted rather than said: a day for certain, in whatever year."""
    date = object.__new__(Date)
    for name, part in (("year", year), ("month", month), ("day", day)):
        object.__setattr__(date, name, part)
    return date


def from_ordinal(ordinal: int) -> Date:
    """The date so many days after 1 January 1970; its year may be beyond MAX_YEAR."""
    era, of_era = divmod(ordinal + 719_468, _ERA_DAYS)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return _counted(year_of_era + era * _ERA_YEARS + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; without a zone it is local. Raises `ValueError` for what no clock shows."""

    hour: int
    minute: int
    second: int
    nanos: int = 0
    zone: Zone | None = None

    def __post_init__(self) -> None:
        whole = 0 <= self.hour < 24 and 0 <= self.minute < 60 and 0 <= self.second < 60
        if not whole or not 0 <= self.nanos < NANOS:
            raise ValueError(f"the day has no {self.hour}:{self.minute}:{self.second}.{self.nanos:09}")

    @property
    def seconds(self) -> int:
        """Whole seconds since midnight."""
        return self.hour * 3600 + self.minute * 60 + self.second

    @property
    def of_day(self) -> int:
        """Nanoseconds since midnight."""
        return self.seconds * NANOS + self.nanos

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; a named zone is asked about the first day of 1970, since a time has no date."""
        return None if self.zone is None else self.zone.offset_at(1970, 1, 1, self.seconds)

    @property
    def instant(self) -> int:
        """Nanoseconds that order times: of UTC when there is a zone, else of the local day."""
        return self.of_day - (self.offset or 0) * NANOS

    def __str__(self) -> str:
        fraction = f".{self.nanos:09}".rstrip("0") if self.nanos else ""
        return f"{self.hour:02}:{self.minute:02}:{self.second:02}{fraction}{self.zone or ''}"


def time_of_day(nanos: int, zone: Zone | None) -> Time:
    """The time so many nanoseconds after midnight (of any day)."""
    seconds, rest = divmod(nanos % DAY, NANOS)
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest, zone)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date with a time of day."""

    date: Date
    time: Time

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at this moment; None without a zone."""
        if self.time.zone is None:
            return None
        return self.time.zone.offset_at(self.date.year, self.date.month, self.date.day, self.time.seconds)

    @property
    def local(self) -> int:
        """Nanoseconds since 1970 as the clock on the wall counts them."""
        return self.date.ordinal * DAY + self.time.of_day

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970 in UTC; the local ones when there is no zone."""
        return self.local - (self.offset or 0) * NANOS

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def date_time_at(instant: int, zone: Zone | None) -> DateTime | None:
    """The date and time in `zone` so many nanoseconds after 1970 in UTC (local without a zone)."""
    local = instant
    if zone is not None:
        guess = from_ordinal(instant // DAY)
        if abs(guess.year) > MAX_YEAR:
            return None
        local += zone.offset_of(guess.year, guess.month, guess.day, instant % DAY // NANOS) * NANOS
    found = _split(local, zone)
    return found if abs(found.date.year) <= MAX_YEAR else None


def _split(local: int, zone: Zone | None) -> DateTime:
    days, rest = divmod(local, DAY)
    return DateTime(from_ordinal(days), time_of_day(rest, zone))


def in_zone(moment: DateTime, zone: Zone) -> DateTime | None:
    """The same instant on the clocks of `zone`; a local one is read there."""
    if moment.time.zone is None:
        return DateTime(moment.date, replace(moment.time, zone=zone))
    return date_time_at(moment.instant, zone)


def midnight(date: Date) -> DateTime:
    """The date as a date and time in UTC, as comparisons with dates and times need it."""
    return DateTime(date, Time(0, 0, 0, 0, UTC))


@dataclass(frozen=True, slots=True)
class DaysDuration:
    """A days and time duration in nanoseconds."""

    nanos: int

    def __str__(self) -> str:
        seconds, nanos = divmod(abs(self.nanos), NANOS)
        days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
        fraction = f".{nanos:09}".rstrip("0") if nanos else ""
        parts = [f"{days}D"] if days else []
        clock = [f"{hours}H"] if hours else []
        clock += [f"{minutes}M"] if minutes else []
        clock += [f"{seconds % 60}{fraction}S"] if seconds % 60 or nanos else []
        text = "".join([*parts, *(["T", *clock] if clock else [])]) or "T0S"
        return f"{'-' if self.nanos < 0 else ''}P{text}"


@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """A years and months duration in months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if self.months < 0 else ''}P{text or '0M'}"
