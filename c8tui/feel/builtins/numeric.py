"""Functions of numbers, and those of truth."""

from __future__ import annotations

import random
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from c8tui.feel import numbers, operators
from c8tui.feel.builtins.registry import Registry
from c8tui.feel.calls import Fails
from c8tui.feel.run import Run
from c8tui.feel.values import Value

functions = Registry()
define = functions.define


def whole(value: Decimal, what: str) -> int:
    """The number as an int; `Fails` when it is none."""
    found = numbers.integral(value)
    if found is None:
        raise Fails(f"{what} is no whole number")
    return found


def _rounded(value: Decimal, scale: Decimal, rounding: str) -> Decimal:
    found = numbers.rounded(value, int(scale), rounding) if abs(scale) < 10**6 else None
    if found is None:
        raise Fails(f"scale {numbers.text_of(scale)} is not within {numbers.MIN_SCALE} and {numbers.MAX_SCALE}")
    return found


def _known(value: Decimal | None, problem: str) -> Decimal:
    if value is None:
        raise Fails(problem)
    return value


@define("not", "negand: any")
def _not(run: Run, negand: Value) -> Value:
    return not negand if isinstance(negand, bool) else None


@define("decimal", "n: number, scale: number")
def _decimal(run: Run, n: Decimal, scale: Decimal) -> Value:
    return _rounded(n, scale, ROUND_HALF_EVEN)


@define("floor", "n: number, scale: number?")
def _floor(run: Run, n: Decimal, scale: Decimal = numbers.ZERO) -> Value:
    return _rounded(n, scale, ROUND_FLOOR)


@define("ceiling", "n: number, scale: number?")
def _ceiling(run: Run, n: Decimal, scale: Decimal = numbers.ZERO) -> Value:
    return _rounded(n, scale, ROUND_CEILING)


@define("round up", "n: number, scale: number?")
def _round_up(run: Run, n: Decimal, scale: Decimal = numbers.ZERO) -> Value:
    return _rounded(n, scale, ROUND_UP)


@define("round down", "n: number, scale: number?")
def _round_down(run: Run, n: Decimal, scale: Decimal = numbers.ZERO) -> Value:
    return _rounded(n, scale, ROUND_DOWN)


@define("round half up", "n: number, scale: number?")
def _round_half_up(run: Run, n: Decimal, scale: Decimal = numbers.ZERO) -> Value:
    return _rounded(n, scale, ROUND_HALF_UP)


@define("round half down", "n: number, scale: number?")
def _round_half_down(run: Run, n: Decimal, scale: Decimal = numbers.ZERO) -> Value:
    return _rounded(n, scale, ROUND_HALF_DOWN)


@define("abs", "n: number|duration")
def _abs(run: Run, n: Value) -> Value:
    if isinstance(n, Decimal):
        return numbers.absolute(n)
    opposite = operators.negated(n)
    return opposite if operators.less(n, opposite) else n


@define("modulo", "dividend: number, divisor: number")
def _modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    return _known(numbers.modulo(dividend, divisor), "the quotient is too large" if divisor else "divisor is zero")


@define("sqrt", "number: number")
def _sqrt(run: Run, number: Decimal) -> Value:
    return _known(numbers.finite(numbers.CONTEXT.sqrt(number)), "number is negative")


@define("log", "number: number")
def _log(run: Run, number: Decimal) -> Value:
    return _known(numbers.finite(numbers.CONTEXT.ln(number)), "number is not above zero")


@define("exp", "number: number")
def _exp(run: Run, number: Decimal) -> Value:
    return _known(numbers.finite(numbers.CONTEXT.exp(number)), "the result is too large")


@define("odd", "number: number")
def _odd(run: Run, number: Decimal) -> Value:
    return numbers.odd(number) is True


@define("even", "number: number")
def _even(run: Run, number: Decimal) -> Value:
    return numbers.odd(number) is False


@define("random number")
def _random_number(run: Run) -> Value:
    return numbers.read(repr(random.random()))
