"""What a form sends: the fields with a key that are there to be seen, nested by the paths of groups and lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.scopes import FormData
from c8tui.forms.values import MISSING, copy, put


def collected(instances: Iterable[FieldInstance], data: FormData) -> dict[str, Any]:
    """The variables to send. Disabled fields are left out, readonly ones are sent; what is hidden is not there."""
    found: dict[str, Any] = {}
    for instance in instances:
        _collect(instance, data, found)
    return found


def _collect(instance: FieldInstance, data: FormData, found: dict[str, Any]) -> None:
    if instance.hidden_itself:
        return
    component = instance.component
    if isinstance(component, s.DynamicList):
        put(found, instance.path, [{} for _ in instance.rows])
        for row in instance.rows:
            for child in row.children:
                _collect(child, data, found)
    elif isinstance(component, s.Container):
        for child in instance.children:
            _collect(child, data, found)
    elif instance.path and not instance.disabled:
        # A component of an unknown type sends its variable back as it came, and nothing where there was none.
        if isinstance(component, s.Unknown) and data.value(instance.path) is MISSING:
            return
        put(found, instance.path, copy(instance.value))
