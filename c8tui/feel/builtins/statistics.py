"""Functions that sum a list up: least and most, sums and means, all and any."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from c8tui.feel import numbers, operators
from c8tui.feel.builtins.registry import Registry
from c8tui.feel.calls import Fails
from c8tui.feel.equality_index import groups_of
from c8tui.feel.logic import all_of, any_of
from c8tui.feel.run import Run
from c8tui.feel.temporal import DaysDuration, MonthsDuration
from c8tui.feel.values import Value, kind_of

functions = Registry()
define = functions.define


def _numbers(run: Run, list_: list[Value]) -> list[Decimal]:
    run.tick(len(list_))
    for item in list_:
        if not isinstance(item, Decimal):
            raise Fails(f"list holds a {kind_of(item)}")
    if not list_:
        raise Fails("list is empty")
    return list_


def _finite(value: Decimal | None) -> Decimal:
    if value is None:
        raise Fails("the result is no number")
    return value


def _sum_of(values: list[Decimal]) -> Decimal:
    total = numbers.ZERO
    for value in values:
        total = numbers.CONTEXT.add(total, value)
    return _finite(numbers.finite(total))


def _best(run: Run, list_: list[Value], better: Callable[[Value, Value], bool | None]) -> Value:
    if not list_:
        raise Fails("list is empty")
    run.tick(len(list_))
    best = list_[0]
    if operators.order(best, best) is None:
        raise Fails(f"there is no order of a {kind_of(best)}")
    for item in list_[1:]:
        answer = better(item, best)
        if answer is None:
            raise Fails(f"there is no order of a {kind_of(item)} and a {kind_of(best)}")
        best = item if answer else best
    return best


@define("min", "list: list...")
def _min(run: Run, list_: list[Value]) -> Value:
    return _best(run, list_, operators.less)


@define("max", "list: list...")
def _max(run: Run, list_: list[Value]) -> Value:
    return _best(run, list_, operators.greater)


@define("sum", "list: list...")
def _sum(run: Run, list_: list[Value]) -> Value:
    if list_ and all(isinstance(item, DaysDuration | MonthsDuration) for item in list_):
        total = list_[0]
        for item in list_[1:]:
            total = operators.add(total, item)
        if total is None:
            raise Fails("durations of both kinds have no sum")
        return total
    return _sum_of(_numbers(run, list_))


@define("mean", "list: list...")
def _mean(run: Run, list_: list[Value]) -> Value:
    values = _numbers(run, list_)
    return numbers.divide(_sum_of(values), Decimal(len(values)))


@define("product", "list: list...")
def _product(run: Run, list_: list[Value]) -> Value:
    product = numbers.ONE
    for value in _numbers(run, list_):
        product = numbers.CONTEXT.multiply(product, value)
    return _finite(numbers.finite(product))


@define("median", "list: list...")
def _median(run: Run, list_: list[Value]) -> Value:
    values = sorted(_numbers(run, list_))
    middle = len(values) // 2
    if len(values) % 2:
        return values[middle]
    return numbers.divide(_sum_of(values[middle - 1 : middle + 1]), Decimal(2))


@define("stddev", "list: list...")
def _stddev(run: Run, list_: list[Value]) -> Value:
    values = _numbers(run, list_)
    if len(values) < 2:
        raise Fails("a single value has no deviation")
    mean = _finite(numbers.divide(_sum_of(values), Decimal(len(values))))
    squares = [numbers.CONTEXT.power(numbers.CONTEXT.subtract(value, mean), Decimal(2)) for value in values]
    variance = _finite(numbers.divide(_sum_of(squares), Decimal(len(values) - 1)))
    return numbers.finite(numbers.CONTEXT.sqrt(variance))


@define("mode", "list: list...")
def _mode(run: Run, list_: list[Value]) -> Value:
    if not list_:
        return []
    groups = groups_of(_numbers(run, list_))
    most = max(group.count for group in groups)
    return sorted(group.value for group in groups if group.count == most)


def _truths(run: Run, list_: list[Value]) -> list[bool | None]:
    run.tick(len(list_))
    return [item if isinstance(item, bool) else None for item in list_]


@define("all", "list: list...")
def _all(run: Run, list_: list[Value]) -> Value:
    return all_of(_truths(run, list_))


@define("any", "list: list...")
def _any(run: Run, list_: list[Value]) -> Value:
    return any_of(_truths(run, list_))
