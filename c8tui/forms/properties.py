"""One property of a component: what the document may say there, and what it becomes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from c8tui.forms.schema import Component, Kind


class Unfit(ValueError):
    """The document says something else than this property takes; the text says what it takes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Property:
    attribute: str
    name: str
    """As the document writes it."""
    at: str
    """The object of the component that it stands in; "" for the component itself."""
    kind: Kind

    @property
    def place(self) -> str:
        return f"{self.at}.{self.name}" if self.at else self.name


_KNOWN: dict[type[Component], tuple[Property, ...]] = {}


def properties_of(cls: type[Component]) -> tuple[Property, ...]:
    """The properties of a component type, in the order of their declaration; kept."""
    if cls not in _KNOWN:
        _KNOWN[cls] = tuple(_properties(cls))
    return _KNOWN[cls]


def _properties(cls: type[Component]) -> Iterator[Property]:
    for field in dataclasses.fields(cls):
        if said := field.metadata:
            yield Property(field.name, said["name"] or _camel(field.name), said["at"], said["kind"])


def _camel(attribute: str) -> str:
    first, *rest = attribute.split("_")
    return first + "".join(word.capitalize() for word in rest)


def taken(kind: Kind, value: Any) -> Any:
    """The value of a property as written; raises `Unfit`."""
    return _TAKERS[kind](value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("takes text")
    return value


def _template(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit("takes true or false")
    return value


def is_feel(value: object) -> bool:
    """Whether the text of a property is a FEEL expression."""
    return isinstance(value, str) and value.lstrip().startswith("=")


def _rule(value: Any) -> bool | str:
    if is_feel(value):
        return str(value)
    if value in ("", "true", "false"):
        return bool(value == "true")
    if not isinstance(value, bool):
        raise Unfit("takes true, false or a FEEL expression that starts with =")
    return value


def _number(value: Any) -> Decimal | None:
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unfit("takes a number")
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        raise Unfit("takes a number") from None
    if not found.is_finite():
        raise Unfit("takes a number")
    return found


def _number_or_feel(value: Any) -> Decimal | str | None:
    return value if is_feel(value) else _number(value)


def _count(value: Any) -> int | None:
    found = _number(value)
    if found is None:
        return None
    if found < 0 or found > 1_000_000 or found != int(found):
        raise Unfit("takes a whole number from 0")
    return int(found)


def _map(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unfit("takes an object")
    return value


def _list(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Unfit("takes a list")
    return tuple(value)


_TAKERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.TEMPLATE: _template,
    Kind.FEEL: _text,
    Kind.RULE: _rule,
    Kind.FLAG: _flag,
    Kind.FLAG_OR_FEEL: _rule,
    Kind.NUMBER: _number,
    Kind.NUMBER_OR_FEEL: _number_or_feel,
    Kind.COUNT: _count,
    Kind.VALUE: lambda value: value,
    Kind.MAP: _map,
    Kind.LIST: _list,
}
