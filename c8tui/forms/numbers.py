"""Numbers of a form: typed as text, kept as JSON numbers or, with serializeToString, as text of any length."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from c8tui.forms.schema import Number

_TYPED = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_LONG = 2**63
_MOST_DIGITS = 400
"""Digits that are read at all; more are no number that anybody means."""


class NotANumber(ValueError):
    """What was typed is no number; the text says what is."""


def read_number(text: str, number: Number) -> int | float | str | None:
    """The value that the field keeps for what was typed; None for nothing. Raises `NotANumber`."""
    typed = text.strip()
    if not typed:
        return None
    if "," in typed:
        raise NotANumber("write it without a comma, as 1234.5")
    if not _TYPED.fullmatch(typed.replace("\N{MINUS SIGN}", "-")):
        raise NotANumber(f"{typed!r} is no number: write it as 12, -3 or 1234.5")
    if len(typed) > _MOST_DIGITS:
        raise NotANumber(f"has more than {_MOST_DIGITS} digits")
    return kept(Decimal(typed.replace("\N{MINUS SIGN}", "-")), number)


def kept(value: Decimal, number: Number) -> int | float | str:
    """The number as the field keeps it: text with serializeToString, else a JSON number.

    Raises `NotANumber` when a JSON number, an integer of 64 bits or a double, would lose digits of it.
    """
    if number.serialize_to_string:
        return plain(value)
    if value == value.to_integral_value():
        if -_LONG <= value < _LONG:
            return int(value)
    elif Decimal(repr(float(value))) == value:
        return float(value)
    raise NotANumber("has more digits than can be kept exactly")


def plain(value: Decimal) -> str:
    """The digits, without an exponent."""
    return format(value, "f")


def decimal_of(value: object) -> Decimal | None:
    """The number that a JSON value is or, as text, says; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    # An exponent of a million is no number of a form, and its digits would fill the memory.
    return found if found.is_finite() and abs(found.adjusted()) <= _MOST_DIGITS else None


def sanitised(value: object, number: Number) -> int | float | str | None:
    """The value of a variable as the field keeps it; None where it is no number."""
    found = decimal_of(value)
    if found is None:
        return None
    if number.serialize_to_string:
        return plain(found)
    return int(found) if found == found.to_integral_value() else float(found)


def text_of(value: object) -> str:
    """The value as a person edits it."""
    found = decimal_of(value)
    return "" if found is None else plain(found)
