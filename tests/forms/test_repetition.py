from __future__ import annotations

from typing import Any

import pytest

from c8tui.forms.repetition import NotAllowed
from tests.forms.opened import changed, field, opened, told

LINES: dict[str, Any] = {
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
    state = opened(LINES, SUM, xs=[{"n": 1}, {"n": 2}])
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
    state = opened(LINES, xs=[{"n": 1}, {"n": 2}])
    state.add_row(state.at(("xs", 1, "in")))
    state.set(("xs", 1, "in", 0, "t"), "deep")
    state.move_row(state.at(("xs",)), 1, 0)
    assert state.submit()[0] == {"xs": [{"n": 2, "in": [{"t": "deep"}]}, {"n": 1}]}


def test_what_was_typed_goes_with_its_row() -> None:
    state = opened(LINES, xs=[{"n": 1}, {"n": 2}])
    state.enter(("xs", 1, "n"), "12a")
    state.move_row(state.at(("xs",)), 1, 0)
    assert state.at(("xs", 0, "n")).typed == "12a"
    assert told(state) == ["xs.0.n '12a' is no number: write it as 12, -3 or 1234.5"]


def test_only_where_the_form_allows_it() -> None:
    state = opened({**LINES, "allowAddRemove": False}, field("textfield"))
    with pytest.raises(NotAllowed):
        state.add_row(state.at(("xs",)))
    with pytest.raises(NotAllowed):
        state.remove_row(state.at(("x",)), 0)


def test_there_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.forms.state.MOST_ROWS", 1)
    state = opened(LINES)
    with pytest.raises(NotAllowed, match="at most 1 rows"):
        state.add_row(state.at(("xs",)))


def test_no_such_row() -> None:
    state = opened(LINES)
    with pytest.raises(IndexError):
        state.remove_row(state.at(("xs",)), 5)
