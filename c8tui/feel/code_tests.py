"""Closures of tests: between, in, and the unary tests of decision tables."""

from __future__ import annotations

from collections.abc import Callable

from c8tui.feel import operators
from c8tui.feel import syntax as s
from c8tui.feel.builtins.lists import indexed
from c8tui.feel.code import Code, compiled, compiles
from c8tui.feel.code_basics import OPERATIONS, applied
from c8tui.feel.free_names import CELL_INPUT, names_in
from c8tui.feel.free_names import INPUT as INPUT
from c8tui.feel.logic import all_of, any_of
from c8tui.feel.run import ELEMENTS_A_STEP, Dialect, Scope
from c8tui.feel.values import Range, Value, kind_of

Check = Callable[[Scope, Value], "bool | None"]
"""Whether a value passes one test; the scope knows it as `?`."""


@compiles(s.Between)
def _between(node: s.Between) -> Code:
    operand, low, high = compiled(node.operand), compiled(node.low), compiled(node.high)

    def code(scope: Scope) -> Value:
        value, least, most = operand(scope), low(scope), high(scope)
        answer = all_of((operators.at_least(value, least), operators.at_most(value, most)))
        if answer is None and value is not None and least is not None and most is not None:
            kinds = f"a {kind_of(value)} between a {kind_of(least)} and a {kind_of(most)}"
            return scope.run.warn(f"there is no {kinds}", node.at)
        return answer

    return code


@compiles(s.In)
def _in(node: s.In) -> Code:
    operand = compiled(node.operand)
    checks = [check_of(test) for test in node.tests]

    def code(scope: Scope) -> Value:
        value = operand(scope)
        inner = scope.inner({INPUT: value})
        return any_of(check(inner, value) for check in checks)

    return code


def check_of(node: s.Node) -> Check:
    """One test as the standard reads it; so the tests behind `in`, in every dialect."""
    if isinstance(node, s.Compare):
        return _comparing(node)
    assert isinstance(node, s.Test)
    expression, asks = compiled(node.expression), node.asks
    ranges = isinstance(node.expression, s.RangeOf)

    def check(scope: Scope, value: Value) -> bool | None:
        found = expression(scope)
        if (asks and (found is None or isinstance(found, bool))) or (found is None and ranges):
            return None if found is None else bool(found)
        return matches(scope, value, found)

    return check


def _check_of_cell(node: s.Node) -> Check:
    """One test of a table's cell, in the dialect of the evaluation.

    Camunda's engine lets an expression pass that comes to true, though it does not speak of the input; one that comes
    to false is false, for an input of any kind, but equal to the input `false`. The literals are only compared.
    """
    strict = check_of(node)
    if isinstance(node, s.Compare):
        return strict
    assert isinstance(node, s.Test)
    if isinstance(node.expression, s.Literal) or node.asks:
        return strict
    expression = compiled(node.expression)
    asks = CELL_INPUT in names_in(node)
    ranges = isinstance(node.expression, s.RangeOf)

    def check(scope: Scope, value: Value) -> bool | None:
        if scope.run.dialect is Dialect.STANDARD:
            return strict(scope, value)
        found = expression(scope)
        if isinstance(found, bool):
            return found or (value is False and not asks)
        if found is None and (asks or ranges):
            return None
        return matches(scope, value, found)

    return check


def _comparing(node: s.Compare) -> Check:
    operand, sign, operation = compiled(node.operand), node.sign, OPERATIONS[node.sign]

    def check(scope: Scope, value: Value) -> bool | None:
        found: bool | None = applied(scope, operation, sign, value, operand(scope), node.at)
        return found

    return check


def matches(scope: Scope, value: Value, found: Value) -> bool | None:
    """Whether a value is what a test's expression came to, or among it, or within it."""
    if isinstance(found, Range):
        return operators.equal(value, found) if isinstance(value, Range) else operators.within(value, found)
    if isinstance(found, list):
        return _among(scope, value, found)
    scope.run.tick(scope.run.weight(value) - 1)
    if isinstance(value, list) and found is not None:
        scope.run.tick(len(value))
        return any_of(operators.equal(item, found) for item in value) or False
    return operators.equal(value, found)


def _among(scope: Scope, value: Value, found: list[Value]) -> bool:
    """Whether a value is the list, or one of its items, or within one."""
    if isinstance(value, list) and operators.equal(value, found) is True:
        return True
    index = indexed(scope.run, found, value)
    if index is None:
        return any(_member(value, item) for item in found)
    if index.holds(value):
        return True
    scope.run.tick(len(index.ranges) // ELEMENTS_A_STEP)
    return any(_member(value, item) for item in index.ranges)


def _member(value: Value, item: Value) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return operators.within(value, item) is True
    return operators.equal(value, item) is True


@compiles(s.Tests)
def _tests(node: s.Tests) -> Code:
    checks = [_check_of_cell(test) for test in node.tests]
    negated = node.negated
    names_cell = CELL_INPUT in names_in(node)

    def code(scope: Scope) -> Value:
        if not checks:
            return True
        value = scope.names[INPUT]
        if names_cell and scope.run.dialect is Dialect.CAMUNDA:
            scope = scope.inner({CELL_INPUT: value})
        answer = any_of(check(scope, value) for check in checks)
        if negated:
            return None if answer is None else not answer
        return answer

    return code
