from __future__ import annotations

from typing import Any

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
    assert state.submit() == ({"a": "1", "ro": "2"}, [], ())


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


def test_presubmit_expressions_see_the_data_as_it_is() -> None:
    state = opened(
        field("number"),
        field("expression", "a", expression="=x + 1", computeOn="presubmit"),
        field("expression", "b", expression="=a + 1", computeOn="presubmit"),
        field("expression", "c", expression="=b + 1"),
        x=1,
    )
    assert state.data == {"x": 1, "a": None, "b": None, "c": None}
    assert state.submit()[0] == {"x": 1, "a": 2, "b": None, "c": None}
    assert state.data == {"x": 1, "a": 2, "b": None, "c": None}


def test_an_unknown_component_sends_its_variable_as_it_came() -> None:
    unknown = {"type": "hologram", "key": "x"}
    assert opened(unknown, x={"a": 1}).submit()[0] == {"x": {"a": 1}}
    assert opened(unknown).submit()[0] == {}


def test_errors_do_not_keep_the_data_back() -> None:
    data, errors, _ = opened(field("textfield", validate={"required": True})).submit()
    assert data == {"x": ""}
    assert [(instance.id, message) for instance, message in errors] == [("F0", "is required")]


LINES = {"type": "dynamiclist", "id": "L", "path": "lines", "allowAddRemove": True}


def test_rows_are_there_as_far_as_something_of_theirs_is_sent() -> None:
    only_some = field("textfield", "a", id="A", conditional={"hide": "=this.off = true"})
    rows = [{"off": True}, {"a": "1"}, {"off": True}]
    assert opened({**LINES, "components": [only_some]}, lines=rows).submit()[0] == {"lines": [None, {"a": "1"}]}


def test_a_list_whose_rows_somebody_removed_is_sent_empty() -> None:
    components = [field("textfield", "a", id="A")]
    state = opened({**LINES, "components": components}, lines=[{"a": "1"}])
    state.remove_row(state.field("L"), 0)
    assert state.submit()[0] == {"lines": []}
    assert opened({**LINES, "components": components}, lines=[]).submit()[0] == {}
    only_shown = [field("textfield", "a", id="A", disabled=True)]
    state = opened({**LINES, "components": only_shown}, lines=[{"a": "1"}])
    state.remove_row(state.field("L"), 0)
    assert state.submit()[0] == {}


def test_members_that_rows_lose_are_told() -> None:
    components = [
        field("textfield", "a", id="A"),
        field("textfield", "off", id="O", disabled=True),
        field("textfield", "gone", id="G", conditional={"hide": "=true"}),
        {"type": "dynamiclist", "id": "I", "path": "in", "components": [field("number", "n", id="N")]},
    ]
    row = {"a": "1", "off": "2", "gone": "3", "sku": 4, "deep": {"b": 5, "c": None}, "in": [{"n": 1, "m": 2}]}
    state = opened({**LINES, "components": components}, lines=[row, {"a": "1", "sku": None}])
    found, _, lost = state.submit()
    assert found == {"lines": [{"a": "1", "in": [{"n": 1}]}, {"a": "1", "in": [{"n": None}]}]}
    assert [(one.path, one.members) for one in lost] == [
        (("lines",), ("off", "sku", "deep.b")),
        (("lines", "", "in"), ("m",)),
    ]


def test_nothing_is_lost_where_the_form_holds_it_all() -> None:
    components = [field("textfield", "a", id="A")]
    state = opened({**LINES, "components": components}, {"type": "text", "text": "x"}, lines=[{"a": "1"}, {"a": "2"}])
    state.remove_row(state.field("L"), 0)
    state.add_row(state.field("L"))
    assert state.submit().lost == ()


def test_a_key_within_another_one_keeps_both() -> None:
    inner, outer = field("textfield", "foo.bar", id="I"), field("textfield", "foo", id="O")
    for components in ([inner, outer], [outer, inner]):
        state = opened(*components)
        state.set(state.field("I"), "in")
        state.set(state.field("O"), "out")
        assert state.submit()[0] == {"foo": "out", "foo.bar": "in"}
        state.set(state.field("O"), "")
        assert state.submit()[0] == {"foo": {"bar": "in"}}
    for components in ([inner, outer], [outer, inner]):
        assert opened(*components, foo={"bar": "in", "old": 1}).submit()[0] == {"foo": {"bar": "in", "old": 1}}
        assert opened(*components, foo="out").submit()[0] == {"foo": "out"}
    thing = field("select", "foo", id="O", values=[{"label": "T", "value": {"size": 1}}])
    state = opened(inner, thing, foo={"bar": "in", "old": True})
    state.set(state.field("O"), {"size": 1})
    assert state.submit()[0] == {"foo": {"bar": "in", "old": True, "size": 1}}


def test_what_nobody_may_edit_goes_back_as_it_came() -> None:
    variables: dict[str, Any] = {"d": "24.12.2026", "s": "gold", "t": ["gold"], "n": "007", "x": {"a": 1}, "c": "yes"}
    kinds = {"d": "datetime", "s": "select", "t": "taglist", "n": "number", "x": "textfield", "c": "checkbox"}
    fields = [field(kind, key, readonly=True, validate={"required": True}) for key, kind in kinds.items()]
    state = opened(*fields, **variables)
    assert state.submit()[:2] == (variables, [])


def test_what_may_be_edited_after_all_is_made_fit() -> None:
    options = [{"label": "Silver", "value": "silver"}]
    locked = [
        field("select", "s", readonly="=lock", values=options),
        field("datetime", "d", readonly="=lock", timeSerializingFormat="utc_offset", subtype="datetime"),
        field("checkbox", "lock"),
    ]
    state = opened(*locked, s="gold", d="2026-12-24T10:00Z", lock=True)
    assert state.submit()[0] == {"s": "gold", "d": "2026-12-24T10:00Z", "lock": True}
    state.set(("lock",), False)
    assert state.submit()[0] == {"s": None, "d": "2026-12-24T11:00+01:00", "lock": False}
    state.set(("s",), "silver")
    state.set(("lock",), True)
    assert state.submit()[0] == {"s": "silver", "d": "2026-12-24T10:00Z", "lock": True}


def test_another_field_at_the_place_of_a_list_ends_nothing() -> None:
    rows = {**LINES, "components": [field("textfield", "a", id="A")]}
    for components in ([rows, field("textfield", "lines", id="X")], [field("textfield", "lines", id="X"), rows]):
        state = opened(*components, lines=[{"a": "1", "b": 2}])
        assert state.submit().variables.keys() == {"lines"}
        state.set(state.field("X"), "text")
        state.add_row(state.field("L"))
        assert state.submit().errors == []
