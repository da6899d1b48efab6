"""Functions of numbers."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("decimal(1/3, 2)", 0.33),
        ("decimal(2.5, 0)", 2),
        ("floor(-1.5)", -2),
        ("floor(1.56, 1)", 1.5),
        ("ceiling(-1.5)", -1),
        ("round up(-5.5, 0)", -6),
        ("round down(-5.5, 0)", -5),
        ("round half up(5.5, 0)", 6),
        ("round half down(5.5, 0)", 5),
        ("abs(-10)", 10),
        ('abs(duration("-P1Y"))', "P1Y"),
        ("modulo(-12, 5)", 3),
        ("modulo(10.1, 4.5)", 1.1),
        ("sqrt(16)", 4),
        ("decimal(log(10), 8)", 2.30258509),
        ("decimal(exp(5), 8)", 148.41315910),
        ("odd(-3)", True),
        ("even(2.5)", False),
        ("odd(2.5)", False),
        ("even(1e40)", True),
        ("odd(1e40)", False),
        ("odd(1e33 + 1)", True),
        ("abs(-1.234567890123456789012345678901234) = 1.234567890123456789012345678901234", True),
        ("not(true)", False),
        ("not(1)", None),
        ("random number() < 1", True),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("sqrt(-1)", "sqrt: number is negative at 1:5"),
        ("log(0)", "log: number is not above zero at 1:4"),
        ("modulo(1, 0)", "modulo: divisor is zero at 1:7"),
        ("modulo(1e100, 3)", "modulo: the quotient is too large at 1:7"),
        ("exp(1000000)", "exp: the result is too large at 1:4"),
        ("floor(1, 9999)", "floor: scale 9999 is not within -6111 and 6176 at 1:6"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]
