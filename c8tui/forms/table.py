"""Tables of a form: columns and rows as they are now, sorted and by the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.options import word


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class TablePage:
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    """Those of this page."""
    page: int
    """From 0; the last one where a later one was asked for."""
    pages: int
    """At least 1."""
    total: int
    """Rows on all pages."""


def table_page(
    instance: FieldInstance, *, page: int = 0, sort_by: str | None = None, descending: bool = False
) -> TablePage:
    """One page of a table, `rowCount` rows of it; sorted by the key of a column, or as the data has them."""
    component = instance.component
    assert isinstance(component, s.Table)
    rows = rows_of(instance)
    if sort_by is not None:
        rows = sorted_rows(rows, sort_by, descending=descending)
    size = max(component.row_count, 1)
    pages = max(1, -(-len(rows) // size))
    page = min(max(page, 0), pages - 1)
    return TablePage(columns_of(instance), rows[page * size : (page + 1) * size], page, pages, len(rows))


def rows_of(instance: FieldInstance) -> list[dict[str, Any]]:
    """All rows of the data source; what is no object in its list is no row."""
    found = instance.live.get("data_source")
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def columns_of(instance: FieldInstance) -> tuple[Column, ...]:
    """The columns that the form names or its expression gives; without a key it is none."""
    component = instance.component
    assert isinstance(component, s.Table)
    said = instance.live.get("columns_expression") if component.columns_expression else component.columns
    if not isinstance(said, list | tuple):
        return ()
    return tuple(
        Column(one["key"], instance.live.get(f"columns[{index}].label") or word(one.get("label") or one["key"]))
        for index, one in enumerate(said)
        if isinstance(one, dict) and isinstance(one.get("key"), str) and one["key"]
    )


def sorted_rows(rows: list[dict[str, Any]], key: str, *, descending: bool = False) -> list[dict[str, Any]]:
    """The rows by one of their values: numbers before text, and rows without a value last in either direction."""
    empty = [row for row in rows if row.get(key) in (None, "")]
    full = [row for row in rows if row.get(key) not in (None, "")]
    return sorted(full, key=lambda row: _order(row[key]), reverse=descending) + empty


def _order(value: Any) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return 0, float(value) if abs(value) < 1e308 else 1e308, ""
    return 1, 0.0, cell(value).casefold()


def cell(value: Any) -> str:
    """A value as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return word(value)
