"""What the expressions of a form see: all form data, and `this`, `parent` and `i` of the row they stand in.

The rule of Camunda Forms: the variables that came in, and over them the values of the fields that are not hidden.
Where the data has names of its own `this`, `parent` or `i`, those win; `_this_`, `_parent_` and `_i_` always work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from c8tui import feel
from c8tui.forms.templates import Context
from c8tui.forms.values import MISSING, Path, copy, drop, get, put


class FormData:
    """The values of all fields, and what of them FEEL sees."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self.variables = variables
        """As they came in: never changed."""
        self.values: dict[str, Any] = copy(dict(variables))
        self.seen: Context = {name: feel.to_feel(value) for name, value in variables.items()}
        self.version = 0
        """Counts the changes of what FEEL sees."""

    def value(self, path: Path) -> Any:
        return get(self.values, path)

    def put(self, path: Path, value: Any, *, seen: bool) -> None:
        """Keeps a value; `seen` is whether the field is visible."""
        put(self.values, path, value)
        if seen:
            put(self.seen, path, feel.to_feel(value))
            self.version += 1

    def see_again(self, name: str, hidden: Iterable[Path]) -> None:
        """Makes what FEEL sees of one top-level name anew; the hidden paths below it are not seen."""
        self.version += 1
        whole = False
        self.seen.pop(name, None)
        value = self.values.get(name, MISSING)
        if value is not MISSING:
            self.seen[name] = feel.to_feel(value)
        for path in hidden:
            whole = whole or len(path) == 1
            drop(self.seen, path)
        # A field that is hidden counts for nothing, and so the variable that came in is what there is.
        if whole and name in self.variables:
            self.seen[name] = feel.to_feel(self.variables[name])


class Scope:
    """The root of a form, or one row of a dynamic list."""

    __slots__ = ("_context", "_data", "_own", "_version", "i", "parent", "path")

    def __init__(self, data: FormData, path: Path = (), parent: Scope | None = None, index: int = 0) -> None:
        self._data = data
        self.path = path
        self.parent = parent
        self.i: list[feel.Value] = [*parent.i, Decimal(index + 1)] if parent else []
        """Which row, from 1, of each dynamic list around."""
        self._version = -1
        self._context: Context = {}
        self._own: Context = {}

    def context(self) -> Context:
        """What an expression in this scope sees, as FEEL values; not to be changed."""
        self._refresh()
        return self._context

    def own(self) -> Context:
        """This scope as it is seen by the rows within it, under `parent`: its own data."""
        self._refresh()
        return self._own

    def _refresh(self) -> None:
        if self._version == self._data.version:
            return
        self._version = self._data.version
        found = get(self._data.seen, self.path)
        this: feel.Value = None if found is MISSING else found
        special: Context = {"this": this, "parent": self.parent.own() if self.parent else None, "i": self.i}
        always = {f"_{name}_": value for name, value in special.items()}
        data = self._data.seen
        self._context = {**special, **data, **always}
        self._own = {**special, **this, **always} if isinstance(this, dict) and self.path else self._context
