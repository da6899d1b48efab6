from __future__ import annotations

from c8tui.forms.slots import slots_of
from tests.forms.opened import field, opened


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
