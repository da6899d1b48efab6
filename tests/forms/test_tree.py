from __future__ import annotations

from typing import Any

import pytest

from c8tui.forms.schema import FormError
from tests.forms.opened import field, opened

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
