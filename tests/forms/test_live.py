from __future__ import annotations

import time

from tests.forms.opened import changed, field, opened, told


def test_only_what_reads_a_value_changes() -> None:
    state = opened(
        field("textfield", "a"),
        field("textfield", "b", label="{{a}}"),
        field("textfield", "c", label="{{b}}"),
        field("textfield", "d", conditional={"hide": '=a = "x"'}),
    )
    assert changed(state.set(("a",), "y")) == ["F0", "F1"]
    assert changed(state.set(("a",), "x")) == ["F0", "F1", "F3"]
    assert changed(state.set(("a",), "x")) == []


def test_hidden_fields_count_for_nothing() -> None:
    state = opened(
        field("checkbox", "off"),
        field("textfield", "a", conditional={"hide": "=off"}),
        field("expression", "seen", expression="=a"),
        {"type": "text", "text": "{{a}}"},
        a="in",
    )
    state.set(("a",), "typed")
    assert state.data["seen"] == "typed"
    state.set(("off",), True)
    assert state.data["seen"] == "in"
    assert state.field("F3").text("text") == "in"
    state.set(("off",), False)
    assert state.data["seen"] == "typed"


def test_hidden_and_disabled_fields_have_no_errors() -> None:
    state = opened(
        field("checkbox", "off"),
        field("textfield", "a", validate={"required": True}, conditional={"hide": "=off = true"}),
        field("textfield", "b", validate={"required": True}, disabled="=off = true"),
        field("textfield", "c", validate={"required": True}, readonly="=off = true"),
    )
    assert told(state) == ["a is required", "b is required", "c is required"]
    state.set(("off",), True)
    assert told(state) == ["c is required"]


def test_bounds_that_change() -> None:
    state = opened(field("number", "least"), field("number", validate={"min": "=least"}), x=3)
    assert told(state) == []
    assert changed(state.set(("least",), 5)) == ["F0", "F1"]
    assert told(state) == ["x must be at least 5"]


def test_options_that_change_reset_what_is_none_any_more() -> None:
    state = opened(
        field("select", valuesExpression="=xs"),
        field("checklist", "y", valuesExpression="=xs"),
        field("textfield", "xs"),
        x="a",
        y=["a", "b"],
        xs=None,
    )
    assert state.data["x"] == "a"  # no list: the options are not known
    state = opened(field("select", valuesExpression="=if n = 1 then [1, 2] else [2]"), field("number", "n"), x=1, n=1)
    assert state.at(("x",)).value == 1
    state.set(("n",), 2)
    assert [option.value for option in state.at(("x",)).options] == [2]
    assert state.at(("x",)).value is None


def test_fields_of_one_key_are_one_value() -> None:
    state = opened(field("textfield"), field("textfield", validate={"required": True}))
    assert changed(state.set(("x",), "a")) == ["F0", "F1"]
    assert told(state) == []


def test_what_does_not_settle_is_told() -> None:
    state = opened(
        field("textfield", "a", conditional={"hide": '=a = "x"'}),
        field("expression", "n", expression="=count(xs) + 1"),
        {
            "type": "dynamiclist",
            "path": "xs",
            "components": [field("expression", "t", id="T", expression="=sum(xs.t) + 1")],
        },
        xs=[{"t": 1}],
    )
    assert [t.message for t in state.trouble] == ["does not settle: it depends on itself"]


def test_a_field_that_its_own_value_hides_is_no_mistake() -> None:
    state = opened(field("textfield", "a", conditional={"hide": '=a = "x"'}), a="y")
    state.set(("a",), "x")
    # Hidden, it would count with its initial value, and that does not hide it.
    assert (state.trouble, state.at(("a",)).hidden) == ([], False)
    assert opened(field("textfield", "a", conditional={"hide": '=a = "x"'}), a="x").instances[0].hidden


def test_a_circle_that_nests_ever_deeper_ends() -> None:
    deep: object = "x"
    for _ in range(99):
        deep = [deep]
    state = opened(field("expression", "y", expression="=[[x]]"), x=deep)
    assert state.data["y"] is None
    assert [t.message for t in state.trouble] == ["data is nested deeper than 200"]


def test_a_pattern_that_is_none_is_told_at_the_field() -> None:
    state = opened(field("textfield", validate={"pattern": "("}), x="a")
    assert told(state) == []
    assert [t.name for t in state.trouble] == ["pattern"]


def test_a_key_press_among_500_fields_costs_about_a_millisecond() -> None:
    state = opened(
        *(
            field("textfield", f"k{n}", label=f"{{{{k{n}}}}}", conditional={"hide": f'=k{(n + 1) % 500} = "x"'})
            for n in range(500)
        ),
        field("expression", "total", expression="=k1 + k2"),
    )
    state.set(("k1",), "a")
    began = time.perf_counter()
    for turn in range(20):
        state.enter(("k2",), "b" * turn)
    assert (time.perf_counter() - began) / 20 < 0.003
