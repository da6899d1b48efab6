"""What has changed between two looks at a task or at its variables, as facts and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from c8tui.exact_json import exact_json
from c8tui.model.base import moment
from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session.dates import absolute

MOST_OF_ONE = 5
"""Differences told of one variable; beyond these only the variable itself is told."""
VALUE_WIDTH = 40
"""Characters of a value that words show."""
ABSENT = object()
"""What stands for a value where there is none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed; the values are as the cluster gave them, or `ABSENT`."""

    name: str
    before: Any
    after: Any
    shown: Callable[[Any], str]
    """How a value of this kind is written."""

    def words(self) -> str:
        """`assignee: nobody -> ben`, `customer added`, `customer removed`."""
        if self.before is ABSENT:
            return f"{self.name} added"
        if self.after is ABSENT:
            return f"{self.name} removed"
        before, after = self.shown(self.before), self.shown(self.after)
        return f"{self.name} changed" if before == after else f"{self.name}: {before} -> {after}"


def _text(value: str | None) -> str:
    return _short(value) if value else "none"


def _person(value: str | None) -> str:
    return value or "nobody"


def _state(value: str) -> str:
    return value.lower() or "unknown"


def _date(value: str | None) -> str:
    return absolute(value) if value else "none"


def _number(value: int | None) -> str:
    return "none" if value is None else str(value)


def _names(value: tuple[str, ...]) -> str:
    return _short(", ".join(value)) or "none"


_FIELDS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("assignee", "assignee", _person),
    ("state", "state", _state),
    ("priority", "priority", _number),
    ("due_date", "due", _date),
    ("follow_up_date", "follow-up", _date),
    ("candidate_groups", "candidate groups", _names),
    ("candidate_users", "candidate users", _names),
    ("name", "name", _text),
    ("completion_date", "completed", _date),
)
"""What a person decides by: field, the word for it, how it is written."""


def differences(before: UserTask, after: UserTask) -> tuple[Difference, ...]:
    """What changed in a task, the most important first; dates that name the same moment are the same."""
    return tuple(
        Difference(word, getattr(before, name), getattr(after, name), shown)
        for name, word, shown in _FIELDS
        if not _same(name, getattr(before, name), getattr(after, name))
    )


def _same(name: str, one: Any, other: Any) -> bool:
    if name.endswith("_date") and one and other and (read := moment(one)):
        return read == moment(other)
    if name.startswith("candidate_"):
        return set(one) == set(other)
    return bool((one or None) == (other or None))


def variable_differences(before: Iterable[Variable], after: Iterable[Variable]) -> tuple[Difference, ...]:
    """What changed in variables, by name; a change inside an object is told by its path.

    A value that the cluster cut is the same as any whose text begins like it: more is not known.
    """
    old, new = ({variable.name: variable for variable in side} for side in (before, after))
    return tuple(found for name in sorted(old.keys() | new.keys()) for found in _of_variable(name, old, new))


def _of_variable(name: str, old: Mapping[str, Variable], new: Mapping[str, Variable]) -> Iterator[Difference]:
    if name not in old:
        yield Difference(name, ABSENT, new[name].value, _json)
    elif name not in new:
        yield Difference(name, old[name].value, ABSENT, _json)
    elif not _same_value(old[name], new[name]):
        yield from _inside(name, old[name], new[name])


def _same_value(one: Variable, other: Variable) -> bool:
    if one.value == other.value:
        return True
    if one.is_truncated or other.is_truncated:
        cut, rest = sorted((one, other), key=lambda variable: len(variable.value))
        return cut.is_truncated and rest.value.startswith(cut.value)
    return _canonical(one.value) == _canonical(other.value)


_sorted = msgspec.json.Encoder(decimal_format="number", order="sorted")


def _canonical(value: str) -> object:
    """The value without what JSON does not mean: white space and the order of members."""
    try:
        return _sorted.encode(exact_json(value))
    except (ValueError, RecursionError):  # no JSON, or with lone surrogates
        return value


def _inside(name: str, one: Variable, other: Variable) -> Iterator[Difference]:
    """The paths that differ inside a variable, or the whole of it where they are many or cannot be told."""
    whole = Difference(name, one.value, other.value, _json)
    if one.is_truncated or other.is_truncated:
        yield whole
        return
    try:
        paths = list(_paths(name, exact_json(one.value), exact_json(other.value)))
    except (ValueError, RecursionError):
        paths = []
    yield from paths if 0 < len(paths) <= MOST_OF_ONE else [whole]


def _paths(path: str, one: Any, other: Any) -> Iterator[Difference]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in {**one, **other}:
            yield from _paths(f"{path}.{name}", one.get(name, ABSENT), other.get(name, ABSENT))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True), 1):  # as FEEL counts
            yield from _paths(f"{path}[{number}]", *pair)
    elif one is ABSENT or other is ABSENT or _sorted.encode(one) != _sorted.encode(other):
        yield Difference(path, one, other, _value)


def _json(value: str) -> str:
    return _short(" ".join(value[: VALUE_WIDTH * 4].split()))


def _value(value: Any) -> str:
    return _short(_sorted.encode(value).decode())


def _short(text: str) -> str:
    return text if len(text) <= VALUE_WIDTH else text[: VALUE_WIDTH - 1] + "…"


def in_words(found: Sequence[Difference], most: int = 12) -> str:
    """The differences as lines."""
    rest = [f"and {len(found) - most:,} more"] if len(found) > most else []
    return "\n".join([*(difference.words() for difference in found[:most]), *rest])
