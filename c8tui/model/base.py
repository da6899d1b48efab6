"""How records are read from and written to JSON, leniently in and exactly out."""

from __future__ import annotations

import json
import re
import secrets
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
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
        try:
            return msgspec.json.decode(body, type=into)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raw = json.loads(body.decode("utf-8", "surrogateescape"))
        return msgspec.convert(_mended(raw), into, strict=False)
    except RecursionError:
        raise ValueError("nested too deeply") from None


PEOPLES_OWN = ("variables", "customHeaders")
"""Members whose content belongs to a process, not to the API: nothing in there is mended."""


def _mended(value: Any) -> Any:
    """`value` without nulls in objects, and with every key of an entity as text."""
    if isinstance(value, dict):
        return {name: _mended_member(name, item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_mended(item) for item in value]
    return value


def _mended_member(name: str, item: Any) -> Any:
    if name.endswith("Key") and isinstance(item, int) and not isinstance(item, bool):
        return str(item)
    return item if name in PEOPLES_OWN else _mended(item)


_encoder = msgspec.json.Encoder(decimal_format="number")


def encode(value: object) -> bytes:
    """Write `value` as JSON. Decimals stay numbers with all their digits; lone surrogates go out as escapes."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        return _encode_escaped(value)


def _encode_escaped(value: object) -> bytes:
    """As ASCII, where lone surrogates are legal. Decimals travel as marked text, as json knows no exact numbers."""
    mark = secrets.token_hex(16)
    plain = msgspec.to_builtins(value, builtin_types=(Decimal,))
    text = json.dumps(plain, default=lambda number: f"{mark}{number}{mark}")
    return re.sub(f'"{mark}([^"]*){mark}"', r"\1", text).encode("ascii")


def exact_json(text: str) -> Any:
    """Parse JSON a person typed without losing a digit: fractions and huge integers become Decimal.

    Raises json.JSONDecodeError, whose position the editor shows.
    """
    try:
        return json.loads(text, parse_float=_exact, parse_int=_exact_int, parse_constant=_no_constant)
    except RecursionError:
        raise json.JSONDecodeError("Nested too deeply", text, 0) from None


def _exact(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise json.JSONDecodeError("Number out of bounds", digits, 0) from None


def _exact_int(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 19 else _exact(digits)


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
    return read if read.tzinfo else read.replace(tzinfo=UTC)
