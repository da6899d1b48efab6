"""JSON that keeps its digits: what is read, what goes out again, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from c8tui.exact_json import JsonRefused, exact_json, exact_number
from c8tui.model.base import encode


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.10", b"0.10"),
        ("1234567890123456789.0123456789", b"1234567890123456789.0123456789"),
        ("9223372036854775807", b"9223372036854775807"),
        ("123456789012345678901234567890", b"123456789012345678901234567890"),
        ("1e5", b"1E+5"),
        ("-7", b"-7"),
        ('{"a": [true, null, "\\u00e4"]}', '{"a":[true,null,"ä"]}'.encode()),
    ],
)
def test_what_a_person_typed_goes_out_as_it_was_meant(text: str, written: bytes) -> None:
    assert encode(exact_json(text)) == written


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", "Infinity", "[-Infinity]", "[" * 100_000, "1e9999999999999999999", "'a'"]
)
def test_what_is_no_json_says_where(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        exact_json(text)
    assert caught.value.lineno >= 1


def test_a_number_without_end_stays_exact() -> None:
    assert exact_json("9" * 5_000) == Decimal("9" * 5_000)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1, NaN]", "NaN is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("1e6145", "a number out of bounds"),
        ("1e9999999999999999999", "a number out of bounds"),
        ("9" * 6_146, "a number out of bounds"),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    with pytest.raises(JsonRefused) as caught:
        exact_json(text, largest_exponent=6144)
    assert caught.value.msg == why


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("7", 7),
        ("-0", 0),
        ("+5", 5),
        ("9" * 19, Decimal("9" * 19)),
        ("0e99999", Decimal("0e99999")),
        (".5", Decimal("0.5")),
    ],
)
def test_numbers(digits: str, value: int | Decimal) -> None:
    found = exact_number(digits, largest_exponent=6144)
    assert found == value
    assert type(found) is type(value)
