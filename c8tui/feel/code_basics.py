"""Closures of what has no scope of its own: literals, names, collections, paths, operators, if."""

from __future__ import annotations

from collections.abc import Callable

from c8tui.feel import operators
from c8tui.feel import syntax as s
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.code import Code, compiled, compiles
from c8tui.feel.properties import MISSING, property_of
from c8tui.feel.run import CHARACTERS_A_STEP, Scope
from c8tui.feel.types import is_instance
from c8tui.feel.values import Range, Value, kind_of, text_of

Operation = Callable[[Value, Value], Value]

OPERATIONS: dict[str, Operation] = {
    "+": operators.add,
    "-": operators.subtract,
    "*": operators.multiply,
    "/": operators.divide,
    "**": operators.raised,
    "=": operators.equal,
    "!=": operators.unequal,
    "<": operators.less,
    "<=": operators.at_most,
    ">": operators.greater,
    ">=": operators.at_least,
}
_GROWING = frozenset("+")
_WALKING = frozenset(("=", "!="))


@compiles(s.Literal)
def _literal(node: s.Literal) -> Code:
    value = node.value
    return lambda scope: value


@compiles(s.BadLiteral)
def _bad_literal(node: s.BadLiteral) -> Code:
    return lambda scope: scope.run.warn(node.problem, node.at)


@compiles(s.Name)
def _name(node: s.Name) -> Code:
    name, at = node.name, node.at

    def code(scope: Scope) -> Value:
        here: Scope | None = scope
        while here is not None:
            names = here.names
            if name in names:
                return names[name]
            here = here.outer
        builtin = BUILTINS.get(name)
        return builtin if builtin is not None else scope.run.warn(f"there is no {name[:100]}", at)

    return code


@compiles(s.ListOf)
def _list(node: s.ListOf) -> Code:
    items = [compiled(item) for item in node.items]
    return lambda scope: [item(scope) for item in items]


@compiles(s.ContextOf)
def _context(node: s.ContextOf) -> Code:
    entries = [(name, compiled(entry)) for name, entry in node.entries]
    twice = next((name for n, (name, _) in enumerate(entries) if name in dict(entries[:n])), None)

    def code(scope: Scope) -> Value:
        if twice is not None:
            return scope.run.warn(f"{twice} stands twice in the context", node.at)
        made: dict[str, Value] = {}
        inner = scope.inner(made)
        for name, entry in entries:
            made[name] = entry(inner)
        return made

    return code


@compiles(s.RangeOf)
def _range(node: s.RangeOf) -> Code:
    low = compiled(node.low) if node.low is not None else None
    high = compiled(node.high) if node.high is not None else None

    def code(scope: Scope) -> Value:
        start = low(scope) if low is not None else None
        end = high(scope) if high is not None else None
        if node.sign and start is None and end is None:
            return scope.run.warn("the end of the range is null", node.at)
        for one in (start, end):
            if one is not None and operators.order(one, one) is None:
                return scope.run.warn(f"a {kind_of(one)} cannot be the end of a range", node.at)
        if start is not None and end is not None and operators.at_most(start, end) is not True:
            return scope.run.warn(f"no range goes from {text_of(start)} to {text_of(end)}", node.at)
        return Range(start, end, node.low_included, node.high_included, node.sign)

    return code


@compiles(s.Negate)
def _negate(node: s.Negate) -> Code:
    operand, at = compiled(node.operand), node.at

    def code(scope: Scope) -> Value:
        value = operand(scope)
        found = operators.negated(value)
        if found is None and value is not None:
            return scope.run.warn(f"there is no - of a {kind_of(value)}", at)
        return found

    return code


@compiles(s.Binary)
def _binary(node: s.Binary) -> Code:
    if node.sign in {"and", "or"}:
        return _logical(node)
    rest: list[tuple[Operation, str, Code, int]] = []
    left: s.Node = node
    while isinstance(left, s.Binary) and left.sign not in {"and", "or"}:
        rest.append((OPERATIONS[left.sign], left.sign, compiled(left.right), left.at))
        left = left.left
    first = compiled(left)
    if len(rest) == 1:
        return _single(first, *rest[0])
    rest.reverse()

    def code(scope: Scope) -> Value:
        value = first(scope)
        for operation, sign, operand, at in rest:
            value = applied(scope, operation, sign, value, operand(scope), at)
        return value

    return code


def _single(first: Code, operation: Operation, sign: str, second: Code, at: int) -> Code:
    return lambda scope: applied(scope, operation, sign, first(scope), second(scope), at)


def applied(scope: Scope, operation: Operation, sign: str, left: Value, right: Value, at: int) -> Value:
    """What the sign makes of both values; null and a warning when that is nothing."""
    if sign in _GROWING and isinstance(left, str) and isinstance(right, str):
        scope.run.fits(len(left) + len(right))
        if len(left) + len(right) >= CHARACTERS_A_STEP:
            scope.run.tick((len(left) + len(right)) // CHARACTERS_A_STEP)
    elif sign in _WALKING and isinstance(left, list | dict):
        scope.run.measured(left)
    found = operation(left, right)
    if found is None and (sign in _WALKING or (left is not None and right is not None)):
        if kind_of(left) == kind_of(right) == "number":
            why = "divides by zero" if sign == "/" else "has no result that is a number of 34 digits"
            return scope.run.warn(f"{sign} {why}", at)
        return scope.run.warn(f"there is no {sign} of a {kind_of(left)} and a {kind_of(right)}", at)
    return found


def _logical(node: s.Binary) -> Code:
    """A chain of `and` or of `or`, three-valued: null and every other value that is no boolean are unknown."""
    sign, operands = node.sign, []
    left: s.Node = node
    while isinstance(left, s.Binary) and left.sign == sign:
        operands.append(compiled(left.right))
        left = left.left
    operands.append(compiled(left))
    operands.reverse()
    decisive = sign == "or"

    def code(scope: Scope) -> Value:
        unknown = False
        for operand in operands:
            value = operand(scope)
            if value is decisive:
                return decisive
            unknown = unknown or value is not (not decisive)
        return None if unknown else not decisive

    return code


@compiles(s.If)
def _if(node: s.If) -> Code:
    condition, then, otherwise = compiled(node.condition), compiled(node.then), compiled(node.otherwise)
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


@compiles(s.Path)
def _path(node: s.Path) -> Code:
    operand, name, at = compiled(node.operand), node.name, node.at

    def one(scope: Scope, value: Value) -> Value:
        found = property_of(value, name)
        if found is not MISSING:
            return found
        if value is None:
            return scope.run.warn(f"null has no {name}", at)
        return scope.run.warn(f"a {kind_of(value)} has no {name}", at)

    def code(scope: Scope) -> Value:
        value = operand(scope)
        if isinstance(value, list):
            scope.run.tick(len(value))
            return [one(scope, item) for item in value]
        return one(scope, value)

    return code


@compiles(s.InstanceOf)
def _instance_of(node: s.InstanceOf) -> Code:
    operand, type_ = compiled(node.operand), node.type

    def code(scope: Scope) -> Value:
        value = operand(scope)
        if value is None:
            return type_.kind == "Null"
        return is_instance(scope.run.measured(value), type_, scope.run.types)

    return code
