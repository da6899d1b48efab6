"""The types of a DMN file: item definitions as types of FEEL, with their allowed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from c8tui.feel.code_tests import INPUT
from c8tui.feel.dmn_misfits import CHECKED_BY_CAMUNDA
from c8tui.feel.dmn_model import Definitions, ItemDefinition
from c8tui.feel.evaluate import Expression, unary_tests
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.run import Run, Scope
from c8tui.feel.types import ANY_TYPE, Type, resolved, simple_type
from c8tui.feel.values import Value


class AllowedValues:
    """Tests that a value passes where a type restricts its values; a type holds them as its `allowed`."""

    __slots__ = ("_expression", "_run", "text")

    def __init__(self, text: str, expression: Expression, run: Run) -> None:
        self.text = text
        self._expression = expression
        self._run = run

    def __call__(self, value: Value) -> bool:
        self._run.tick()
        return self._expression.evaluate_in(Scope({INPUT: value}, None, self._run)) is True


class Checks:
    """Makes tests of allowed values, which share one run, so that a type of a long list cannot take forever."""

    def __init__(self, names: frozenset[str], run: Run) -> None:
        self._names = names
        self._run = run

    def of(self, tests: str, language: str = "") -> AllowedValues | None:
        """Whether a value passes these unary tests; tests that cannot be read here allow everything."""
        if not tests or language:
            return None
        try:
            return AllowedValues(tests, unary_tests(tests, self._names), self._run)
        except FeelSyntaxError:
            return None


def types_of(model: Definitions, run: Run, prefix: str = "") -> dict[str, Type]:
    """By name; those of imports as `import.name`. All that tests of allowed values do counts in `run`."""
    found = {f"{prefix}{item.name}": _type(item, Checks(model.names, run), prefix) for item in model.types}
    for entry in model.imports:
        if entry.model is not None:
            found |= types_of(entry.model, run, f"{prefix}{entry.name}." if entry.name else prefix)
    return found


def _type(item: ItemDefinition, checks: Checks, prefix: str) -> Type:
    base = _base(item, checks, prefix)
    allowed = checks.of(item.allowed, item.allowed_language)
    constraint = checks.of(item.constraint, item.constraint_language)
    if not item.is_list:
        return _restricted(_restricted(base, allowed), constraint)
    return _restricted(Type("list", items=_restricted(base, allowed)), constraint)


def _base(item: ItemDefinition, checks: Checks, prefix: str) -> Type:
    if item.parameters is not None:
        parameters = tuple(reference(type_ref, prefix) for _, type_ref in item.parameters)
        return Type("function", parameters=parameters, result=reference(item.result, prefix))
    if item.components:
        return Type("context", entries=tuple((part.name, _type(part, checks, prefix)) for part in item.components))
    return reference(item.type_ref, prefix)


def reference(type_ref: str, prefix: str = "") -> Type:
    """What a `typeRef` speaks of; nothing at all is Any."""
    if not type_ref:
        return ANY_TYPE
    plain = type_ref.rpartition(":")[2] if ":" in type_ref else type_ref
    found = simple_type(plain)
    return Type("named", f"{prefix}{plain}") if found.kind == "named" else found


def result_of(type_: Type | None, known: Mapping[str, Type]) -> Type | None:
    """The type of what a function returns; a variable may be typed as the function or as its result."""
    if type_ is None:
        return None
    found = resolved(type_, known)
    return found.result if found.kind == "function" else type_


def parameter_type(type_ref: str, prefix: str, *, standard: bool) -> Type | None:
    """What an argument is checked against: its type, of which Camunda knows the built-in ones only."""
    if not type_ref or (not standard and type_ref.removeprefix("feel:") not in CHECKED_BY_CAMUNDA):
        return None
    return reference(type_ref, prefix)


def _restricted(type_: Type, allowed: Callable[[Value], bool] | None) -> Type:
    if allowed is None:
        return type_
    if type_.kind == "named" or type_.allowed is not None:
        return Type("both", of=(type_,), allowed=allowed)
    return Type(type_.kind, type_.name, type_.items, type_.entries, type_.parameters, type_.result, allowed)
