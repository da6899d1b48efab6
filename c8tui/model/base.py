"""How records are read from and written to JSON, leniently in and exactly out."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

Timestamp = str
"""An RFC 3339 date-time as the cluster wrote it; `moment()` reads it. Text, so that one odd date spoils no page."""

T = TypeVar("T")


class Record(msgspec.Struct, frozen=True, rename="camel", gc=False, kw_only=True):
    """Something the cluster says. Every field has a default, fields it does not know are ignored, enums are text."""


def decode(body: bytes, into: type[T]) -> T:
    """Read JSON `body` as `into`; raises ValueError when it cannot be read as that at all.

    The fast path is strict. The second path forgives what other servers do: nulls where a default exists, numbers as
    keys, lone surrogates in text.
    """
    try:
        return msgspec.json.decode(body, type=into)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raw = json.loads(body.decode("utf-8", "surrogateescape"))
    return msgspec.convert(_mended(raw), into, strict=False)


def _mended(value: Any) -> Any:
    """`value` without nulls in objects, and with every key of an entity as text."""
    if isinstance(value, dict):
        return {
            name: str(item) if isinstance(item, int) and name.endswith("Key") else _mended(item)
            for name, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [_mended(item) for item in value]
    return value


_encoder = msgspec.json.Encoder(decimal_format="number")


def encode(value: object) -> bytes:
    """Write `value` as JSON. Decimals stay numbers with all their digits; lone surrogates go out as escapes."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value, builtin_types=(Decimal,)), default=float).encode("ascii")


def exact_json(text: str) -> Any:
    """Parse JSON a person typed without losing a digit: fractions and huge integers become Decimal.

    Raises json.JSONDecodeError, whose position the editor shows.
    """
    return json.loads(text, parse_float=Decimal, parse_int=_exact_int, parse_constant=_no_constant)


def _exact_int(digits: str) -> int | Decimal:
    number = int(digits)
    return number if -(2**63) <= number < 2**63 else Decimal(digits)


def _no_constant(name: str) -> Any:
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)


def moment(timestamp: Timestamp | None) -> datetime | None:
    """The aware moment that `timestamp` names, or None for none or an unreadable one (a missing zone means UTC)."""
    if not timestamp:
        return None
    try:
        read = datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    return read if read.tzinfo else datetime.fromisoformat(f"{timestamp}+00:00")
