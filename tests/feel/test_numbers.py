"""Decimals of 34 digits."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_UP, Decimal

import pytest

from c8tui.feel import numbers


def test_34_digits_and_no_more() -> None:
    third = numbers.divide(Decimal(1), Decimal(3))
    assert str(third) == "0." + "3" * 34
    assert numbers.add(Decimal("0.1"), Decimal("0.2")) == Decimal("0.3")


def test_what_has_no_value_is_none() -> None:
    big = Decimal("9E6144")
    assert numbers.multiply(big, big) is None
    assert numbers.add(big, big) is None
    assert numbers.divide(Decimal(1), Decimal(0)) is None
    assert numbers.power(Decimal(10), Decimal(10) ** 10) is None
    assert numbers.modulo(Decimal(1), Decimal(0)) is None
    assert numbers.read("1e99999") is None
    assert numbers.power(Decimal(0), Decimal(0)) == 1


@pytest.mark.parametrize(("left", "right", "rest"), [(12, 5, 2), (-12, 5, 3), (12, -5, -3), (-12, -5, -2)])
def test_modulo_follows_the_sign_of_the_divisor(left: int, right: int, rest: int) -> None:
    assert numbers.modulo(Decimal(left), Decimal(right)) == rest


def test_rounding_keeps_short_numbers_and_refuses_absurd_scales() -> None:
    assert numbers.rounded(Decimal("2.5"), 0, ROUND_HALF_EVEN) == 2
    assert numbers.rounded(Decimal("1.121"), 2, ROUND_UP) == Decimal("1.13")
    assert numbers.rounded(Decimal(126), -1, ROUND_UP) == 130
    assert numbers.rounded(Decimal("1.5"), 3, ROUND_UP) == Decimal("1.5")
    assert numbers.rounded(Decimal(1), 7000, ROUND_UP) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.5"), ("100", "100"), ("-0", "0"), ("1E+5", "100000"), ("0.000001", "0.000001"), ("1E+50", "1E+50")],
)
def test_text(number: str, text: str) -> None:
    assert numbers.text_of(Decimal(number)) == text


def test_no_digit_is_lost() -> None:
    long = Decimal("-1." + "3" * 33)
    assert str(numbers.absolute(long)) == str(numbers.negated(long)) == str(long)[1:]


def test_odd_ones() -> None:
    assert [numbers.odd(Decimal(text)) for text in ("3", "-3", "4", "0", "1.5", "1e40", "10000000001")] == [
        *(True, True, False, False, None, False, True)
    ]


def test_whole_numbers() -> None:
    assert (numbers.integral(Decimal("3.0")), numbers.integral(Decimal("3.5"))) == (3, None)
    assert numbers.integral(Decimal("1E30")) is None
