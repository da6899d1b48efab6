from __future__ import annotations

from tests.forms.opened import field, opened


def test_only_fields_with_a_key_that_are_there() -> None:
    state = opened(
        field("textfield", "a"),
        field("textfield", "", id="none"),
        field("textfield", "ro", readonly=True),
        field("textfield", "off", disabled=True),
        field("textfield", "gone", conditional={"hide": "=true"}),
        {"type": "text", "text": "x"},
        a="1",
        ro="2",
        off="3",
        gone="4",
        other="5",
    )
    assert state.submit() == ({"a": "1", "ro": "2"}, [])


def test_nested_by_paths() -> None:
    state = opened(
        {"type": "group", "path": "g.h", "components": [field("number", "a.b", id="A")]},
        {
            "type": "dynamiclist",
            "path": "xs",
            "components": [field("checkbox", "c", id="C"), field("textfield", "d", id="D", disabled=True)],
        },
        {"type": "dynamiclist", "path": "ys", "conditional": {"hide": "=true"}, "components": []},
        {"type": "group", "conditional": {"hide": "=true"}, "components": [field("textfield", "gone", id="G")]},
        xs=[{"c": True, "z": 1}, {}],
        ys=[{}],
    )
    assert state.submit()[0] == {"g": {"h": {"a": {"b": None}}}, "xs": [{"c": True}, {"c": False}]}


def test_presubmit_expressions_in_the_order_of_the_document() -> None:
    state = opened(
        field("number"),
        field("expression", "a", expression="=x + 1", computeOn="presubmit"),
        field("expression", "b", expression="=a + 1", computeOn="presubmit"),
        field("expression", "c", expression="=b + 1"),
        x=1,
    )
    assert state.data == {"x": 1, "a": None, "b": None, "c": None}
    assert state.submit()[0] == {"x": 1, "a": 2, "b": 3, "c": 4}


def test_an_unknown_component_sends_its_variable_as_it_came() -> None:
    unknown = {"type": "hologram", "key": "x"}
    assert opened(unknown, x={"a": 1}).submit()[0] == {"x": {"a": 1}}
    assert opened(unknown).submit()[0] == {}


def test_errors_do_not_keep_the_data_back() -> None:
    data, errors = opened(field("textfield", validate={"required": True})).submit()
    assert data == {"x": ""}
    assert [(instance.id, message) for instance, message in errors] == [("F0", "is required")]
