from __future__ import annotations

from typing import Any

import pytest

from c8tui.forms import schema as s
from c8tui.forms.display import edited_text
from c8tui.forms.state import FormState
from tests.forms.opened import NOW, changed, field, form_of, opened, told


def test_typed_text_is_read_for_its_field() -> None:
    state = opened(
        field("number"),
        field("datetime", "d", subtype="date"),
        field("datetime", "t", subtype="datetime"),
        field("textfield", "s"),
    )
    state.enter(("x",), "12.5")
    state.enter(("d",), "tomorrow")
    state.enter(("t",), "fri 9")
    state.enter(("s",), "text")
    assert state.data == {"x": 12.5, "d": "2026-11-26", "t": "2026-11-27T09:00", "s": "text"}


def test_what_cannot_be_read_is_an_error_until_it_can() -> None:
    state = opened(field("number", validate={"required": True}), x=5)
    assert changed(state.enter(("x",), "1,5")) == ["F0"]
    assert told(state) == ["x write it without a comma, as 1234.5"]
    assert state.at(("x",)).value is None
    assert state.at(("x",)).typed == "1,5"
    state.enter(("x",), "")
    assert told(state) == ["x is required"]
    state.set(("x",), 3)
    assert told(state) == []
    assert state.at(("x",)).typed is None


def test_values_are_made_fit() -> None:
    state = opened(field("textfield"), field("checkbox", "c"))
    state.set(("x",), 5)
    state.set(state.at(("c",)), "yes")
    assert state.data == {"x": "5", "c": False}


def test_fields_are_found() -> None:
    state = opened(field("textfield"))
    assert state.field("F0") is state.at(("x",))
    with pytest.raises(KeyError):
        state.at(("y",))
    with pytest.raises(KeyError):
        state.field("F9")


def test_another_evaluator_can_be_asked() -> None:
    state = opened(
        field("textfield"), field("expression", "y", expression="=magic(x)"), {"type": "text", "text": "{{y}}"}, x="a"
    )
    (pending,) = state.pending_expressions()
    assert (pending.field.id, pending.name, pending.expression, pending.context) == (
        "F1",
        "expression",
        "magic(x)",
        {"x": "a"},
    )
    assert [t.message for t in state.trouble] == ["magic(x): magic is no function"]
    assert changed(state.supply(pending, [1])) == ["F1", "F2"]
    assert state.data["y"] == [1]
    assert state.pending_expressions() == []
    state.set(("x",), "b")
    assert state.data["y"] is None
    assert state.supply(pending, 2) == set()  # an answer to what is not asked any more
    state.set(("x",), "a")
    assert state.data["y"] == 2


def test_reset() -> None:
    state = opened(field("textfield", defaultValue="d"))
    state.set(("x",), "other")
    state.reset()
    assert state.data == {"x": "d"}


def test_variables_are_not_changed() -> None:
    variables: dict[str, Any] = {"x": {"y": 1}}
    state = opened(field("number", "x.y"), **variables)
    state.set(("x", "y"), 2)
    state.data["x"]["y"] = 3
    assert variables == {"x": {"y": 1}}
    assert state.data == {"x": {"y": 2}}


def test_a_field_without_a_key_has_a_value_of_its_own() -> None:
    state = opened(field("textfield", "", validate={"required": True}))
    state.set(state.field("F0"), "a")
    assert state.errors() == []
    assert state.data == {}


def test_a_form_that_is_read_shows_the_variables_as_they_are() -> None:
    form = form_of(
        field("select", "s", values=["a"]),
        field("textfield", "t", defaultValue="by default"),
        field("datetime", "d"),
        field("expression", "e", expression="=1"),
        field("expression", "f", expression="=2"),
        {"type": "dynamiclist", "path": "xs", "components": [field("number", "n", id="N")]},
    )
    state = FormState(form, {"s": "gone", "d": "soon", "e": "old"}, now=lambda: NOW, as_it_is=True)
    assert [one.value for one in state.walk()] == ["gone", "", "soon", "old", 2, None]
    assert [edited_text(one, NOW) for one in state.walk()][:4] == ["gone", "", "soon", "old"]
    assert state.field("F5").rows == []
    assert all(one.locked for one in state.walk() if isinstance(one.component, s.Field))
