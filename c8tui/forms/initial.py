"""The value that a field starts with: its variable made fit for its type, else its default, else the empty value."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from c8tui.forms import numbers
from c8tui.forms import schema as s
from c8tui.forms.moments import read_moment, write_moment
from c8tui.forms.options import word
from c8tui.forms.values import MISSING, copy

_BREAKS = re.compile(r"[\r\n\t]")


def initial_value(component: s.Keyed, variable: Any, now: datetime) -> Any:
    """`variable` is `MISSING` where the form data has none at the path of the field."""
    if isinstance(component, s.Expression | s.Unknown) or not isinstance(component, s.Field):
        return None if variable is MISSING else variable
    if variable is not MISSING:
        return fit(component, variable, now)
    if component.default_value is None:
        return empty(component)
    default = copy(component.default_value)
    # As in form-js, what the modeller wrote is not made fit; only a list and a date have to be what they are shown as.
    return fit(component, default, now) if isinstance(component, s.ManyChoice | s.DateTime) else default


def empty(component: s.Keyed) -> Any:
    """What a field holds when nothing was entered."""
    if isinstance(component, s.TextArea):
        return ""
    if isinstance(component, s.Checkbox):
        return False
    return [] if isinstance(component, s.ManyChoice) else None


def fit(component: s.Field, value: Any, now: datetime) -> Any:
    """The value as the field keeps it; the empty value where it is none for this type."""
    if isinstance(component, s.TextArea):
        return _text(component, value)
    if isinstance(component, s.Number):
        return numbers.sanitised(value, component)
    if isinstance(component, s.Checkbox):
        return value is True
    if isinstance(component, s.DateTime):
        moment = read_moment(value, component, now)
        return write_moment(moment, component, now) if moment else None
    if isinstance(component, s.ManyChoice):
        return value if isinstance(value, list) else []
    if isinstance(component, s.FilePicker):
        return value if value else None
    return value


def _text(component: s.TextArea, value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    text = word(value)
    return _BREAKS.sub(" ", text) if isinstance(component, s.TextField) else text
