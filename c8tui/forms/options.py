"""The options of a radio, select, checklist or taglist, wherever they come from."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from c8tui.forms.schema import Choice, ManyChoice
from c8tui.forms.values import same


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    value: Any
    """Any JSON value but null and ""."""


def options_of(said: object) -> tuple[Option, ...]:
    """Options as a form or a variable writes them: primitives, `{value}` or `{label, value}`; the empty are dropped."""
    if not isinstance(said, list | tuple):
        return ()
    return tuple(option for one in said if (option := _option(one)) is not None)


def _option(said: object) -> Option | None:
    if isinstance(said, dict):
        value, label = said.get("value"), said.get("label")
        if not _is_value(value):
            return None
        if label and isinstance(label, str):
            return Option(label, value)
        return None if isinstance(value, dict) else Option(word(value), value)
    return Option(word(said), said) if _is_value(said) else None


def _is_value(said: object) -> bool:
    """Whether an option can have this value: a primitive that is not empty, or an object with members."""
    return isinstance(said, bool | int | float) or (isinstance(said, str | dict) and bool(said))


def word(value: object) -> str:
    """A primitive as JavaScript writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value):
        digits = Decimal(repr(value))
        if 1e-7 <= abs(value) < 1e21 or not value:
            return str(int(value)) if value.is_integer() else format(digits, "f")
        return re.sub(r"e([+-])0*", r"e\1", repr(value))
    return str(value)


def fixed_options(choice: Choice, variables: Mapping[str, Any]) -> tuple[Option, ...] | None:
    """The options that do not change while the form is open; None where an expression gives them."""
    if choice.values_key is not None:
        return options_of(variables.get(choice.values_key))
    if choice.values is not None:
        return options_of(choice.values)
    return None if choice.values_expression else options_of(({"label": "Value", "value": "value"},))


def kept_choice(choice: Choice, value: Any, options: tuple[Option, ...]) -> Any:
    """The value without what is no option: null, or a shorter list."""
    if isinstance(choice, ManyChoice):
        return [one for one in value if _is_option(one, options)] if isinstance(value, list) else []
    return value if _is_option(value, options) else None


def _is_option(value: Any, options: tuple[Option, ...]) -> bool:
    return any(same(value, option.value) for option in options)
