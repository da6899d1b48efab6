from __future__ import annotations

from typing import Any

import pytest

from c8tui.forms.schema import FormError
from c8tui.forms.values import MISSING, copy, get, merged, prune, put, same


class TestGet:
    def test_walks_names_and_indexes(self) -> None:
        assert get({"a": [{"b": None}]}, ("a", 0, "b")) is None

    @pytest.mark.parametrize("path", [("b",), ("a", 1), ("a", "x"), ("a", 0, "b", "c"), ("a", -1)])
    def test_what_is_not_there_is_missing_and_not_null(self, path: tuple[str | int, ...]) -> None:
        assert get({"a": [{"b": None}]}, path) is MISSING
        assert repr(MISSING) == "MISSING"


class TestPut:
    def test_makes_objects_and_lists_on_the_way(self) -> None:
        data: dict[str, Any] = {"a": 1}
        put(data, ("a", "b", 1, "c"), 5)
        assert data == {"a": {"b": [None, {"c": 5}]}}

    def test_keeps_what_is_beside(self) -> None:
        data: dict[str, Any] = {"a": {"b": 1}}
        put(data, ("a", "c"), 2)
        assert data == {"a": {"b": 1, "c": 2}}


def test_what_is_pruned_takes_what_is_empty_without_it_along() -> None:
    data: dict[str, Any] = {"a": [1, 2], "b": {"c": 1}, "d": {"e": {"f": 1}, "g": 2}, "h": [{"i": 1}]}
    for path in (("a", 0), ("b", "c"), ("d", "e", "f"), ("h", 0, "i"), ("nowhere", "c"), ("a", 7)):
        prune(data, path)
    assert data == {"a": [None, 2], "d": {"g": 2}}


def test_objects_are_merged_at_any_depth_and_lists_replaced() -> None:
    old = {"a": {"b": 1, "c": {"d": [1, 2], "e": 3}}, "f": [{"g": 1}], "h": 1}
    new = {"a": {"c": {"d": [5], "x": None}}, "f": [{}], "h": {"i": 2}}
    assert merged(old, new) == {"a": {"b": 1, "c": {"d": [5], "e": 3, "x": None}}, "f": [{}], "h": {"i": 2}}
    assert old["a"] == {"b": 1, "c": {"d": [1, 2], "e": 3}}


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (True, 1, False),
        (False, 0, False),
        (True, True, True),
        (1, 1.0, True),
        ("1", 1, False),
        (None, False, False),
        ({"a": [1, True]}, {"a": [1, True]}, True),
        ({"a": [1, True]}, {"a": [1, 1]}, False),
        ([1], [1, 2], False),
        ({"a": 1}, {"b": 1}, False),
    ],
)
def test_equal_as_json(one: object, other: object, equal: bool) -> None:
    assert same(one, other) is equal
    assert same(other, one) is equal


def test_a_copy_shares_no_container() -> None:
    data = {"a": [{"b": 1}]}
    other = copy(data)
    other["a"][0]["b"] = 2
    assert data == {"a": [{"b": 1}]}


def test_what_is_nested_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    with pytest.raises(FormError, match="nested deeper than 200"):
        copy(deep)
