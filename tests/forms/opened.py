"""Forms written in a test, opened at a fixed moment."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from c8tui.forms.form import Form
from c8tui.forms.read import read
from c8tui.forms.state import FormState

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 12, 34, 56, tzinfo=BERLIN)
"""A Wednesday."""


def form_of(*components: dict[str, Any]) -> Form:
    """A form of these components; an id is made where there is none."""
    named = [{"id": f"F{index}", **component} for index, component in enumerate(components)]
    return read(json.dumps({"type": "default", "schemaVersion": 19, "components": named}))


def opened(*components: dict[str, Any], now: datetime = NOW, **variables: Any) -> FormState:
    return FormState(form_of(*components), variables, now=lambda: now)


def field(type_name: str, key: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": type_name, "key": key, **more}


def told(state: FormState) -> list[str]:
    """The errors of a form, each after the key of its field."""
    return [f"{'.'.join(map(str, instance.path))} {message}" for instance, message in state.errors()]


def changed(instances: set[Any]) -> list[str]:
    return sorted(instance.id for instance in instances)
