"""Form."""

from __future__ import annotations

import dataclasses
import json
import time
from decimal import Decimal
from typing import Any

import pytest

from c8tui import feel
from c8tui.forms import schema as s
from c8tui.forms.asking import Asking
from c8tui.forms.document import JsonDocument
from c8tui.forms.documents import accepts, documents_of
from c8tui.forms.form import rows_of, widths
from c8tui.forms.initial import initial_value
from c8tui.forms.properties import properties_of
from c8tui.forms.read import TYPES
from c8tui.forms.reads import EVERYTHING, places
from c8tui.forms.schema import FormError
from c8tui.forms.scopes import FormData, Scope
from c8tui.forms.slots import slots_of
from c8tui.forms.templates import Unevaluable
from c8tui.forms.values import MISSING, Path
from tests.forms.opened import NOW, changed, field, form_of, opened, told


def laid(*layouts: dict[str, Any] | None) -> list[list[tuple[str, int]]]:
    """The rows of a form of spacers with these layouts, each with its width."""
    form = form_of(*({"type": "spacer", "layout": layout} if layout else {"type": "spacer"} for layout in layouts))
    return [[(c.id, w) for c, w in zip(row, widths(row), strict=True)] for row in form.rows]


def test_the_same_row_is_side_by_side() -> None:
    assert laid({"row": "a"}, {"row": "a"}, {"row": "b"}) == [[("F0", 8), ("F1", 8)], [("F2", 16)]]


def test_without_a_row_each_has_its_own() -> None:
    assert laid(None, {"columns": 4}) == [[("F0", 16)], [("F1", 4)]]


def test_widths_are_kept_and_the_rest_is_shared() -> None:
    assert laid({"row": "a", "columns": 6}, {"row": "a"}, {"row": "a"}, {"row": "a"}) == [
        [("F0", 6), ("F1", 4), ("F2", 3), ("F3", 3)]
    ]


def test_what_16_columns_do_not_hold_goes_to_the_next_line() -> None:
    assert laid({"row": "a", "columns": 10}, {"row": "a", "columns": 8}) == [[("F0", 10)], [("F1", 8)]]
    assert [len(row) for row in laid(*({"row": "a"} for _ in range(20)))] == [16, 4]


def test_walk_goes_into_containers() -> None:
    form = form_of({"type": "group", "components": [{"id": "in", "type": "spacer"}]}, {"type": "separator"})
    assert [component.id for component in form.walk()] == ["F0", "in", "F1"]
    assert rows_of(()) == ()


# Asking.


CONTEXT = feel.to_feel({"a": 1, "b": None, "f": False, "s": "hi", "xs": [1, 2], "xn": [1, None], "other": 5})


def asking() -> Asking:
    return Asking(frozenset(), lambda: NOW)


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("a = 1", True),
        ("a > 3", False),
        ("f", False),
        ("s", False),
        ("b", True),
        ("missing", True),
        ("missing > 3", True),
        ("not(f)", True),
        ("not(missing)", False),
        ("not(a = 1)", False),
        ("not(f) and a = 1", True),
        ("xs", False),
        ("xn", True),
        ("> 5", False),
        ("-", True),
    ],
)
def test_rules_are_unary_tests_about_null(rule: str, holds: bool) -> None:
    assert asking().rule(rule, CONTEXT) is holds


def test_now_is_the_one_that_was_passed_in() -> None:
    assert str(asking().value("date(now())", {})) == "2026-11-25"


def test_an_answer_holds_for_its_context() -> None:
    ask = asking()
    assert ask.value("magic(a)", CONTEXT) is None
    assert ask.trouble == ["magic(a): magic is no function"]
    (question,) = ask.questions
    assert (question.expression, json.loads(question.context)) == ("magic(a)", {"a": 1})
    ask.answer(question, 42)
    assert ask.value("magic(a)", CONTEXT) == Decimal(42)
    assert ask.value("magic(a)", {**CONTEXT, "a": Decimal(2)}) is None


def test_a_mistake_is_raised_until_it_is_answered() -> None:
    ask = asking()
    with pytest.raises(Unevaluable, match=r"a \+\+: "):
        ask.value("a ++", CONTEXT)
    ask.answer(ask.questions[0], "x")
    assert ask.value("a ++", CONTEXT) == "x"
    with pytest.raises(Unevaluable):
        ask.rule("if then", CONTEXT)


# Document.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,\n "b": }', "not JSON at 2:7: expecting value"),
        ("", "not JSON at 1:1: expecting value"),
        ("[1]", "a form is a JSON object, and this is a list"),
        ("null", "this is null"),
        ('"x"', "this is text"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ('{"a":' * 100_000, "nested too deep"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
    ],
)
def test_what_cannot_be_opened_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(FormError) as refused:
        JsonDocument(text)
    assert words in str(refused.value)


def test_names_that_stand_twice() -> None:
    document = JsonDocument('{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}')
    assert document.root == {"a": 3, "b": {"c": 2}}
    assert document.twice(document.root) == ["a"]
    assert document.twice(document.root["b"]) == ["c"]
    assert document.twice({}) == []


# Documents.


def test_documents_of_a_preview() -> None:
    one = {"documentId": "d1", "contentHash": "h", "metadata": {"fileName": "a.pdf", "contentType": "application/pdf"}}
    state = opened({"type": "documentPreview", "dataSource": "=docs"}, docs=[one, {"documentId": "d2"}, {}, 5])
    found = documents_of(state.field("F0"))
    assert [(d.document_id, d.file_name, d.content_type, d.content_hash) for d in found] == [
        ("d1", "a.pdf", "application/pdf", "h"),
        ("d2", "d2", "", ""),
    ]
    assert found[0].reference == one
    assert documents_of(opened({"type": "documentPreview"}).field("F0")) == []


@pytest.mark.parametrize(
    ("accept", "name", "content_type", "taken"),
    [
        ("", "a.exe", "", True),
        (".pdf, .PNG", "a.png", "", True),
        (".pdf", "a.png", "image/png", False),
        ("image/*", "a", "image/png", True),
        ("*/*", "a", "", True),
        ("text/plain", "a", "text/plain; charset=utf-8", True),
        ("text/plain", "a", "text/html", False),
    ],
)
def test_accepts(accept: str, name: str, content_type: str, taken: bool) -> None:
    assert accepts(accept, name, content_type) is taken


# Initial.


@pytest.mark.parametrize(
    ("cls", "variable", "value"),
    [
        (s.TextField, MISSING, ""),
        (s.TextField, None, ""),
        (s.TextField, 12, "12"),
        (s.TextField, True, "true"),
        (s.TextField, "a\nb", "a b"),
        (s.TextField, {"a": 1}, ""),
        (s.TextArea, "a\nb", "a\nb"),
        (s.Number, MISSING, None),
        (s.Number, "12", 12),
        (s.Number, "x", None),
        (s.Checkbox, MISSING, False),
        (s.Checkbox, "true", False),
        (s.Checkbox, True, True),
        (s.DateTime, "2026-12-24", "2026-12-24"),
        (s.DateTime, "soon", None),
        (s.Select, MISSING, None),
        (s.Taglist, MISSING, []),
        (s.Taglist, "a", []),
        (s.FilePicker, MISSING, None),
        (s.FilePicker, [], None),
        (s.FilePicker, [{"documentId": "d"}], [{"documentId": "d"}]),
        (s.Expression, MISSING, None),
        (s.Expression, [1], [1]),
    ],
)
def test_variables_made_fit(cls: Any, variable: object, value: object) -> None:
    found = initial_value(cls(id="f", where="", key="k"), variable, NOW)
    assert found == value
    assert type(found) is type(value)


def test_the_default_counts_only_without_a_variable() -> None:
    number = s.Number(id="n", where="", key="k", default_value="5")
    assert initial_value(number, MISSING, NOW) == "5"  # as it is written, as in form-js
    assert initial_value(number, None, NOW) is None


# Instance.


def test_texts_are_as_they_read_now() -> None:
    state = opened(field("textfield", label="Hi {{a}}", description="plain", appearance={"prefixAdorner": "=a"}), a=1)
    instance = state.at(("x",))
    assert (instance.label, instance.description, instance.text("prefix_adorner")) == ("Hi 1", "plain", "1")
    assert instance.text("suffix_adorner") == ""
    assert instance.text("no_such") == ""


def test_hidden_with_what_is_around_it() -> None:
    state = opened({"type": "group", "conditional": {"hide": "=true"}, "components": [field("textfield", id="in")]})
    inner = state.field("in")
    assert inner.hidden
    assert not inner.hidden_itself
    assert not inner.visible


def test_an_expression_field_is_never_seen() -> None:
    assert not opened(field("expression", expression="=1")).at(("x",)).visible


def test_flags() -> None:
    state = opened(
        field("filepicker", multiple="=true", readonly="=a = 1", disabled="=a = 2"),
        field("textfield", key="y", disabled=True),
        a=1,
    )
    picker = state.at(("x",))
    assert (picker.multiple, picker.readonly, picker.disabled) == (True, True, False)
    assert state.at(("y",)).disabled


# Reads.


ROOT = Scope(FormData({}))
ROW = Scope(FormData({}), ("xs", 0), ROOT, 0)
INNER = Scope(FormData({}), ("xs", 0, "ys", 1), ROW, 1)


@pytest.mark.parametrize(
    ("source", "scope", "expected"),
    [
        ("=a + b.c", ROOT, {("a",), ("b",)}),
        ("{{a}} and {{b}}", ROOT, {("a",), ("b",)}),
        ("=this.a", ROOT, {("this",), ("a",)}),
        ("=this.a", ROW, {("this",), ("xs", 0, "a")}),
        ("=this", ROW, {("this",), ("xs", 0)}),
        ("=_this_.a", ROW, {("_this_",), ("xs", 0, "a")}),
        ("=parent.b", ROW, {("parent",), ("b",)}),
        ("=parent.b", INNER, {("parent",), ("xs", 0, "b")}),
        ("=i[1]", ROW, set()),
        ("=> 5", ROOT, {EVERYTHING}),
        ("=parent.parent.a", INNER, {EVERYTHING}),
        ("=parent", ROW, {("parent",), ()}),
        ("{{#loop xs}}{{this}}{{parent.a}}{{/loop}}", ROOT, {("xs",), ("this",), ("parent",), ("a",)}),
    ],
)
def test_places(source: str, scope: Scope, expected: set[Path]) -> None:
    found = places(source, scope, frozenset())
    assert found == ({EVERYTHING} if EVERYTHING in expected else {*expected, *(found & {("string",)})})


# Schema.


def test_there_are_22_types_and_all_have_the_common_properties() -> None:
    assert len(TYPES) == 22
    for cls in TYPES.values():
        assert {"hide", "label", "layout_row", "layout_columns", "properties"} <= {
            prop.attribute for prop in properties_of(cls)
        }


def test_records_cannot_be_changed() -> None:
    assert all(cls.__dataclass_params__.frozen for cls in TYPES.values())  # type: ignore[attr-defined]
    assert all(dataclasses.is_dataclass(cls) for cls in TYPES.values())


# Slots.


def test_only_what_has_to_be_computed_is_a_slot() -> None:
    state = opened(
        field(
            "number",
            label="{{a}}",
            description="plain",
            readonly=True,
            validate={"min": "=a", "max": 5},
            conditional={"hide": "=a"},
        ),
        {"type": "table", "dataSource": "=a", "columns": [{"key": "a", "label": "=b"}, {"key": "b", "label": "B"}, 5]},
    )
    assert [[slot.name for slot in slots_of(one, frozenset())] for one in state.instances] == [
        ["label", "hide", "unseen", "min"],
        ["data_source", "columns[0].label"],
    ]


def test_values_in_html_are_escaped() -> None:
    state = opened({"type": "html", "content": "<b>{{a}}</b>"}, {"type": "text", "text": "{{a}}"}, a="<i>")
    assert [one.text("content") for one in state.instances] == ["<b>&lt;i&gt;</b>", ""]
    assert state.field("F1").text("text") == "<i>"


def test_trouble_is_told_and_goes() -> None:
    state = opened(field("textfield"), field("textfield", "y", label='=if x = "a" then 1 else magic(x)'))
    assert [(t.field.id, t.name) for t in state.trouble] == [("F1", "label")]
    state.set(("x",), "a")
    assert state.trouble == []


# Live.


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
