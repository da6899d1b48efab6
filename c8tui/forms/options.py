"""The options of a radio, select, checklist or taglist, wherever they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
        if value is None or value == "":
            return None
        if label is None or label == "":
            return None if isinstance(value, dict | list) else Option(word(value), value)
        return Option(word(label), value)
    if said is None or said == "" or isinstance(said, list):
        return None
    return Option(word(said), said)


def word(value: object) -> str:
    """A primitive as JavaScript writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return str(value)


def fixed_options(choice: Choice, variables: Mapping[str, Any]) -> tuple[Option, ...] | None:
    """The options that do not change while the form is open; None where an expression gives them."""
    if choice.values_expression:
        return None
    if choice.values_key:
        return options_of(variables.get(choice.values_key))
    return options_of(choice.values)


def kept_choice(choice: Choice, value: Any, options: tuple[Option, ...]) -> Any:
    """The value without what is no option: null, or a shorter list."""
    if isinstance(choice, ManyChoice):
        return [one for one in value if _is_option(one, options)] if isinstance(value, list) else []
    return value if _is_option(value, options) else None


def _is_option(value: Any, options: tuple[Option, ...]) -> bool:
    return any(same(value, option.value) for option in options)
