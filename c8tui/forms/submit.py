"""What a form sends: the fields with a key that are there to be seen, nested by the paths of groups and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.scopes import FormData
from c8tui.forms.values import MISSING, Path, copy, get, put


@dataclass(frozen=True, slots=True)
class Lost:
    """Members that the rows of a list have now, and will not have after the form is sent: lists are replaced whole."""

    path: Path
    """Of the list."""
    members: tuple[str, ...]


def collected(instances: Iterable[FieldInstance], data: FormData) -> dict[str, Any]:
    """The values to send: disabled fields are left out, readonly ones are sent; what is hidden is not there.

    A row of a dynamic list is there when a field of it is sent, as in form-js: rows before it are null if nothing of
    theirs is sent, and those behind the last one are not there. Unlike in form-js, a list whose rows somebody removed
    is sent empty: they meant it.
    """
    values = dict(_sent(instances, data))
    paths = list(values)
    if any(path[:end] in values for path in paths for end in range(1, len(path))):
        paths.sort(key=len)  # what holds others comes first
    found: dict[str, Any] = {}
    for path in paths:
        _put(found, path, values[path])
    return found


def _sent(instances: Iterable[FieldInstance], data: FormData) -> Iterator[tuple[Path, Any]]:
    for instance in instances:
        if instance.hidden_itself:
            continue
        component = instance.component
        if isinstance(component, s.DynamicList):
            if instance.rows_changed and not instance.rows and _sends(component):
                yield instance.path, []
            for row in instance.rows:
                yield from _sent(row.children, data)
        elif isinstance(component, s.Container):
            yield from _sent(instance.children, data)
        elif isinstance(component, s.Unknown) and data.value(instance.path) is MISSING:
            continue  # a component of an unknown type sends its variable back as it came, and nothing where none was
        elif instance.path and not instance.disabled:
            yield instance.path, copy(instance.value)


def _sends(container: s.Container) -> bool:
    """Whether any field within it may be sent."""
    return any(
        _sends(one)
        if isinstance(one, s.Container)
        else isinstance(one, s.Keyed) and not getattr(one, "disabled", False)
        for one in container.components
    )


def _put(found: dict[str, Any], path: Path, value: Any) -> None:
    """Puts a value at its path; below one that is no object, under the dotted rest of its key: both are kept.

    JSON cannot hold both in one place, and form-js does not open such a form. What is empty gives way.
    """
    for end in range(1, len(path)):
        above = get(found, path[:end])
        if above is not MISSING and not isinstance(above, dict | list) and above not in (None, "", False):
            if value in (None, "", [], False):
                return
            rest = path[end - 1 :]
            put(found, (*path[: end - 1], ".".join(map(str, rest))), value)
            return
    put(found, path, value)


def lost_members(instances: Iterable[FieldInstance], data: FormData, found: dict[str, Any]) -> Iterator[Lost]:
    """What rows have in the variables and now, and is not sent; what a form hides on purpose is not counted."""
    every = [one for instance in instances for one in instance.walk()]
    hidden = {_anywhere(one.path) for one in every if one.hidden and one.path}
    told: dict[Path, dict[str, None]] = {}
    for one in every:
        if not isinstance(one.component, s.DynamicList):
            continue
        sent, rows = get(found, one.path), data.value(one.path)
        if not isinstance(sent, list) or not isinstance(rows, list):
            continue  # the second, where another field is bound to the same place
        place = _anywhere(one.path)
        came = {path for row in _rows(data.variables, one.path) for path in _members(row)}
        for index, row in enumerate(rows):
            goes = sent[index] if index < len(sent) else None
            for path in _members(row):
                if path in came and (*place, "", *path) not in hidden and get(goes, path) is MISSING:
                    told.setdefault(place, {})[".".join(map(str, path))] = None
    for place, members in told.items():
        yield Lost(place, tuple(members))


def _anywhere(path: Path) -> Path:
    """The path without the rows that it goes through: "" stands for each of them."""
    return tuple("" if isinstance(step, int) else step for step in path)


def _rows(data: Any, path: Path) -> Iterator[Any]:
    """The rows of a list in the data; one within rows of another has those of all of them."""
    if not path:
        yield from data if isinstance(data, list) else ()
    elif isinstance(path[0], int):
        for row in data if isinstance(data, list) else ():
            yield from _rows(row, path[1:])
    else:
        yield from _rows(get(data, path[:1]), path[1:])


def _members(row: Any, above: Path = ()) -> Iterator[Path]:
    """The members of a row that hold something, those of objects within it too."""
    for name, value in row.items() if isinstance(row, dict) else ():
        if isinstance(value, dict) and value:
            yield from _members(value, (*above, name))
        elif value not in (None, "", [], {}):
            yield (*above, name)
