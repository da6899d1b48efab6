from __future__ import annotations

from decimal import Decimal

import pytest

from c8tui.forms.numbers import NotANumber, decimal_of, plain, read_number, sanitised, text_of
from c8tui.forms.schema import Number

NUMBER = Number(id="n", where="")
TEXT = Number(id="n", where="", serialize_to_string=True)
DIGITS = "1234567890123456789012345678901234567890"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        (" -3 ", -3),
        ("+4", 4),
        ("1234.5", 1234.5),
        (".5", 0.5),
        ("5.", 5),
        ("1.0", 1),
        ("−2", -2),  # noqa: RUF001
        ("", None),
        ("  ", None),
        ("9007199254740993", 9007199254740993),
    ],
)
def test_typed(typed: str, value: object) -> None:
    assert read_number(typed, NUMBER) == value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,5", "write it without a comma, as 1234.5"),
        ("12a", "'12a' is no number: write it as 12, -3 or 1234.5"),
        ("1e5", "'1e5' is no number"),
        ("--1", "is no number"),
        ("NaN", "is no number"),
        (".", "is no number"),
        (DIGITS, "has more digits than can be kept exactly"),
        ("0.12345678901234567890", "has more digits than can be kept exactly"),
        ("9" * 500, "has more than 400 digits"),
    ],
)
def test_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(typed, NUMBER)
    assert words in str(refused.value)


def test_as_text_every_digit_is_kept() -> None:
    assert read_number(DIGITS, TEXT) == DIGITS
    assert read_number(f"-0.{DIGITS}", TEXT) == f"-0.{DIGITS}"
    assert read_number("1.50", TEXT) == "1.50"


@pytest.mark.parametrize(
    ("value", "number", "text"),
    [
        ("12", 12, "12"),
        (12, 12, "12"),
        (1.5, 1.5, "1.5"),
        ("1e3", 1000, "1000"),
        (True, None, None),
        ("", None, None),
        ("x", None, None),
        ([], None, None),
        ("Infinity", None, None),
        ("1e999999999", None, None),
        (DIGITS, int(DIGITS), DIGITS),
    ],
)
def test_the_value_of_a_variable(value: object, number: object, text: object) -> None:
    assert sanitised(value, NUMBER) == number
    assert sanitised(value, TEXT) == text


def test_to_be_edited() -> None:
    assert text_of(1e21) == "1000000000000000000000"
    assert text_of(None) == ""
    assert plain(Decimal("1E+2")) == "100"
    assert decimal_of(Decimal("1.5")) == Decimal("1.5")
