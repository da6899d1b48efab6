"""From the JSON text of a form to its records; what is odd becomes a problem, and the form opens all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.document import JsonDocument
from c8tui.forms.form import Form, rows_of
from c8tui.forms.properties import Unfit, properties_of, taken

DEEPEST = 40
MOST_COMPONENTS = 20_000

TYPES: dict[str, type[s.Component]] = {
    cls.type: cls
    for cls in (
        *(s.TextField, s.TextArea, s.Number, s.DateTime, s.Checkbox, s.Radio, s.Select, s.Checklist, s.Taglist),
        *(s.Expression, s.FilePicker, s.Group, s.DynamicList, s.Table, s.DocumentPreview, s.Text, s.Html, s.Image),
        *(s.IFrame, s.Button, s.Spacer, s.Separator),
    )
}
_KEY = re.compile(r"\w+(\.\w+)*")
_WORDS = {
    "subtype": ("date", "time", "datetime"),
    "time_serializing_format": ("utc_offset", "utc_normalized", "no_timezone"),
    "compute_on": ("change", "presubmit"),
    "action": ("submit", "reset"),
}
"""Properties that take only these words; another is told, and the default holds."""


def read(schema_text: str) -> Form:
    """The form of a JSON text. Raises `FormError` when there is nothing to open, as for broken JSON."""
    document = JsonDocument(schema_text)
    return _SchemaReading(document).form()


class _SchemaReading:
    def __init__(self, document: JsonDocument) -> None:
        self._document = document
        self._problems: list[s.Problem] = []
        self._ids: set[str] = set()
        self._count = 0

    def form(self) -> Form:
        root = self._document.root
        self._tell_twice(root, "")
        if root.get("type", "default") != "default":
            raise s.FormError(f"a form has the type default, and this has {root['type']!r}")
        if not isinstance(root.get("components"), list):
            raise s.FormError("components: a form has a list of components")
        version = root.get("schemaVersion")
        if isinstance(version, int) and version > s.SCHEMA_VERSION:
            self._tell("schemaVersion", f"{version} is newer than {s.SCHEMA_VERSION}, the newest that is known here")
        components = self._components(root, "", 1)
        _tell_same_keys(components, self._problems)
        texts = {name: root[name] for name in _ROOT_TEXTS if isinstance(root.get(name), str)}
        return Form(
            id=texts.get("id", ""),
            components=components,
            rows=rows_of(components),
            problems=tuple(self._problems),
            schema_version=version if isinstance(version, int) else None,
            execution_platform=texts.get("executionPlatform", ""),
            execution_platform_version=texts.get("executionPlatformVersion", ""),
            version_tag=texts.get("versionTag", ""),
        )

    def _components(self, parent: dict[str, Any], place: str, depth: int) -> tuple[s.Component, ...]:
        prefix = f"{place}.components" if place else "components"
        said = parent.get("components", [])
        if not isinstance(said, list):
            self._tell(prefix, "takes a list")
            return ()
        if depth > DEEPEST:
            raise s.FormError(f"{prefix}: groups are nested deeper than {DEEPEST}")
        self._count += len(said)
        if self._count > MOST_COMPONENTS:
            raise s.FormError(f"{prefix}: the form has more than {MOST_COMPONENTS:,} components")
        return tuple(self._component(one, f"{prefix}[{index}]", depth) for index, one in enumerate(said))

    def _component(self, said: Any, where: str, depth: int) -> s.Component:
        if not isinstance(said, dict):
            self._tell(where, "a component is an object")
            return s.Unknown(id=where, where=where, type_name="", raw=said)
        self._tell_twice(said, where)
        type_name = said.get("type")
        cls = TYPES.get(type_name) if isinstance(type_name, str) else None
        if cls is None:
            self._tell(f"{where}.type", f"{type_name!r} is no type that is known here" if type_name else "is missing")
            cls = s.Unknown
        found: dict[str, Any] = {"id": self._id(said.get("id"), where), "where": where}
        found |= dict(self._properties(cls, said, where))
        if cls is s.DynamicList and not found.get("path"):
            self._tell(f"{where}.path", "is missing")
            found["path"] = found["id"]
        if cls is s.DynamicList and found.get("is_repeating") is False:
            cls, found = _object_of(found)
        if cls is s.Unknown:
            found |= {"type_name": str(type_name or ""), "raw": said}
        if issubclass(cls, s.Container):
            components = self._components(said, where, depth + 1)
            found |= {"components": components, "rows": rows_of(components)}
        return cls(**found)

    def _id(self, said: Any, where: str) -> str:
        if isinstance(said, str) and said and said not in self._ids:
            self._ids.add(said)
            return said
        if isinstance(said, str) and said:
            self._tell(f"{where}.id", f"{said!r} stands at another component too")
        elif said:
            self._tell(f"{where}.id", "takes text")
        self._ids.add(where)
        return where

    def _properties(self, cls: type[s.Component], said: dict[str, Any], where: str) -> Iterator[tuple[str, Any]]:
        for prop in properties_of(cls):
            inside = said.get(prop.at) if prop.at else said
            if inside is None:
                continue
            if not isinstance(inside, dict):
                self._tell(f"{where}.{prop.at}", "takes an object")
                continue
            if inside is not said:
                self._tell_twice(inside, f"{where}.{prop.at}")
            value = inside.get(prop.name)
            if value is None:
                continue
            try:
                value = self._fit(prop.attribute, taken(prop.kind, value))
            except Unfit as unfit:
                self._tell(f"{where}.{prop.place}", str(unfit))
                continue
            if value is not None:
                yield prop.attribute, value

    def _fit(self, attribute: str, value: Any) -> Any:
        if attribute in _WORDS and value not in _WORDS[attribute]:
            raise Unfit(f"takes {', '.join(_WORDS[attribute])}")
        if attribute in ("key", "path") and value and not _KEY.fullmatch(value):
            raise Unfit("takes names that dots part")
        return value

    def _tell(self, path: str, message: str) -> None:
        problem = s.Problem(path, message)
        if problem not in self._problems[-8:]:  # properties of one object tell of it once
            self._problems.append(problem)

    def _tell_twice(self, found: dict[str, Any], where: str) -> None:
        for name in self._document.twice(found):
            self._tell(f"{where}.{name}" if where else name, "stands twice in this object; the last counts")


def _object_of(found: dict[str, Any]) -> tuple[type[s.Component], dict[str, Any]]:
    """A dynamic list that does not repeat holds one object and no list: a group with a path."""
    own = {prop.attribute for prop in properties_of(s.Group)}
    return s.Group, {name: value for name, value in found.items() if name in own or name in ("id", "where")}


_ROOT_TEXTS = ("id", "executionPlatform", "executionPlatformVersion", "versionTag")


def _tell_same_keys(components: tuple[s.Component, ...], problems: list[s.Problem]) -> None:
    """Tells components that are bound to the same variable, or to one within another's: they change one value."""
    bound = list(_bound(components, ""))
    first: dict[str, s.Component] = {}
    for key, component in bound:
        if (other := first.setdefault(key, component)) is not component:
            problems.append(s.Problem(f"{component.where}.key", f"{key} is bound to {other.where} too"))
        if isinstance(component, s.DynamicList):
            _tell_same_keys(component.components, problems)
    for key, component in bound:
        for outer in accumulate(key.split(".")[:-1], "{}.{}".format):
            if outer in first:
                words = f"{key} is a part of {outer}, which is bound to {first[outer].where}"
                problems.append(s.Problem(f"{component.where}.key", words))


def _bound(components: tuple[s.Component, ...], base: str) -> Iterator[tuple[str, s.Component]]:
    for component in components:
        if isinstance(component, s.Group):
            yield from _bound(component.components, f"{base}{component.path}." if component.path else base)
        elif isinstance(component, s.DynamicList) and component.path:
            yield base + component.path, component
        elif isinstance(component, s.Keyed) and component.key:
            yield base + component.key, component
