"""How a built-in function is declared: its FEEL name and its parameters in one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from c8tui.feel.calls import Overload, Parameter
from c8tui.feel.values import Builtin, Value

F = TypeVar("F", bound=Callable[..., Value])

_SETS = {
    "duration": {"days and time duration", "years and months duration"},
    "day": {"date", "date and time"},
    "any": None,
}


class Registry:
    """The built-ins that one module defines."""

    def __init__(self) -> None:
        self._overloads: dict[str, list[Overload]] = {}

    def define(self, name: str, parameters: str = "", *, looks_up: bool = False) -> Callable[[F], F]:
        """Declares a function under its FEEL name; several declarations of a name are its overloads.

        `parameters` is `name: kind, name: kind|kind?`: `?` makes it optional, `any` takes everything, `duration`
        either duration, `day` a date or a date and time; `...` behind the only one lets its elements be the arguments,
        `*` behind the last one takes all that is left. A function that `looks_up` asks indexes for what its lists hold.
        """

        def declare(function: F) -> F:
            gathers: Literal["", "elements", "rest"] = ""
            if parameters.endswith(("...", "*")):
                gathers = "rest" if parameters.endswith("*") else "elements"
            declared = tuple(_parameter(text) for text in parameters.rstrip(".*").split(",") if text)
            self._overloads.setdefault(name, []).append(Overload(declared, function, gathers, looks_up))
            return function

        return declare

    @property
    def builtins(self) -> dict[str, Builtin]:
        """By name."""
        return {name: Builtin(name, tuple(overloads)) for name, overloads in self._overloads.items()}


def _parameter(text: str) -> Parameter:
    name, _, kinds = (part.strip() for part in text.partition(":"))
    optional = kinds.endswith("?")
    found: set[str] = set()
    for kind in kinds.removesuffix("?").split("|"):
        among = _SETS.get(kind, {kind})
        if among is None:
            return Parameter(name, None, optional)
        found |= among
    return Parameter(name, frozenset(found), optional)
