"""Calls: which overload of a built-in function fits, how arguments become what a parameter wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.run import Run
from c8tui.feel.types import Type, coerced
from c8tui.feel.values import Builtin, Function, Value, kind_of

ABSENT = object()
"""Stands for an optional argument that was not given."""


class Fails(Exception):
    """Raised inside of a built-in function: it is null, for the reason given."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kinds` are the kinds that it takes, None for any value, null included."""

    name: str
    kinds: frozenset[str] | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a built-in: `function(run, *values)` returns a value or raises `Fails`.

    `gathers` is how the only parameter takes several arguments: as "elements" of its list, as in `max(1, 2)`, where a
    list alone is that list. "rest" lets the last parameter take all arguments that are left, as in `append([1], 2, 3)`.
    """

    parameters: tuple[Parameter, ...]
    function: Callable[..., Value]
    gathers: Literal["", "elements", "rest"] = ""
    looks_up: bool = False
    """Whether it asks the run's indexes what its lists hold, rather than going through them at every call."""

    def bound(self, arguments: list[Value], named: dict[str, Value] | None) -> list[Value] | str:
        """The values in the order of the parameters, or what does not fit."""
        if named is not None:
            return self._bound_by_name(named)
        if self.gathers == "elements" and arguments:
            return self._taken([arguments if len(arguments) > 1 else arguments[0]])
        if self.gathers == "rest":
            return self._with_rest(arguments)
        return self._taken(arguments)

    def _with_rest(self, arguments: list[Value]) -> list[Value] | str:
        *first, last = self.parameters
        if len(arguments) <= len(first):
            return f"{self.parameters[len(arguments)].name} is missing"
        taken = [_fitting(value, parameter) for value, parameter in zip(arguments, first, strict=False)]
        rest = [_fitting(value, last) for value in arguments[len(first) :]]
        for value, given in zip((*taken, *rest), arguments, strict=True):
            if value is ABSENT:
                return f"{_a(given)} does not fit"
        return [*taken, rest]

    def _bound_by_name(self, named: dict[str, Value]) -> list[Value] | str:
        unknown = named.keys() - {parameter.name for parameter in self.parameters}
        if unknown:
            return f"there is no parameter {min(unknown)}"
        values = [self._named(parameter, named) for parameter in self.parameters]
        return self._taken(values) if self.gathers != "rest" else self._rest_by_name(values)

    def _rest_by_name(self, values: list[Value]) -> list[Value] | str:
        """The last parameter is one argument, or a list of those that it takes."""
        *first, last = values
        kinds = self.parameters[-1].kinds
        several = isinstance(last, list) and kinds is not None and all(kind_of(item) in kinds for item in last)
        if ABSENT in values:
            return f"{self.parameters[values.index(ABSENT)].name} is missing"
        return self._with_rest([*first, *(last if several else [last])])

    @staticmethod
    def _named(parameter: Parameter, named: dict[str, Value]) -> Value:
        """What a parameter that is not named gets: null where it takes null (DMN 1.5, section 10.3.2.13.5)."""
        missing = None if parameter.kinds is None and not parameter.optional else ABSENT
        return named.get(parameter.name, missing)

    def _taken(self, arguments: list[Value]) -> list[Value] | str:
        if len(arguments) > len(self.parameters):
            return f"it takes at most {len(self.parameters)} arguments"
        taken = []
        for index, parameter in enumerate(self.parameters):
            value = arguments[index] if index < len(arguments) else ABSENT
            if value is ABSENT:
                if not parameter.optional:
                    return f"{parameter.name} is missing"
                continue
            found = _fitting(value, parameter)
            if found is ABSENT:
                return f"{parameter.name} cannot be {_a(value)}"
            taken.append(found)
        return taken


def _a(value: Value) -> str:
    return "null" if value is None else f"a {kind_of(value)}"


def _fitting(value: Value, parameter: Parameter) -> Value:
    """The value as the parameter takes it, or `ABSENT`."""
    kinds = parameter.kinds
    if kinds is None:
        return value
    kind = kind_of(value)
    if kind in kinds:
        return value
    if value is None:
        return ABSENT
    if kind == "list" and len(value) == 1 and kind_of(value[0]) in kinds:
        return value[0]
    return [value] if "list" in kinds else ABSENT


def call_builtin(run: Run, builtin: Builtin, arguments: list[Value], named: dict[str, Value] | None, at: int) -> Value:
    """Calls the first overload that fits; null and a warning when none does, or when it fails."""
    looks_up = builtin.overloads[0].looks_up
    for argument in arguments if named is None else named.values():
        if not looks_up or not run.indexes.known(argument):
            run.measured(argument)
    problem = "it cannot be called"
    for overload in builtin.overloads:
        bound = overload.bound(arguments, named)
        if isinstance(bound, str):
            problem = bound
            continue
        try:
            result = overload.function(run, *bound)
            return run.measured(result) if isinstance(result, str) else result
        except Fails as failure:
            return run.warn(f"{builtin.name}: {failure}", at)
        except FeelSyntaxError as mistake:
            return run.warn(f"{builtin.name}: {mistake.message}", at)
    return run.warn(f"{builtin.name}: {problem}", at)


def call(run: Run, target: Value, arguments: list[Value], at: int = 0) -> Value:
    """Calls whatever can be called with positional arguments."""
    if isinstance(target, Builtin):
        run.tick()
        return call_builtin(run, target, arguments, None, at)
    return call_function(run, target, arguments, at)


def call_named(run: Run, function: Function, arguments: dict[str, Value], at: int) -> Value:
    """Calls with arguments by name: there may be no others than the parameters; one that is missing is null."""
    names = [name for name, _ in function.parameters]
    if not set(arguments) <= set(names):
        return run.warn(f"{_called(function)} takes ({', '.join(names)}), not ({', '.join(arguments)})", at)
    return call_function(run, function, [arguments.get(name) for name in names], at)


def call_function(run: Run, function: Function, arguments: list[Value], at: int = 0) -> Value:
    """Calls a function of FEEL's own; arguments that do not conform to their types make it null."""
    if len(arguments) != len(function.parameters):
        wanted = len(function.parameters)
        return run.warn(f"{_called(function)} takes {wanted} arguments, not {len(arguments)}", at)
    taken = []
    for (name, type_), argument in zip(function.parameters, arguments, strict=True):
        value, fits = _coerced(run, argument, type_)
        if not fits:
            return run.warn(f"{name} of {_called(function)} cannot be {_a(argument)}", at)
        taken.append(value)
    run.enter()
    try:
        result = function.call(run, *taken)
    finally:
        run.leave()
    value, fits = _coerced(run, result, function.result)
    return value if fits else run.warn(f"{_called(function)} came to {_a(result)}", at)


def _coerced(run: Run, value: Value, type_: Type | None) -> tuple[Value, bool]:
    return (value, True) if type_ is None else coerced(run.measured(value), type_, run.types)


def _called(function: Function) -> str:
    return function.name or "the function"
