"""Tree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from c8tui.forms.repetition import NotAllowed
from c8tui.forms.schema import FormError
from c8tui.forms.scopes import FormData, Scope
from c8tui.forms.table import Column, cell, columns_of, rows_of, sorted_rows, table_page
from tests.forms.opened import changed, field, opened, told

LINES: dict[str, Any] = {
    "type": "dynamiclist",
    "path": "lines",
    "defaultRepetitions": 2,
    "components": [
        field("textfield", "a", id="A", defaultValue="d"),
        {"type": "group", "id": "G", "path": "g", "components": [field("number", "n.m", id="N")]},
        {"type": "dynamiclist", "id": "L", "path": "inner", "components": [field("checkbox", "c", id="C")]},
    ],
}


def test_ids_and_paths_of_rows() -> None:
    state = opened(LINES)
    assert [(i.id, i.path) for i in state.walk()][1:6] == [
        ("A[0]", ("lines", 0, "a")),
        ("G[0]", ()),
        ("N[0]", ("lines", 0, "g", "n", "m")),
        ("L[0]", ("lines", 0, "inner")),
        ("C[0][0]", ("lines", 0, "inner", 0, "c")),
    ]


def test_default_repetitions_count_without_a_variable() -> None:
    row = {"a": "d", "g": {"n": {"m": None}}, "inner": [{"c": False}]}
    assert opened(LINES).data == {"lines": [row, row]}
    assert opened(LINES, lines=[]).data == {"lines": []}
    assert opened(LINES, lines="x").data == {"lines": [row, row]}


def test_rows_of_the_variable_are_made_fit_and_keep_what_is_no_field() -> None:
    data = opened(LINES, lines=[{"a": 5, "z": 1, "inner": []}, 7]).data
    assert data["lines"][0] == {"a": "5", "z": 1, "g": {"n": {"m": None}}, "inner": []}
    assert data["lines"][1]["a"] == "d"


def test_a_choice_that_is_no_option_is_reset() -> None:
    state = opened(
        field("select", values=[{"label": "A", "value": "a"}]),
        field("taglist", "y", valuesKey="ks"),
        x="b",
        y=[1, 3],
        ks=[1, 2],
    )
    assert state.data == {"x": None, "y": [1], "ks": [1, 2]}


def test_the_variable_of_an_unknown_component_stays() -> None:
    assert opened({"type": "hologram", "key": "x"}, x=[1]).data == {"x": [1]}
    assert opened({"type": "hologram", "key": "x"}).data == {}


def test_lists_in_lists_with_many_default_rows_are_no_form() -> None:
    inner: dict[str, Any] = {
        "type": "dynamiclist",
        "id": "I",
        "path": "i",
        "defaultRepetitions": 5_000,
        "components": [],
    }
    with pytest.raises(FormError, match="more than 100,000 fields"):
        opened({"type": "dynamiclist", "path": "o", "defaultRepetitions": 5_000, "components": [inner]})


# Cycles.


def computed(key: str, expression: str) -> dict[str, Any]:
    return field("expression", key, expression=expression)


def test_chains_are_computed_in_the_order_of_what_they_read() -> None:
    state = opened(computed("d", "=c + 1"), computed("c", "=b + 1"), computed("b", "=x + 1"), field("number"))
    state.set(("x",), 1)
    assert state.data == {"x": 1, "b": 2, "c": 3, "d": 4}
    assert state.trouble == []


def test_a_circle_is_told_at_its_fields_and_not_at_those_that_read_it() -> None:
    state = opened(computed("a", "=b + 1"), computed("b", "=a + 1"), computed("c", "=a"), a=1, b=1)
    assert [f"{t.field.id} {t.message}" for t in state.trouble] == [
        "F0 a is computed from itself",
        "F1 b is computed from itself",
    ]


def test_a_field_that_reads_itself() -> None:
    assert [t.message for t in opened(computed("a", "=a + 1"), a=1).trouble] == ["a is computed from itself"]


def test_the_total_of_a_row_is_no_circle() -> None:
    row = [field("number", "n", id="N"), field("expression", "t", id="T", expression="=this.n * 2")]
    state = opened({"type": "dynamiclist", "path": "xs", "components": row}, computed("total", "=sum(xs.t)"))
    state.set(("xs", 0, "n"), 3)
    assert state.data == {"xs": [{"n": 3, "t": 6}], "total": 6}
    assert state.trouble == []


# Scopes.


def test_the_root_sees_all_data_and_itself() -> None:
    data = FormData({"a": 1})
    context = Scope(data).context()
    assert context["a"] == Decimal(1)
    assert context["this"] == context["_this_"] == {"a": Decimal(1)}
    assert (context["parent"], context["i"]) == (None, [])


def test_a_row_sees_itself_its_parents_and_its_place() -> None:
    data = FormData({"a": 1, "outer": [{"b": 2, "inner": [{"c": 3}, {"c": 4}]}]})
    root = Scope(data)
    outer = Scope(data, ("outer", 0), root, 0)
    inner = Scope(data, ("outer", 0, "inner", 1), outer, 1)
    context = inner.context()
    assert context["this"] == {"c": Decimal(4)}
    assert context["parent"]["b"] == Decimal(2)
    assert context["parent"]["this"]["b"] == Decimal(2)
    assert context["parent"]["parent"]["a"] == Decimal(1)
    assert context["i"] == [Decimal(1), Decimal(2)]
    assert context["a"] == Decimal(1)
    assert "b" not in context


def test_names_of_the_data_win_and_underscores_always_work() -> None:
    context = Scope(FormData({"this": 1, "i": 2})).context()
    assert (context["this"], context["i"]) == (Decimal(1), Decimal(2))
    assert context["_i_"] == []


def test_what_is_put_is_seen_by_scopes_that_exist() -> None:
    data = FormData({})
    row = Scope(data, ("xs", 0), Scope(data), 0)
    assert row.context()["this"] is None
    data.put(("xs", 0, "a"), 1, seen=True)
    assert row.context()["this"] == {"a": Decimal(1)}
    data.see_again("xs", [("xs", 0, "b")])
    data.put(("xs", 0, "b"), 2, seen=False)
    assert row.context()["xs"] == [{"a": Decimal(1)}]
    assert row.context()["this"] == row.raw_context()["this"] == {"a": Decimal(1), "b": Decimal(2)}
    assert row.raw_context()["xs"] == [{"a": Decimal(1), "b": Decimal(2)}]


def test_a_hidden_field_counts_with_its_initial_value() -> None:
    data = FormData({"a": 1})
    data.put(("b",), "", seen=True)
    data.begin(["a", "b"])
    data.put(("a",), 2, seen=True)
    data.put(("b",), "typed", seen=True)
    data.see_again("a", [("a",)])
    data.see_again("b", [("b",)])
    assert data.seen == {"a": Decimal(1), "b": ""}
    assert data.raw == {"a": Decimal(2), "b": "typed"}
    data.see_again("a", [])
    data.put(("a",), 3, seen=True)
    assert data.seen["a"] == Decimal(3)


def test_beside_a_shown_field_a_hidden_one_is_not_there_at_all() -> None:
    data = FormData({"g": {"a": 1, "b": 2}, "xs": [{"a": 1}, {"a": 2}]})
    data.begin(["g", "xs"])
    data.see_again("g", [("g", "a")])
    data.see_again("xs", [("xs", 0, "a")])
    assert data.seen == {"g": {"b": Decimal(2)}, "xs": [None, {"a": Decimal(2)}]}
    data.see_again("xs", [("xs", 0, "a"), ("xs", 1, "a")])
    assert data.seen["xs"] == [{"a": Decimal(1)}, {"a": Decimal(2)}]


# Repetition.


LINES_OF_REPETITION: dict[str, Any] = {
    "type": "dynamiclist",
    "path": "xs",
    "allowAddRemove": True,
    "components": [
        field("number", "n", id="N", defaultValue=7, label="{{i[1]}}: {{this.n}}"),
        {
            "type": "dynamiclist",
            "id": "L",
            "path": "in",
            "defaultRepetitions": 0,
            "allowAddRemove": True,
            "components": [field("textfield", "t", id="T")],
        },
    ],
}
SUM = field("expression", "total", expression="=sum(xs.n)")


def test_rows_are_added_removed_and_moved() -> None:
    state = opened(LINES_OF_REPETITION, SUM, xs=[{"n": 1}, {"n": 2}])
    rows = state.at(("xs",))
    assert changed(state.add_row(rows)) == ["F0", "F1", "L[0]", "L[1]", "L[2]", "N[0]", "N[1]", "N[2]"]
    assert [line["n"] for line in state.data["xs"]] == [1, 2, 7]
    assert state.data["total"] == 10
    state.move_row(rows, 2, 0)
    assert [line["n"] for line in state.data["xs"]] == [7, 1, 2]
    assert [state.field(f"N[{index}]").label for index in range(3)] == ["1: 7", "2: 1", "3: 2"]
    state.remove_row(rows, 1)
    assert [line["n"] for line in state.data["xs"]] == [7, 2]
    assert state.data["total"] == 9
    state.add_row(rows, 0)
    assert state.data["total"] == 16


def test_rows_within_rows() -> None:
    state = opened(LINES_OF_REPETITION, xs=[{"n": 1}, {"n": 2}])
    state.add_row(state.at(("xs", 1, "in")))
    state.set(("xs", 1, "in", 0, "t"), "deep")
    state.move_row(state.at(("xs",)), 1, 0)
    assert state.submit()[0] == {"xs": [{"n": 2, "in": [{"t": "deep"}]}, {"n": 1}]}


def test_what_was_typed_goes_with_its_row() -> None:
    state = opened(LINES_OF_REPETITION, xs=[{"n": 1}, {"n": 2}])
    state.enter(("xs", 1, "n"), "12a")
    state.move_row(state.at(("xs",)), 1, 0)
    assert state.at(("xs", 0, "n")).typed == "12a"
    assert told(state) == ["xs.0.n '12a' is no number: write it as 12, -3 or 1234.5"]


def test_only_where_the_form_allows_it() -> None:
    state = opened({**LINES_OF_REPETITION, "allowAddRemove": False}, field("textfield"))
    with pytest.raises(NotAllowed):
        state.add_row(state.at(("xs",)))
    with pytest.raises(NotAllowed):
        state.remove_row(state.at(("x",)), 0)


def test_there_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.forms.state.MOST_ROWS", 1)
    state = opened(LINES_OF_REPETITION)
    with pytest.raises(NotAllowed, match="at most 1 rows"):
        state.add_row(state.at(("xs",)))


def test_no_such_row() -> None:
    state = opened(LINES_OF_REPETITION)
    with pytest.raises(IndexError):
        state.remove_row(state.at(("xs",)), 5)


# Table.


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
