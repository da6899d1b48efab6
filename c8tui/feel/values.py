"""The values of FEEL in Python, their kinds, and the way in and out of JSON."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from c8tui.feel import numbers
from c8tui.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time

Value: TypeAlias = Any
"""None, bool, Decimal, str, list, dict with text keys (a context), Date, Time, DateTime, DaysDuration,
MonthsDuration, Range, or Function. Values are never changed once they are made."""

DEEPEST = 200
"""Lists and contexts nested deeper than this are not taken in."""


OMITTED = ".."
"""The sign of a range whose text leaves out an end, as in `range("[2..)")`."""


@dataclass(frozen=True, slots=True)
class Range:
    """`[low..high]`, or with a `sign` of SIGNS what has this sign and one end, as in `(> 5)`.

    An end is None where the range has a sign and goes on forever, where `range()` read a text that leaves it out (the
    sign is OMITTED then), or where null was written; whether a value lies beyond a null is unknown.
    """

    low: Value
    high: Value
    low_included: bool = True
    high_included: bool = True
    sign: str = ""

    @property
    def endless(self) -> tuple[bool, bool]:
        """Whether it goes on forever to the low and to the high side."""
        return (
            self.low is None and self.sign in {"<", "<=", OMITTED},
            self.high is None and self.sign in {">", ">=", OMITTED},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something to call: `parameters` are (name, type or None); `call` takes the run and the positional arguments."""

    name: str
    parameters: tuple[tuple[str, Any], ...]
    call: Callable[..., Value]
    result: Any = None


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function: several `overloads` may share its name; the first that fits is called."""

    name: str
    overloads: tuple[Any, ...]


KINDS: dict[type, str] = {
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    Range: "range",
    Function: "function",
    Builtin: "function",
    type(None): "Null",
}


def kind_of(value: Value) -> str:
    """The name of the value's type, as FEEL says it. Raises `TypeError` for what is no value of FEEL."""
    try:
        return KINDS[type(value)]
    except KeyError:
        raise TypeError(f"a Python {type(value).__name__} is no value of FEEL; to_feel makes one of it") from None


def to_json(value: Value, *, exact: bool = False) -> Any:
    """JSON-like Python from a FEEL value, or from one that is that already: whole numbers as int, others as float,
    those too large for either as text, NaN as None; dates, times and durations as ISO text, ranges as FEEL writes them,
    functions as None. With `exact`, a number of which a float would lose digits stays a Decimal."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return _number(value, exact)
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [to_json(item, exact=exact) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item, exact=exact) for key, item in value.items()}
    if isinstance(value, Function | Builtin):
        return None
    if isinstance(value, Range):
        return range_text(value, lambda end: "null" if end is None else str(to_json(end)))
    return str(value)


def _number(value: Decimal, exact: bool) -> int | float | str | Decimal | None:
    if not value.is_finite():
        return None
    if value == value.to_integral_value() and value.adjusted() < 40:
        return int(value)
    near = float(value)
    if not math.isfinite(near):
        return numbers.text_of(value)
    return value if exact and Decimal(repr(near)) != value else near


def range_text(value: Range, write: Callable[[Value], str]) -> str:
    """The range as FEEL writes it; `write` gives the text of an end."""
    endless_below, endless_above = value.endless
    if endless_below:
        return f"({'<=' if value.high_included else '<'} {write(value.high)})"
    if endless_above:
        return f"({'>=' if value.low_included else '>'} {write(value.low)})"
    if value.sign in {"=", "!="}:
        return f"({value.sign} {write(value.low)})"
    return (
        f"{'[' if value.low_included else '('}{write(value.low)}..{write(value.high)}"
        f"{']' if value.high_included else ')'}"
    )


def text_of(value: Value, *, inside: bool = False) -> str:
    """The value as FEEL's `string` writes it; texts inside of lists, contexts and ranges are quoted."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value) if inside else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return numbers.text_of(value)
    if isinstance(value, list):
        return f"[{', '.join(text_of(item, inside=True) for item in value)}]"
    if isinstance(value, dict):
        entries = (f"{_key(key)}: {text_of(item, inside=True)}" for key, item in value.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, Range):
        return range_text(value, lambda end: text_of(end, inside=True))
    if isinstance(value, Function | Builtin):
        return f"function {value.name}" if value.name else "function"
    return str(value)


def quoted(text: str) -> str:
    """The text as a string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return quoted(key) if '"' in key or ":" in key or "," in key else key
