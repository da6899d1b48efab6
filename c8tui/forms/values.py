"""Values in nested form data: found, put and dropped by path, and compared as JSON compares."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from c8tui.forms.schema import FormError

DEEPEST = 200
"""Objects and lists in one another, in the data of a form; FEEL takes in no more."""

Path = tuple[str | int, ...]
"""A place in form data: names, and indexes of lists, as `("orders", 0, "price")`."""


class Missing:
    """The type of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""No value, which is something else than null."""


def get(data: Any, path: Path) -> Any:
    """The value at the path, or `MISSING`."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(data, list) or not 0 <= step < len(data):
                return MISSING
            data = data[step]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            return MISSING
    return data


def put(data: dict[str, Any], path: Path, value: Any) -> None:
    """Puts the value at the path; what stands in the way and holds nothing becomes an object or a list."""
    here: Any = data
    for step, then in pairwise(path):
        inner = get(here, (step,))
        wanted: type[Any] = list if isinstance(then, int) else dict
        if not isinstance(inner, wanted):
            inner = wanted()
            _set(here, step, inner)
        here = inner
    _set(here, path[-1], value)


def _set(here: Any, step: str | int, value: Any) -> None:
    if isinstance(step, int):
        here.extend(None for _ in range(step - len(here) + 1))
    here[step] = value


def prune(data: Any, path: Path) -> None:
    """Takes the value at the path away, and what is empty without it; in a list null stays in its place.

    The rule of Camunda Forms for what is hidden: objects without members and lists of nothing but null go, too.
    """
    for end in range(len(path), 0, -1):
        here, last = get(data, path[: end - 1]), path[end - 1]
        if isinstance(here, dict):
            here.pop(last, None)
            empty = not here
        elif isinstance(here, list) and isinstance(last, int) and last < len(here):
            here[last] = None
            empty = all(item is None for item in here)
        else:
            return
        if not empty:
            return


def merged(old: Any, new: Any) -> Any:
    """The new JSON value over the old one: objects member by member, at any depth; anything else is replaced."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{name: merged(old.get(name), value) for name, value in new.items()}}


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; unlike in Python, true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def copy(value: Any, depth: int = 0) -> Any:
    """A JSON value with containers of its own. Raises `FormError` where it is nested deeper than `DEEPEST`."""
    if depth > DEEPEST:
        raise FormError(f"data is nested deeper than {DEEPEST}")
    if isinstance(value, dict):
        return {name: copy(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [copy(inner, depth + 1) for inner in value]
    return value
