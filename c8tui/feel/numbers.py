"""Numbers of FEEL: decimals of 34 digits (IEEE 754 decimal128), where what has no value is null."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=0, flags=[], traps=[])
"""Never raises: what overflows or is not a number comes back as Infinity or NaN, which `finite` makes null."""

ZERO = Decimal(0)
ONE = Decimal(1)
MAX_SCALE = 6176
"""The scales that rounding functions take: -6111..6176 in DMN."""
MIN_SCALE = -6111


def finite(value: Decimal) -> Decimal | None:
    """The number, or None for Infinity and NaN."""
    return value if value.is_finite() else None


def add(left: Decimal, right: Decimal) -> Decimal | None:
    return finite(CONTEXT.add(left, right))


def subtract(left: Decimal, right: Decimal) -> Decimal | None:
    return finite(CONTEXT.subtract(left, right))


def multiply(left: Decimal, right: Decimal) -> Decimal | None:
    return finite(CONTEXT.multiply(left, right))


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    """None when `right` is zero."""
    return finite(CONTEXT.divide(left, right)) if right else None


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """`base ** exponent`; 0 ** 0 is 1, as with the integers."""
    if not exponent:
        return ONE
    return finite(CONTEXT.power(base, exponent))


def negated(value: Decimal) -> Decimal:
    """All of its digits: Python's own `-value` rounds to the 28 of its default context."""
    return CONTEXT.minus(value)


def absolute(value: Decimal) -> Decimal:
    """The same for `abs(value)`."""
    return CONTEXT.abs(value)


def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Follows the sign of the divisor, as DMN defines it: `dividend - divisor * floor(dividend / divisor)`.

    None for a divisor of zero, and when the quotient has more than 34 digits, since its last ones are not known.
    """
    if not divisor:
        return None
    rest = CONTEXT.remainder(dividend, divisor)
    if not rest.is_finite():
        return None
    if rest and (rest < 0) != (divisor < 0):
        rest = CONTEXT.add(rest, divisor)
    return finite(rest)


def rounded(value: Decimal, scale: int, rounding: str) -> Decimal | None:
    """`value` at `scale` digits after the point, rounded by one of decimal's ROUND_ names."""
    if not MIN_SCALE <= scale <= MAX_SCALE:
        return None
    if -value.as_tuple().exponent <= scale:  # type: ignore[operator]  # finite: the exponent is a number
        return value
    context = CONTEXT.copy()
    context.rounding = rounding
    result = context.quantize(value, Decimal((0, (1,), -scale)))
    return finite(result)


def odd(value: Decimal) -> bool | None:
    """Whether it is odd; None for what is no whole number. A number of many zeros is even without any division."""
    if value != value.to_integral_value(context=CONTEXT):
        return None
    if value.adjusted() >= CONTEXT.prec:
        return False
    return bool(CONTEXT.remainder(value, Decimal(2)))


def integral(value: Decimal) -> int | None:
    """The number as an int when it is a whole one of a size that can be an index, a year or a count."""
    if abs(value) >= 10**18 or value != value.to_integral_value():
        return None
    return int(value)


def text_of(value: Decimal) -> str:
    """As FEEL's `string` writes it: plain digits without trailing zeros, never an exponent below 10^40."""
    if not value:
        return "0"
    plain = CONTEXT.normalize(value)
    if abs(plain.adjusted()) > 40:
        return str(plain)
    return format(plain, "f")


def read(text: str) -> Decimal | None:
    """A numeral of JSON, of FEEL or of a person's `number()`; None when it is none, or of no finite size."""
    return finite(CONTEXT.create_decimal(text))
