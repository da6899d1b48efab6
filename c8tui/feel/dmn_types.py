"""The types of a DMN file: item definitions as types of FEEL, with their allowed values."""

from __future__ import annotations

from collections.abc import Callable

from c8tui.feel.code_tests import INPUT
from c8tui.feel.dmn_model import Definitions, ItemDefinition
from c8tui.feel.evaluate import unary_tests
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.types import ANY_TYPE, Type, simple_type
from c8tui.feel.values import Value


def types_of(model: Definitions, prefix: str = "") -> dict[str, Type]:
    """By name; those of imports as `import.name`."""
    found = {f"{prefix}{item.name}": _type(item, model.names, prefix) for item in model.types}
    for entry in model.imports:
        if entry.model is not None:
            found |= types_of(entry.model, f"{prefix}{entry.name}." if entry.name else prefix)
    return found


def _type(item: ItemDefinition, names: frozenset[str], prefix: str) -> Type:
    base = _base(item, names, prefix)
    allowed = _check(item.allowed, names)
    if not item.is_list:
        return _restricted(_restricted(base, allowed), _check(item.constraint, names))
    return _restricted(Type("list", items=_restricted(base, allowed)), _check(item.constraint, names))


def _base(item: ItemDefinition, names: frozenset[str], prefix: str) -> Type:
    if item.parameters is not None:
        parameters = tuple(reference(type_ref, prefix) for _, type_ref in item.parameters)
        return Type("function", parameters=parameters, result=reference(item.result, prefix))
    if item.components:
        return Type("context", entries=tuple((part.name, _type(part, names, prefix)) for part in item.components))
    return reference(item.type_ref, prefix)


def reference(type_ref: str, prefix: str = "") -> Type:
    """What a `typeRef` speaks of; nothing at all is Any."""
    if not type_ref:
        return ANY_TYPE
    plain = type_ref.rpartition(":")[2] if ":" in type_ref else type_ref
    found = simple_type(plain)
    return Type("named", f"{prefix}{plain}") if found.kind == "named" else found


def _restricted(type_: Type, allowed: Callable[[Value], bool] | None) -> Type:
    if allowed is None:
        return type_
    if type_.kind == "named" or type_.allowed is not None:
        return Type("both", of=(type_,), allowed=allowed)
    return Type(type_.kind, type_.name, type_.items, type_.entries, type_.parameters, type_.result, allowed)


def _check(tests: str, names: frozenset[str]) -> Callable[[Value], bool] | None:
    """Whether a value passes these unary tests; tests that cannot be read allow everything."""
    if not tests:
        return None
    try:
        expression = unary_tests(tests, names)
    except FeelSyntaxError:
        return None
    return lambda value: expression.evaluate({INPUT: value}).value is True
