from __future__ import annotations

from typing import Any

from c8tui.forms.table import Column, cell, columns_of, rows_of, sorted_rows, table_page
from tests.forms.opened import opened

ROWS: list[Any] = [{"n": 10, "s": "b"}, {"n": 9, "s": "A"}, {"n": None}, "no row", {"n": "x", "s": "c"}, {"n": 1.5}]


def test_a_page_in_an_order() -> None:
    state = opened(
        {"type": "table", "dataSource": "=xs", "rowCount": 2, "columns": [{"label": "N", "key": "n"}]}, xs=ROWS
    )
    first = table_page(state.field("F0"))
    assert (first.columns, first.page, first.pages, first.total) == ((Column("n", "N"),), 0, 3, 5)
    assert [row["n"] for row in first.rows] == [10, 9]
    assert [row.get("n") for row in table_page(state.field("F0"), page=99, sort_by="n").rows] == [None]


def test_sorted() -> None:
    rows = [row for row in ROWS if isinstance(row, dict)]
    assert [row.get("n") for row in sorted_rows(rows, "n")] == [1.5, 9, 10, "x", None]
    assert [row.get("n") for row in sorted_rows(rows, "n", descending=True)] == ["x", 10, 9, 1.5, None]
    assert [row.get("s") for row in sorted_rows(rows, "s")] == ["A", "b", "c", None, None]


def test_columns_may_be_computed() -> None:
    said = [{"label": "A", "key": "a"}, {"key": "b"}, {"label": "C"}, 5]
    state = opened({"type": "table", "dataSource": "=xs", "columnsExpression": "=cs"}, cs=said)
    assert columns_of(state.field("F0")) == (Column("a", "A"), Column("b", "b"))
    assert rows_of(state.field("F0")) == []
    assert columns_of(opened({"type": "table", "columnsExpression": "=1"}).field("F0")) == ()
    labelled = opened({"type": "table", "columns": [{"label": "=a", "key": "a"}]}, a="Now")
    assert columns_of(labelled.field("F0")) == (Column("a", "Now"),)


def test_cells() -> None:
    assert [cell(value) for value in (None, True, 1.0, "x", [1, {"a": "ü"}])] == [
        "",
        "true",
        "1",
        "x",
        '[1, {"a": "ü"}]',
    ]
