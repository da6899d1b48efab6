"""The value of a field as text: as a person edits it, and what cannot be read raw."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from c8tui.forms import numbers
from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.moments import read_moment, shown
from c8tui.forms.options import word
from c8tui.forms.values import MISSING


def edited_text(instance: FieldInstance, now: datetime) -> str:
    """The value as a person reads and edits it; what was typed and could not be read stays as it is."""
    component, value = instance.component, instance.value
    if instance.unread and instance.typed is not None:
        return instance.typed
    if value is None and instance.disabled and instance.came is not MISSING:
        value = instance.came  # it counts as null, but it is there to be read
    if value is None or value == "":
        return ""
    text = ""
    if isinstance(component, s.Number):
        text = numbers.text_of(value)
    elif isinstance(component, s.DateTime):
        text = shown(read_moment(value, component, now), component)
    return text or raw_text(value)


def raw_text(value: Any) -> str:
    """A JSON value as it is: text without quotes, objects and lists as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else word(value)
