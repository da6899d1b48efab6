"""Dates and times as people type them into a form: what they mean for a field, and that in words."""

from __future__ import annotations

from datetime import datetime, time

from c8tui.dates.local import at, day_in_words, in_words
from c8tui.dates.typed import NotADate, read_clock, read_day, read_moment
from c8tui.dates.wire import in_zone
from c8tui.forms.moments import Moment
from c8tui.forms.schema import DateTime


class NotAMoment(ValueError):
    """What was typed is no date or time of this kind; the text says how to write one."""


def read_typed(text: str, field: DateTime, now: datetime) -> Moment | None:
    """The moment that was typed, local to the zone of `now`, which is aware; None for nothing. Raises `NotAMoment`.

    Where a `datetime` is given no time of day it is that of `DEFAULT_TIME`, which `typed_in_words` says.
    """
    return _read(text, field, now)[0] if text.strip() else None


def typed_in_words(text: str, field: DateTime, now: datetime) -> str:
    """What was typed as it is understood, `Thu 24 Dec 2026 17:00 CET (no time given: 17:00)`; "" for no date."""
    try:
        return _read(text, field, now)[1] if text.strip() else ""
    except NotAMoment:
        return ""


def moment_in_words(moment: Moment, now: datetime) -> str:
    """A moment in full, with its weekday and its zone as far as it has them."""
    if moment.time is None:
        return day_in_words(moment.date) if moment.date else ""
    if moment.date is None:
        return f"{moment.time:%H:%M}"
    try:
        return in_words(at(moment.date, moment.time, now.tzinfo)[0])
    except (OverflowError, ValueError):
        return f"{day_in_words(moment.date)} {moment.time:%H:%M}"


def _read(text: str, field: DateTime, now: datetime) -> tuple[Moment, str]:
    try:
        if field.subtype == "date":
            moment = Moment(read_day(text, now))
        elif field.subtype == "time":
            moment = Moment(time=read_clock(text, now))
        else:
            typed = read_moment(text, now)
            local = in_zone(typed.when, now.tzinfo).replace(second=0, microsecond=0)
            moment = Moment(local.date(), time(local.hour, local.minute, fold=local.fold))
            return moment, moment_in_words(moment, now) + (f" ({typed.remark})" if typed.remark else "")
    except NotADate as wrong:
        raise NotAMoment(str(wrong)) from None
    return moment, moment_in_words(moment, now)
