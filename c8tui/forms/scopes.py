"""What the expressions of a form see: all form data, and `this`, `parent` and `i` of the row they stand in.

The rule of Camunda Forms (form-js 2.0): a field that is hidden counts with its initial value. That is worked out in two
steps, so that no condition depends on itself. Which fields count as hidden is decided on the raw data, which has the
values of all fields. Everything else, and so what is shown, is decided on what is seen: the data without those fields,
over the initial data, top-level name by top-level name.

Where the data has names of its own `this`, `parent` or `i`, those win; `_this_`, `_parent_` and `_i_` always work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from c8tui import feel
from c8tui.forms.templates import Context
from c8tui.forms.values import MISSING, Path, copy, get, prune, put


class FormData:
    """The values of all fields, and what of them FEEL sees."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self.variables = variables
        """As they came in: never changed."""
        self.values: dict[str, Any] = copy(dict(variables))
        self.raw: Context = {name: feel.to_feel(value) for name, value in variables.items()}
        """All values, those of hidden fields too, as FEEL values."""
        self.seen: Context = dict(self.raw)
        """The same without what is hidden; a name of which nothing is hidden shares its value with `raw`."""
        self._apart: set[str] = set()
        """The names whose seen value is one of its own."""
        self._initial: Context = {}
        self.version = 0
        """Counts the changes of what FEEL sees."""

    def begin(self, names: Iterable[str]) -> None:
        """Takes the data as it is now for the initial data; `names` are those that fields are bound to."""
        self._initial = {name: copy(self.raw[name]) for name in names if name in self.raw}

    def value(self, path: Path) -> Any:
        return get(self.values, path)

    def put(self, path: Path, value: Any, *, seen: bool = True) -> None:
        """Keeps a value; `seen` is whether its field is."""
        put(self.values, path, value)
        put(self.raw, path, feel.to_feel(value))
        name = str(path[0])
        if name not in self._apart:
            self.seen[name] = self.raw[name]
        elif seen:
            put(self.seen, path, feel.to_feel(value))
        self.version += 1

    def see_again(self, name: str, hidden: Iterable[Path]) -> None:
        """Makes what FEEL sees of one top-level name anew; the hidden paths below it are not seen."""
        self.version += 1
        self.seen.pop(name, None)
        paths = list(hidden)
        if name in self.raw:
            self.seen[name] = copy(self.raw[name]) if paths else self.raw[name]
        if not paths:
            self._apart.discard(name)
            return
        self._apart.add(name)
        for path in paths:
            prune(self.seen, path)
        if name not in self.seen and name in self._initial:
            self.seen[name] = copy(self._initial[name])


class Scope:
    """The root of a form, or one row of a dynamic list."""

    __slots__ = ("_context", "_data", "_own", "_raw_context", "_version", "i", "parent", "path")

    def __init__(self, data: FormData, path: Path = (), parent: Scope | None = None, index: int = 0) -> None:
        self._data = data
        self.path = path
        self.parent = parent
        self.i: list[feel.Value] = [*parent.i, Decimal(index + 1)] if parent else []
        """Which row, from 1, of each dynamic list around."""
        self._version = -1
        self._context: Context = {}
        self._own: Context = {}
        self._raw_context: Context = {}

    def context(self) -> Context:
        """What an expression in this scope sees, as FEEL values; not to be changed."""
        self._refresh()
        return self._context

    def raw_context(self) -> Context:
        """What the conditions see that decide which fields are seen; not to be changed."""
        self._refresh()
        return self._raw_context

    def own(self) -> Context:
        """This scope as it is seen by the rows within it, under `parent`: its own data."""
        self._refresh()
        return self._own

    def _refresh(self) -> None:
        if self._version == self._data.version:
            return
        self._version = self._data.version
        this = self._raw_this() if self.path else self._data.seen
        special: Context = {"this": this, "parent": self.parent.own() if self.parent else None, "i": self.i}
        always = _underscored(special)
        data = self._data.seen
        self._context = {**special, **data, **always}
        self._own = {**special, **this, **always} if isinstance(this, dict) and self.path else self._context
        outer = self.parent._raw_this() if self.parent else None
        special = {"this": self._raw_this(), "parent": outer, "i": self.i}
        self._raw_context = {**special, **self._data.raw, **_underscored(special)}

    def _raw_this(self) -> feel.Value:
        """The data of this scope; that of a row is seen whole, hidden fields too."""
        found = get(self._data.raw, self.path)
        return None if found is MISSING else found


def _underscored(special: Context) -> Context:
    return {f"_{name}_": value for name, value in special.items()}
