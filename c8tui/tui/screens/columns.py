"""The columns that a list can have, by name; in lists of what belongs to a process instance, other names are variables.

A list shows its standard columns until somebody chooses others.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from c8tui.model.base import moment
from c8tui.session.dates import ago
from c8tui.tui import clock
from c8tui.tui.fields import names_in
from c8tui.tui.widgets.columns import Cell, Column

T = TypeVar("T")


class ColumnSet(Struct, Generic[T], frozen=True):
    """Every column of a list by the name that views and exports have for it, and the names of the standard ones."""

    known: Mapping[str, Column[T]]
    standard: tuple[str, ...]
    variables: bool = False
    """Whether a name that is no column is the path of a process variable."""

    @property
    def shown(self) -> tuple[Column[T], ...]:
        """The standard columns."""
        return tuple(self.known[name] for name in self.standard)

    def chosen(
        self, names: Sequence[str], cell: Callable[[T, str], Cell], numbers: Container[str] = ()
    ) -> tuple[Column[T], ...]:
        """The columns with these names, which were asked for: none stands behind the others because it is narrow.

        `cell` gives the cell of a record for the path of a variable; `numbers` are the paths of those that hold
        numbers. Without names, the standard columns.
        """
        return tuple(self._column(name, cell, name in numbers) for name in names) if names else self.shown

    def _column(self, name: str, cell: Callable[[T, str], Cell], is_number: bool) -> Column[T]:
        if (known := self.known.get(name)) is not None:
            return replace(known, show_from=0)
        return Column(name, max(10, min(18, len(name))), lambda record: cell(record, name), grow=1, right=is_number)

    def paths_in(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the names that are paths of variables."""
        return tuple(name for name in names if name not in self.known) if self.variables else ()

    def existing(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the names that this list can show."""
        return tuple(name for name in names if self.variables or name in self.known)

    def nearest(self, name: str) -> str:
        """The name of the column that somebody most likely means, by its name or its title; "" where none is near."""
        names = {column.title.casefold(): known for known, column in self.known.items()}
        names |= {known: known for known in self.known}
        near = get_close_matches(name.casefold(), names, n=1, cutoff=0.5)
        return names[near[0]] if near else ""


def plain(
    title: str, width: int, read: Callable[[Any], object], order: str = "", *, grow: int = 0, number: bool = False
) -> Column[Any]:
    """A column that shows a field as it is; `number` says that it holds one."""

    def cell(record: Any) -> Cell:
        value = read(record)
        return ("-" if value is None or value == "" else f"{value:,}" if number else str(value)), "dim"

    return Column(title, width, cell, grow, right=number, order=order, value=read if number else None)


def since(
    title: str, read: Callable[[Any], str | None], order: str = "", *, show_from: int = 0, width: int = 9
) -> Column[Any]:
    """A column that says how long ago a moment was, and is sorted by the moment."""

    def cell(record: Any) -> Cell:
        moment_of = read(record)
        return (ago(moment_of, clock.now()) if moment_of else "-"), "dim"

    return Column(
        title, width, cell, show_from=show_from, order=order, value=lambda record: moment(read(record)), dated=True
    )


def read_names(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Names typed with commas between them, and those of them that stood in quotes: variables, whatever is known."""
    typed = names_in(text)
    quoted = {name: name[1:-1] for name in typed if len(name) > 2 and name[0] == name[-1] == '"'}
    return tuple(dict.fromkeys(quoted.get(name, name) for name in typed)), frozenset(quoted.values())
