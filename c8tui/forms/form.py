"""A form as read: its components in order, those side by side together, and what was wrong with the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from c8tui.forms.schema import Component, Container, Problem

Row = tuple[Component, ...]
WIDTH = 16
"""Columns of the grid."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    id: str
    components: tuple[Component, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    schema_version: int | None = None
    execution_platform: str = ""
    execution_platform_version: str = ""
    version_tag: str = ""

    def walk(self) -> Iterator[Component]:
        """Every component, containers before what is in them, in the order of the document."""
        return _walk(self.components)


def _walk(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in components:
        yield component
        if isinstance(component, Container):
            yield from _walk(component.components)


def rows_of(components: tuple[Component, ...]) -> tuple[Row, ...]:
    """Components of the same `layout.row` side by side, where the first of them stands; as many as 16 columns hold."""
    lines: list[list[Component]] = []
    by_row: dict[str, list[Component]] = {}
    for component in components:
        name = component.layout_row
        line = by_row.get(name) if name is not None else None
        if line is None or not _fits(line, component):
            line = []
            lines.append(line)
            if name is not None:
                by_row[name] = line
        line.append(component)
    return tuple(tuple(line) for line in lines)


def _least(component: Component) -> int:
    return component.layout_columns or 1


def _fits(line: list[Component], more: Component) -> bool:
    return sum(map(_least, line)) + _least(more) <= WIDTH


def widths(row: Row) -> list[int]:
    """How many of the 16 columns each of the row takes; those without a width share what is left."""
    taken = sum(component.layout_columns or 0 for component in row)
    free = [index for index, component in enumerate(row) if not component.layout_columns]
    found = [component.layout_columns or 0 for component in row]
    for place, index in enumerate(free):
        share, over = divmod(max(WIDTH - taken, len(free)), len(free))
        found[index] = share + (place < over)
    return found
