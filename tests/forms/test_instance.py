from __future__ import annotations

from tests.forms.opened import field, opened


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
