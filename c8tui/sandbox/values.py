"""Single values of filters and changesets: from the wire to the tables and back, refusing what does not fit."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from c8tui.sandbox.fields import Field, View
from c8tui.sandbox.problems import invalid

_DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
    r"(?:([Zz])|([+-])(\d\d):?(\d\d))(?:\[[\w/+-]+\])?"
)
_FOUR_DIGIT_YEARS = range(-62_135_596_800, 253_402_300_800)
"""What has a year that can be written, in seconds since 1970."""
_KEY = re.compile(r"-?[0-9]{1,25}")
_INSTANCE = re.compile(r"[0-9]+-[0-9]+")
_INT32 = range(-(2**31), 2**31)
_INT64 = range(-(2**63), 2**63)
Stored = str | int
"""What a filter value is in a table."""


def iso(milliseconds: int) -> str:
    """A date as the API writes it: UTC with milliseconds."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def date(text: object, where: str) -> int:
    """Milliseconds since 1970 of an RFC 3339 date; a 400 that names the property when it is none."""
    found = _DATE.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    if found is None:
        raise invalid(f"The value of '{where}' must be an RFC 3339 date such as 2026-11-24T17:00:00Z.")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    fraction, _, sign, off_hours, off_minutes = found.groups()[6:]
    offset = (int(off_hours) * 60 + int(off_minutes)) * (-1 if sign == "-" else 1) if sign else 0
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise invalid(f"The value of '{where}' is not a date that exists: {error}.") from None
    whole = int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) - offset * 60
    if whole not in _FOUR_DIGIT_YEARS:
        raise invalid(f"The value of '{where}' lies outside of the years 1 to 9999.")
    return whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])


def key(value: object, where: str) -> int:
    """The number of a key, which is a string of digits; a 400 that names the property when it is none."""
    if not isinstance(value, str) or not _KEY.fullmatch(value) or int(value) not in _INT64:
        raise invalid(f"The value of '{where}' must be a key: a string of digits.")
    return int(value)


def stored(view: View, field: Field, value: object, where: str) -> Stored:
    """A filter value as the table holds it; a 400 that names the property when its type does not fit."""
    match field.kind:
        case "date":
            return date(value, where)
        case "key":
            return key(value, where)
        case "instance":
            if isinstance(value, str) and _INSTANCE.fullmatch(value):
                return value
            raise invalid(f"The value of '{where}' must be two numbers joined by a hyphen.")
        case "int":
            if isinstance(value, int) and not isinstance(value, bool) and value in _INT32:
                return value
            raise invalid(f"The value of '{where}' must be a whole number of 32 bits.")
        case "bool":
            if isinstance(value, bool):
                return int(value)
            raise invalid(f"The value of '{where}' must be true or false.")
    return _text(view, field, value, where)


def _text(view: View, field: Field, value: object, where: str) -> str:
    if not isinstance(value, str):
        raise invalid(f"The value of '{where}' must be a string.")
    members = view.values(field)
    if not members:
        return value
    word = value.upper() if view.dialect == "8.10" else value
    if word not in members:
        raise invalid(f"The value of '{where}' must be one of {', '.join(sorted(members))}.")
    return word
