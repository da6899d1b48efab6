from __future__ import annotations

from decimal import Decimal

from c8tui.forms.scopes import FormData, Scope


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
