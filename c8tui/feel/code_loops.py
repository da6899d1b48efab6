"""Closures of what goes over lists: for, some, every, filters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from c8tui.feel import numbers, operators
from c8tui.feel import syntax as s
from c8tui.feel.code import Code, compiled, compiles
from c8tui.feel.free_names import names_in
from c8tui.feel.run import SOURCE_A_STEP, Scope
from c8tui.feel.temporal import Date, from_ordinal
from c8tui.feel.values import Range, Value, kind_of

ITEM = "item"
PARTIAL = "partial"


def elements(scope: Scope, value: Value, at: int) -> Iterator[Value] | None:
    """What a loop goes over: a list's items, a range's numbers or days, a single value itself; None for null."""
    if isinstance(value, list):
        return iter(value)
    if isinstance(value, Range):
        return _of_range(scope, value, at)
    if value is None:
        scope.run.warn("there is nothing to go over", at)
        return None
    return iter((value,))


def _of_range(scope: Scope, range_: Range, at: int) -> Iterator[Value] | None:
    bounds = _whole_bounds(range_)
    if bounds is None:
        scope.run.warn(f"a loop cannot go over a range of {kind_of(range_.low)}", at)
        return None
    low, high = bounds
    step = 1 if low <= high else -1
    first = low if range_.low_included else low + step
    last = high if range_.high_included else high - step
    numbers_ = range(first, last + step, step)
    if isinstance(range_.low, Date):
        return (from_ordinal(number) for number in numbers_)
    return (Decimal(number) for number in numbers_)


def _whole_bounds(range_: Range) -> tuple[int, int] | None:
    low, high = range_.low, range_.high
    if range_.sign == "!=":
        return None
    if isinstance(low, Date) and isinstance(high, Date):
        return low.ordinal, high.ordinal
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        first, last = numbers.integral(low), numbers.integral(high)
        if first is not None and last is not None:
            return first, last
    return None


class _Loop:
    """The iterators of a loop: walks all combinations of their values, the last one fastest."""

    def __init__(self, iterators: tuple[s.Iterator, ...], size: int) -> None:
        self._steps = max(1, size // SOURCE_A_STEP)
        self._iterators = [
            (it.name, compiled(it.domain), compiled(it.stop) if it.stop is not None else None, it.domain.at)
            for it in iterators
        ]

    def scopes(self, scope: Scope, failed: list[bool], index: int = 0) -> Iterator[Scope]:
        """One scope a combination; a domain that is null adds to `failed`."""
        if index == len(self._iterators):
            yield scope
            return
        name, domain, stop, at = self._iterators[index]
        value = domain(scope)
        if stop is not None:
            value = Range(value, stop(scope))
        found = elements(scope, value, at)
        if found is None:
            failed.append(True)
            return
        for element in found:
            scope.run.tick(self._steps)
            yield from self.scopes(scope.inner({name: element}), failed, index + 1)


@compiles(s.For)
def _for(node: s.For) -> Code:
    loop, body = _Loop(node.iterators, node.size), compiled(node.body)
    remembers = PARTIAL in names_in(node)

    def code(scope: Scope) -> Value:
        results: list[Value] = []
        failed: list[bool] = []
        start = scope.inner({PARTIAL: results}) if remembers else scope
        for inner in loop.scopes(start, failed):
            if remembers:
                scope.run.tick(len(results))
                inner = inner.inner({PARTIAL: list(results)})
            results.append(body(inner))
            scope.run.fits(len(results))
        return None if failed else results

    return code


@compiles(s.Quantified)
def _quantified(node: s.Quantified) -> Code:
    loop, condition, every = _Loop(node.iterators, node.size), compiled(node.condition), node.every

    def code(scope: Scope) -> Value:
        failed: list[bool] = []
        unknown = False
        for inner in loop.scopes(scope, failed):
            answer = condition(inner)
            if answer is (not every):
                return not every
            unknown = unknown or not isinstance(answer, bool)
        return None if failed or unknown else every

    return code


@compiles(s.Filter)
def _filter(node: s.Filter) -> Code:
    operand, condition, at = compiled(node.operand), compiled(node.condition), node.at
    steps = max(1, node.size // SOURCE_A_STEP)
    constant = node.condition.value if isinstance(node.condition, s.Literal) else None
    if isinstance(node.condition, s.Negate) and isinstance(node.condition.operand, s.Literal):
        constant = operators.negated(node.condition.operand.value)

    def code(scope: Scope) -> Value:
        value = operand(scope)
        if isinstance(constant, Decimal):
            return element_at(scope, value if isinstance(value, list) else [value], constant, at)
        items = value if isinstance(value, list) else [] if value is None else [value]
        return _filtered(scope, items, condition, at, steps)

    return code


def _filtered(scope: Scope, items: list[Value], condition: Code, at: int, steps: int) -> Value:
    kept: list[Value] = []
    if not items:
        answer = condition(scope.inner({ITEM: None}))
        return None if isinstance(answer, Decimal) else kept
    for item in items:
        scope.run.tick(steps)
        answer = condition(_item_scope(scope, item))
        if isinstance(answer, Decimal):
            return element_at(scope, items, answer, at)
        if answer is True:
            kept.append(item)
        elif answer is not None and not isinstance(answer, bool):
            return scope.run.warn(f"a filter cannot be a {kind_of(answer)}", at)
    return kept


def _item_scope(scope: Scope, item: Value) -> Scope:
    inner = scope.inner({ITEM: item})
    return inner.inner(item) if isinstance(item, dict) else inner


def element_at(scope: Scope, items: list[Value], index: Decimal, at: int) -> Value:
    """The element at a position from 1, or from the end with -1; null outside of the list."""
    position = numbers.integral(index)
    if position is not None and 1 <= abs(position) <= len(items):
        return items[position - 1 if position > 0 else position]
    return scope.run.warn(f"a list of {len(items)} has no element {numbers.text_of(index)}", at)
