from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from c8tui.forms import schema as s
from c8tui.forms.validation import checked
from tests.forms.opened import NOW, field, opened, told


def wrong(cls: Any, value: object, bounds: dict[str, Any] | None = None, **validate: Any) -> tuple[str, ...]:
    return checked(cls(id="f", where="", key="k", **validate), value, bounds or {}, NOW).messages


@pytest.mark.parametrize(
    ("cls", "value"),
    [
        (s.TextField, ""),
        (s.Number, None),
        (s.Select, None),
        (s.Checklist, []),
        (s.FilePicker, None),
        (s.DateTime, None),
    ],
)
def test_required(cls: Any, value: object) -> None:
    assert wrong(cls, value, required=True) == ("is required",)
    assert wrong(cls, value) == ()


def test_a_required_checkbox_must_be_checked() -> None:
    assert wrong(s.Checkbox, False, required=True) == ("must be checked",)
    assert wrong(s.Checkbox, True, required=True) == ()


@pytest.mark.parametrize(
    ("text", "validate", "messages"),
    [
        ("ab", {"min_length": Decimal(3)}, ("must have at least 3 characters",)),
        ("  ab   ", {"min_length": Decimal(3)}, ("must have at least 3 characters",)),
        ("abcd", {"max_length": Decimal(1)}, ("must have at most 1 character, and has 4",)),
        (" abc ", {"max_length": Decimal(3)}, ()),
        ("ab", {"pattern": "^\\d+$"}, ("must match the pattern ^\\d+$",)),
        ("ab", {"pattern": "^\\d+$", "pattern_error_message": "Digits!"}, ("Digits!",)),
        ("x1y", {"pattern": "\\d", "validation_type": "custom"}, ()),
        ("jo.example", {"validation_type": "email"}, ("must be an email address, as jo@example.com",)),
        ("jo+x@mail.example.com", {"validation_type": "email"}, ()),
        ("jo@localhost", {"validation_type": "email"}, ()),
        ("jo@-x", {"validation_type": "email"}, ("must be an email address, as jo@example.com",)),
        ("0171", {"validation_type": "phone"}, ("must be an international phone number, as +491234567890",)),
        ("+491234567890", {"validation_type": "phone"}, ()),
        ("jo@example.com", {"validation_type": "email", "pattern": "^\\d+$"}, ("must match the pattern ^\\d+$",)),
        ("", {"pattern": "^\\d+$", "min_length": Decimal(3)}, ()),
    ],
)
def test_text(text: str, validate: dict[str, Any], messages: tuple[str, ...]) -> None:
    assert wrong(s.TextField, text, **validate) == messages


@pytest.mark.parametrize(
    ("value", "more", "messages"),
    [
        (2, {"min": Decimal(3)}, ("must be at least 3",)),
        (4, {"max": Decimal("3.5")}, ("must be at most 3.5",)),
        (0.3, {"min": Decimal("0.3"), "max": Decimal("0.3")}, ()),
        ("12345678901234567890.1", {"max": Decimal("12345678901234567890")}, ("must be at most 12345678901234567890",)),
        (1.5, {"decimal_digits": 0}, ("must be a whole number",)),
        (1.25, {"decimal_digits": 1}, ("must have at most 1 decimal digit",)),
        ("1.250", {"decimal_digits": 2}, ()),
        (7, {"increment": Decimal(5)}, ("must be a multiple of 5, as 5 or 10",)),
        (-7, {"increment": Decimal("2.5")}, ("must be a multiple of 2.5, as -7.5 or -5.0",)),
        (0.3, {"increment": Decimal("0.1")}, ()),
        ("x", {}, ("must be a number",)),
    ],
)
def test_numbers(value: object, more: dict[str, Any], messages: tuple[str, ...]) -> None:
    assert wrong(s.Number, value, **more) == messages


def test_bounds_that_feel_gives() -> None:
    assert wrong(s.Number, 2, {"min": 3}, min="=a") == ("must be at least 3",)
    assert wrong(s.Number, 2, {"min": None}, min="=a") == ()
    assert wrong(s.TextArea, "abc", {"max_length": "2"}, max_length="=a") == (
        "must have at most 2 characters, and has 3",
    )


def test_dates() -> None:
    assert wrong(s.DateTime, "2026-11-24", disallow_passed_dates=True) == ("must not be in the past",)
    assert wrong(s.DateTime, "2026-11-25", disallow_passed_dates=True) == ()
    assert wrong(s.DateTime, "2026-11-25T00:00+01:00", subtype="datetime", disallow_passed_dates=True) == ()
    assert wrong(s.DateTime, "soon") == ("must be a date",)


def test_a_pattern_that_is_none_does_not_make_the_value_wrong() -> None:
    found = checked(s.TextField(id="f", where="", pattern="("), "x", {}, NOW)
    assert found.messages == ()
    assert "is no regular expression" in found.trouble


def test_what_nobody_can_mend_is_held_against_nobody() -> None:
    passed = field("datetime", disallowPassedDates=True)
    state = opened(passed, x="2020-01-01")
    assert told(state) == []
    state.set(("x",), "2020-01-02")
    assert told(state) == ["x must not be in the past"]
    odd = field("number", readonly=True, validate={"max": 3})
    assert told(opened(odd, x="about ten")) == []
    assert told(opened(odd, x="10")) == ["x must be at most 3"]
    assert told(opened(field("checkbox", readonly=True, validate={"required": True}), x=False)) == ["x must be checked"]
