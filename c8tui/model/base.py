"""How records are read from and written to JSON, leniently in and exactly out."""

from __future__ import annotations

import json
import re
import secrets
from datetime import datetime
from decimal import Decimal
from typing import Annotated, TypeVar

import msgspec

from c8tui.dates.wire import read_instant
from c8tui.model import lenient

Timestamp = str
"""An RFC 3339 date-time as the cluster wrote it; `moment()` reads it. Text, so that one odd date spoils no page."""

Json = Annotated[str, msgspec.Meta(extra={"json": True})]
"""Text that holds serialized JSON; servers that give the JSON itself are understood."""

T = TypeVar("T")


class Record(msgspec.Struct, frozen=True, rename="camel", gc=False, kw_only=True):
    """Something the cluster says. Fields it does not know are ignored, enums are text.

    A field has a default unless nothing can be said of the thing without it: its key, mostly. None is the default
    wherever the type's own zero would say what the cluster has not said.
    """


def decode(body: bytes, into: type[T]) -> T:
    """Read JSON `body` as `into`; raises ValueError, in words for people, when it cannot be read as that at all.

    The fast path is strict. The second one leaves out what is odd, see `lenient`.
    """
    try:
        return msgspec.json.decode(body, type=into)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return lenient.read(body, into, encode)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def canonical(record: Record, *names: str, upper: bool = True) -> None:
    """Write these enum fields of a record in one case; servers accept any, and some answer in any.

    For `__post_init__`. What is no word of the API's kind stays as it came.
    """
    for name in names:
        said: str | None = getattr(record, name)
        if not said or (said.isupper() if upper else said.islower()):
            continue
        if said.isascii() and said.replace("_", "").isalpha():
            msgspec.structs.force_setattr(record, name, said.upper() if upper else said.lower())


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


def moment(timestamp: Timestamp | None) -> datetime | None:
    """The aware moment that `timestamp` names, or None for none or an unreadable one (a missing zone means UTC)."""
    return read_instant(timestamp) if timestamp else None
