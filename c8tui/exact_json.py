"""JSON read and written without losing a digit: fractions and huge integers are `Decimal`. Needs nothing of c8tui."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

INT_DIGITS = 18
"""Digits of an integer that is read as `int`; Python takes long for, and refuses, very long ones."""


class JsonRefused(json.JSONDecodeError):
    """JSON by its syntax, but not to be read: nested too deeply, a number out of bounds, NaN. It says no position."""


def exact_json(text: str, largest_exponent: int | None = None) -> Any:
    """What `text` says, numbers exact; those beyond `largest_exponent`, where one is given, are refused.

    Raises json.JSONDecodeError, whose position an editor can show, or JsonRefused.
    """
    number = functools.partial(exact_number, largest_exponent=largest_exponent)
    try:
        return json.loads(text, parse_float=number, parse_int=number, parse_constant=_no_constant)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise JsonRefused("nested too deeply", text, 0) from None
    except ValueError as why:
        raise JsonRefused(str(why), text, 0) from None


def exact_number(digits: str, largest_exponent: int | None = None) -> int | Decimal:
    """An int for an integer of a common size, else a Decimal. Raises ValueError for one that is out of bounds."""
    if len(digits) <= INT_DIGITS and digits.lstrip("+-").isdigit():
        return int(digits)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        raise ValueError("a number out of bounds") from None
    if largest_exponent is not None and value and abs(value.adjusted()) > largest_exponent:
        raise ValueError("a number out of bounds")
    return value


def exact_text(value: Any, *, indent: int | None = None, ascii_only: bool = False, sort_keys: bool = False) -> str:
    """`value` as `json.dumps` writes it, and each Decimal as a number with all its digits.

    Raises TypeError for what JSON has no word for, ValueError for a Decimal that is not finite.
    """
    write = functools.partial(json.dumps, ensure_ascii=ascii_only, sort_keys=sort_keys)
    try:
        return write(value, indent=indent)
    except TypeError:
        return _text(value, write, indent, sort_keys, "\n")


def _text(value: Any, write: Callable[[Any], str], indent: int | None, sort_keys: bool, line: str) -> str:
    """`line` is a line break with the indentation of now."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is not JSON")
        return str(value)
    if not isinstance(value, dict | list | tuple) or not value:
        return write(value)
    inner = line + " " * (indent or 0)
    between, ends = (", ", ("", "")) if indent is None else (f",{inner}", (inner, line))
    if isinstance(value, dict):
        members = sorted(value.items()) if sort_keys else value.items()
        parts = [f"{write(str(name))}: {_text(one, write, indent, sort_keys, inner)}" for name, one in members]
        return f"{{{ends[0]}{between.join(parts)}{ends[1]}}}"
    return f"[{ends[0]}{between.join(_text(one, write, indent, sort_keys, inner) for one in value)}{ends[1]}]"


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
