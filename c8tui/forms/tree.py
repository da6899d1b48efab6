"""The instances of a form: one for each component, and in a dynamic list one for each of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.initial import empty, initial_value
from c8tui.forms.instance import FieldInstance, RowInstance
from c8tui.forms.options import fixed_options, kept_choice
from c8tui.forms.scopes import FormData, Scope
from c8tui.forms.values import MISSING, Path, copy, get

MOST_FIELDS = 100_000
"""Instances and default rows that are made at once: lists in lists with many default rows would fill the memory."""


class Planting:
    """Makes instances, and gives each field its initial value."""

    def __init__(self, data: FormData, now: datetime, *, as_it_is: bool = False) -> None:
        """With `as_it_is` the form shows the variables and makes nothing of them: no defaults, nothing made fit."""
        self._data = data
        self._now = now
        self._as_it_is = as_it_is
        self.source: Mapping[str, Any] = data.variables
        """What fields start with: the variables as they came, not what other fields made of them; later, all values."""
        self.made = 0
        """Instances and default rows made since somebody last set this to 0."""

    def plant(
        self, components: tuple[s.Component, ...], scope: Scope, base: Path, parent: FieldInstance | None
    ) -> list[FieldInstance]:
        """The instances of these components; `base` is put before their keys."""
        return [self._one(component, scope, base, parent) for component in components]

    def _one(self, component: s.Component, scope: Scope, base: Path, parent: FieldInstance | None) -> FieldInstance:
        self._count(1)
        rows = "".join(f"[{step}]" for step in scope.path if isinstance(step, int))
        instance = FieldInstance(component, component.id + rows, _path(component, base), scope, parent)
        instance.as_it_is = self._as_it_is
        if isinstance(component, s.DynamicList):
            self._fill(instance, component)
        elif isinstance(component, s.Container):
            inner = (*base, *component.path.split(".")) if component.path else base
            instance.children = self.plant(component.components, scope, inner, instance)
        elif isinstance(component, s.Keyed):
            self._start(instance, component)
        return instance

    def _count(self, more: int) -> None:
        self.made += more
        if self.made > MOST_FIELDS:
            raise s.FormError(f"the form has more than {MOST_FIELDS:,} fields and rows")

    def _start(self, instance: FieldInstance, component: s.Keyed) -> None:
        instance.came = variable = get(self.source, instance.path) if instance.path else MISSING
        value = initial_value(component, variable, self._now)
        if isinstance(component, s.Choice):
            options = fixed_options(component, self._data.variables)
            if options is not None:
                instance.options = options
                value = kept_choice(component, value, options)
        if self._as_it_is:
            value = empty(component) if variable is MISSING else variable
        instance.fitted = value
        instance.value = opened_value(instance)
        if instance.path and (variable is not MISSING or not isinstance(component, s.Unknown)):
            self._data.put(instance.path, instance.value)

    def _fill(self, instance: FieldInstance, component: s.DynamicList) -> None:
        said = copy(get(self.source, instance.path))
        if not isinstance(said, list):
            count = 0 if self._as_it_is else component.default_repetitions
            self._count(count)  # before they are made
            said = [{} for _ in range(count)]
        if self._data.value(instance.path) != said:
            self._data.put(instance.path, said)
        for index in range(len(said)):
            instance.rows.append(self.row(instance, index))

    def row(self, instance: FieldInstance, index: int) -> RowInstance:
        """The row of a dynamic list at this place, from the form data."""
        component = instance.component
        assert isinstance(component, s.DynamicList)
        path = (*instance.path, index)
        if not isinstance(self._data.value(path), dict):
            self._data.put(path, {})
        scope = Scope(self._data, path, instance.scope, index)
        return RowInstance(scope, self.plant(component.components, scope, path, instance))


def opened_value(instance: FieldInstance) -> Any:
    """The value that a field has until somebody edits it: one that is sent and that nobody may edit goes as it came."""
    kept = instance.readonly and not instance.disabled and instance.came is not MISSING
    return instance.came if kept else instance.fitted


def _path(component: s.Component, base: Path) -> Path:
    if isinstance(component, s.DynamicList):
        return (*base, *component.path.split("."))
    key = component.key if isinstance(component, s.Keyed) else ""
    return (*base, *key.split(".")) if key else ()


def walk(instances: list[FieldInstance]) -> Iterator[FieldInstance]:
    """All of these and all within them, as they stand."""
    for instance in instances:
        yield from instance.walk()
