"""Questions to a list: reading their words, telling of them, turning an order round."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from c8tui.model.search import Op, Sort
from c8tui.session.filter_syntax import NotWords, keys, whole
from c8tui.session.query import Condition, Order, Query, QuerySchema, exactly, then

NOW = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)
NAME = Order("name", "name")
VERSION = Order("version", "version", "lowest first", "highest first", "DESC")
ALL = QuerySchema(
    (
        Condition("name", "Name", exactly, "Dish"),
        Condition("version", "Version", lambda words, _: whole(words), "2"),
        Condition("root_key", "Root key", lambda words, _: keys(words), "12", (8, 9)),
    ),
    (NAME, VERSION, Order("root_key", "root", since=(8, 9))),
)


def test_words_become_the_values_of_a_filter() -> None:
    assert ALL.read({"name": "a, b", "version": "2", "root_key": "1, 2"}, NOW) == {
        "name": "a, b",
        "version": 2,
        "root_key": Op(in_=("1", "2")),
    }
    assert ALL.read({}, NOW) == {}
    with pytest.raises(NotWords, match="does not filter by colour"):
        ALL.read({"colour": "red"}, NOW)


def test_what_is_wrong_is_told_at_its_field() -> None:
    assert ALL.check("version", "abc", NOW) == "a whole number from 1 on"
    assert ALL.check("version", " 2 ", NOW) is None
    assert ALL.check("version", " ", NOW) is None


def test_each_version_has_its_own() -> None:
    old = ALL.on("8.8.4")
    assert [one.field for one in old.conditions] == [one.field for one in old.orders] == ["name", "version"]
    assert old.check("root_key", "1", NOW) == "this cluster does not filter by root_key"
    assert ALL.on("8.9.0") == ALL.on("who knows") == ALL


def test_conditions_and_order_in_words() -> None:
    words = ALL.condition_words({"version": "2", "name": "Dish"})
    assert list(words) == ["name Dish", "version 2"]
    assert ALL.sort_words(Sort("version", "DESC")) == "by version, highest first"
    assert ALL.sort_words(Sort("elsewhere")) == "by elsewhere"


def test_an_order_is_turned_round_where_it_stands_already() -> None:
    assert NAME.after(None) == Sort("name")
    assert VERSION.after(Sort("name")) == Sort("version", "DESC")
    assert VERSION.after(Sort("version", "DESC")) == Sort("version")
    assert VERSION.after(Sort("version")) == Sort("version", "DESC")


def test_a_key_decides_once() -> None:
    assert then(Sort("a", "DESC"), Sort("b"), Sort("a")) == (Sort("a", "DESC"), Sort("b"))


def test_empty_words_are_no_condition() -> None:
    assert Query(Sort("name")).by({"name": " Dish ", "version": "  "}).conditions == {"name": "Dish"}
