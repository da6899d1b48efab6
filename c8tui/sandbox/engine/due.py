"""When a timer is due: ISO 8601 dates, durations and repeating intervals as FEEL values or texts, cron expressions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from c8tui import feel
from c8tui.feel import Date, DateTime, DaysDuration, MonthsDuration
from c8tui.sandbox.bpmn import cron

_ENDLESS = -1


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeating interval: how often (-1: for ever), from when on, what is between (a duration as text, or a cron
    expression, which is read in UTC)."""

    repetitions: int
    start: int | None
    interval: str


def parse(text: str) -> feel.Value:
    """A date and time or a duration as a value of FEEL; None for what is neither."""
    for function in ("date and time", "duration"):
        value = feel.evaluate(f"{function}(t)", {"t": text}).value
        if value is not None:
            return value
    return None


def moment_ms(value: feel.Value) -> int | None:
    """Milliseconds since 1970 of a date and time; a date is its midnight, and UTC where there is no zone."""
    if isinstance(value, str):
        value = parse(value)
    if isinstance(value, Date):
        return (value.ordinal - Date(1970, 1, 1).ordinal) * 86_400_000
    if isinstance(value, DateTime):
        epoch = feel.evaluate('date and time("1970-01-01T00:00:00Z")', {}).value
        assert isinstance(epoch, DateTime)
        return (value.instant - epoch.instant) // 10**6
    return None


def after_ms(start: int, value: feel.Value) -> int | None:
    """The moment a duration later; None for what is no duration."""
    if isinstance(value, str):
        value = parse(value)
    if isinstance(value, DaysDuration):
        return start + value.nanos // 10**6
    if isinstance(value, MonthsDuration):
        at = feel.evaluate(
            'date and time("1970-01-01T00:00:00Z") + duration("PT" + string(s) + "S") + d',
            {"s": start // 1000, "d": value},
        ).value
        later = moment_ms(at)
        return None if later is None else later + start % 1000
    return None


def next_ms(at: int, interval: str) -> int | None:
    """The moment that follows in a cycle, given its duration or cron expression; None where none follows."""
    expression = cron.parse(interval)
    if expression is None:
        return after_ms(at, interval)
    following = expression.after(datetime.fromtimestamp(at / 1000, UTC))
    return None if following is None else round(following.timestamp() * 1000)


def cycle(text: str) -> Cycle | None:
    """`R3/PT1M`, `R/P1D` or `R3/2026-12-24T18:00:00Z/P1D`, `0 0 9 * * MON-FRI`; None for what is none of these."""
    if cron.parse(text) is not None:
        return Cycle(_ENDLESS, None, text)
    head, _, rest = text.partition("/")
    if not head.startswith("R") or not rest:
        return None
    start, separator, interval = rest.rpartition("/")
    begins = moment_ms(start) if separator else None
    if (separator and begins is None) or after_ms(0, interval) is None:
        return None
    times = head[1:]
    return Cycle(int(times) if times and int(times) >= 0 else _ENDLESS, begins, interval)
