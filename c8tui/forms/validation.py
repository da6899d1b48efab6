"""What is wrong with a value, in words that follow the label: `must be at least 3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.initial import fit
from c8tui.forms.instance import FieldInstance
from c8tui.forms.moments import read_moment
from c8tui.forms.numbers import decimal_of, plain
from c8tui.forms.patterns import NoPattern, matches

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
"""As HTML has it, and form-js: a domain needs no dot."""
_PHONE = re.compile(r"(?:\+|00)[1-9]\d{5,29}\Z")
"""An international number without spaces at the end of the text; form-js does not mind what stands before it."""

PASSED = "must not be in the past"

Bounds = Mapping[str, Any]
"""`min`, `max`, `min_length` and `max_length` where FEEL gives them, as they are now; no number is no bound."""


@dataclass(frozen=True, slots=True)
class Checked:
    messages: tuple[str, ...] = ()
    """All that is wrong with the value; empty when nothing is."""
    trouble: str = ""
    """What is wrong with the form itself, as a pattern that is none; it does not make the value wrong."""


def checked_instance(instance: FieldInstance, field: s.Field, now: datetime) -> Checked:
    """The value of an instance against what its field asks for; what nobody may mend is not held against the person.

    A value that nobody may edit may be of another type, and a date that nobody edited may be past: form-js only keeps
    its picker from offering those.
    """
    value = instance.value
    if instance.locked and value not in (None, "", [], False):
        value = fit(field, value, now)
        if is_empty(field, value):
            return Checked()
    found = checked(field, value, instance.live, now)
    if instance.edited or not isinstance(field, s.DateTime):
        return found
    return Checked(tuple(message for message in found.messages if message != PASSED), found.trouble)


def checked(field: s.Field, value: Any, bounds: Bounds, now: datetime) -> Checked:
    """The value against what `validate` and the type of the field ask for."""
    if is_empty(field, value):
        if not field.required:
            return Checked()
        return Checked(("must be checked" if isinstance(field, s.Checkbox) else "is required",))
    found: list[str] = []
    trouble = ""
    if isinstance(field, s.TextArea):
        found += _text(field, str(value), bounds)
    if isinstance(field, s.TextField):
        found += _kind(field, str(value))
        try:
            found += _pattern(field, str(value))
        except NoPattern as none:
            trouble = str(none)
    if isinstance(field, s.Number):
        found += _number(field, value, bounds)
    if isinstance(field, s.DateTime):
        found += _moment(field, value, now)
    return Checked(tuple(found), trouble)


def is_empty(field: s.Field, value: Any) -> bool:
    """Whether `required` would object."""
    return value is None or value == "" or value == [] or (isinstance(field, s.Checkbox) and value is not True)


def _text(field: s.TextArea, text: str, bounds: Bounds) -> Iterator[str]:
    length = len(text.strip())
    least, most = _bound(field.min_length, bounds, "min_length"), _bound(field.max_length, bounds, "max_length")
    if least is not None and length < least:
        yield f"must have at least {plain(least)} character{_s(least)}"
    if most is not None and length > most:
        yield f"must have at most {plain(most)} character{_s(most)}, and has {length}"


def _s(count: Decimal) -> str:
    return "" if count == 1 else "s"


def _kind(field: s.TextField, text: str) -> Iterator[str]:
    if field.validation_type == "email" and not _EMAIL.fullmatch(text):
        yield "must be an email address, as jo@example.com"
    if field.validation_type == "phone" and not _PHONE.search(text):
        yield "must be an international phone number, as +491234567890"


def _pattern(field: s.TextField, text: str) -> Iterator[str]:
    if field.pattern and not matches(field.pattern, text):
        yield field.pattern_error_message or f"must match the pattern {field.pattern}"


def _number(field: s.Number, value: Any, bounds: Bounds) -> Iterator[str]:
    number = decimal_of(value)
    if number is None:
        yield "must be a number"
        return
    if field.decimal_digits is not None and _digits(number) > field.decimal_digits:
        yield _digits_wanted(field.decimal_digits)
    if field.increment and (near := _nearest(number, field.increment)):
        yield f"must be a multiple of {plain(field.increment)}, as {near}"
    least, most = _bound(field.min, bounds, "min"), _bound(field.max, bounds, "max")
    if least is not None and number < least:
        yield f"must be at least {plain(least)}"
    if most is not None and number > most:
        yield f"must be at most {plain(most)}"


def _digits_wanted(most: int) -> str:
    return "must be a whole number" if most == 0 else f"must have at most {most} decimal digit{_s(Decimal(most))}"


def _digits(number: Decimal) -> int:
    """Digits behind the point; zeros at the end are none."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    trailing = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(0, -exponent - trailing)


def _nearest(number: Decimal, increment: Decimal) -> str:
    """The multiples next to the number, or "" where it is one; exact for any number of digits."""
    above, below = number.as_integer_ratio()
    times, over = increment.as_integer_ratio()
    steps, rest = divmod(above * over, below * times)
    if rest == 0:
        return ""
    return f"{plain(_multiple(increment, steps))} or {plain(_multiple(increment, steps + 1))}"


def _multiple(increment: Decimal, steps: int) -> Decimal:
    sign, digits, exponent = increment.as_tuple()
    assert isinstance(exponent, int)
    product = steps * int("".join(map(str, digits))) * (-1 if sign else 1)
    return Decimal((int(product < 0), tuple(map(int, str(abs(product)))), exponent))


def _moment(field: s.DateTime, value: Any, now: datetime) -> Iterator[str]:
    moment = read_moment(value, field, now)
    if moment is None:
        yield f"must be a {'date' if field.subtype == 'date' else field.subtype}"
    elif field.disallow_passed_dates and moment.date is not None and moment.date < now.date():
        yield PASSED


def _bound(said: Decimal | str | None, bounds: Bounds, name: str) -> Decimal | None:
    return said if isinstance(said, Decimal) or said is None else decimal_of(bounds.get(name))
