"""What the tests of a cell want of a value, in words, with the nearest value that they would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from c8tui.feel import syntax as s
from c8tui.feel.parser import parse_tests
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.values import text_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """`text` is a condition such as `amount < 100`; `nearest` a value that passes, or nearly, where one is known."""

    text: str
    nearest: str = ""
    value: str = ""
    """What the value is now, as FEEL writes it."""

    @property
    def words(self) -> str:
        """The condition, with the nearest value that passes."""
        return f"{self.text} (nearest {self.nearest})" if self.nearest else self.text


_TRUE_OR_FALSE = frozenset({"=", "!=", "<", "<=", ">", ">=", "and", "or"})
_MAKERS = frozenset({"date", "time", "date and time", "duration", "number", "string", "years and months duration"})
"""Functions that make the value that an input is compared with."""


@dataclass(frozen=True, slots=True)
class _End:
    """A number at which a test begins or ends to pass; `side` is -1 when it passes below it only, 1 above."""

    number: Decimal
    side: int = 0

    @property
    def words(self) -> str:
        exact = text_of(self.number)
        return {-1: f"just below {exact}", 0: exact, 1: f"just above {exact}"}[self.side]


def wanted(title: str, text: str, value: Any) -> Wanted:
    """What the cell `text` of the column `title` wants of a FEEL value."""
    try:
        tests = parse_tests(text, frozenset())
    except FeelSyntaxError:
        return Wanted(f"{title}: {text}", value=_said(value))
    assert isinstance(tests, s.Tests)
    return Wanted(_condition(title, text, tests), _nearest(tests, value), _said(value))


def _said(value: Any) -> str:
    return text_of(value, inside=True)[:200]


def _condition(title: str, text: str, tests: s.Tests) -> str:
    if tests.negated or any(isinstance(test, s.Test) and test.asks for test in tests.tests):
        return f"{title}: {text}"
    if len(tests.tests) != 1:
        return f"{title} in ({text})"
    (test,) = tests.tests
    if isinstance(test, s.Test) and _may_be_true(test.expression):
        return f"{title}: {text}"
    if isinstance(test, s.Compare):
        return f"{title} {text}"
    if isinstance(test, s.Test) and isinstance(test.expression, s.RangeOf):
        return f"{title} in {text}"
    return f"{title} = {text}"


def _may_be_true(node: s.Node) -> bool:
    """Whether an expression is one that may come to true, so that it passes by that rather than by being equal."""
    if isinstance(node, s.Binary):
        return node.sign in _TRUE_OR_FALSE
    if isinstance(node, s.Call):
        return not (isinstance(node.function, s.Name) and node.function.name in _MAKERS)
    return isinstance(node, s.Between | s.In | s.InstanceOf | s.Quantified)


def _nearest(tests: s.Tests, value: Any) -> str:
    """The end nearest to a number that passes none of the tests; empty where there is none or it is plain."""
    if not isinstance(value, Decimal) or tests.negated:
        return ""
    ends = [end for test in tests.tests for end in _ends(test)]
    if len(ends) < 2:
        return ""
    return min(ends, key=lambda end: abs(end.number - value)).words


def _ends(test: s.Node) -> Iterator[_End]:
    if isinstance(test, s.Compare):
        number, side = _number(test.operand), {"<": -1, ">": 1}.get(test.sign, 0)
        if number is not None and test.sign != "!=":
            yield _End(number, side)
    elif isinstance(test, s.Test) and isinstance(test.expression, s.RangeOf):
        yield from _ends_of_range(test.expression)
    elif isinstance(test, s.Test) and (number := _number(test.expression)) is not None:
        yield _End(number)


def _ends_of_range(ends: s.RangeOf) -> Iterator[_End]:
    """Its ends that are numbers; none of a range such as `(3..3)`, in which there is nothing."""
    low = _number(ends.low) if ends.low is not None else None
    high = _number(ends.high) if ends.high is not None else None
    if low is not None and high is not None:
        both = ends.low_included and ends.high_included
        if low > high or (low == high and not both):
            return
    if low is not None:
        yield _End(low, 0 if ends.low_included else 1)
    if high is not None:
        yield _End(high, 0 if ends.high_included else -1)


def _number(node: s.Node) -> Decimal | None:
    """The number that is written there."""
    if isinstance(node, s.Literal) and isinstance(node.value, Decimal):
        return node.value
    if isinstance(node, s.Negate) and (inner := _number(node.operand)) is not None:
        return -inner
    return None
