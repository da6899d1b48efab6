"""A field that takes a typed date, and says below it how that is understood."""

from __future__ import annotations

from c8tui.dates.local import editable
from c8tui.dates.wire import in_zone
from c8tui.model.base import moment
from c8tui.session.dates import EXAMPLES, NotADate, date_in_words, read_date
from c8tui.tui import clock
from c8tui.tui.fields import Field


def date_field(id: str, label: str, timestamp: str | None) -> Field:
    """A field that begins with a moment of the API; empty clears it."""
    when = moment(timestamp)
    value = editable(in_zone(when)) if when else timestamp or ""
    return Field(id, label, value, EXAMPLES, wrong_date, lambda text: date_in_words(text, clock.now()))


def wrong_date(text: str) -> str | None:
    """The rule of a date field."""
    try:
        read_date(text, clock.now())
    except NotADate as wrong:
        return wrong.detail
    return None
