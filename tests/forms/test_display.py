from __future__ import annotations

from typing import Any

import pytest

from c8tui.forms.display import edited_text, raw_text
from tests.forms.opened import NOW, field, opened


@pytest.mark.parametrize(
    ("component", "value", "text"),
    [
        (field("textfield"), "a b", "a b"),
        (field("number"), 1.50, "1.5"),
        (field("datetime", use24h=True, subtype="datetime"), "2026-12-24T10:11:12Z", "2026-12-24 11:11"),
        (field("textfield", readonly=True), {"a": ["ü"]}, '{"a": ["ü"]}'),
        (field("number", readonly=True), "about ten", "about ten"),
        (field("datetime", readonly=True), "24th of December", "24th of December"),
        (field("datetime", disabled=True), "24th of December", "24th of December"),
        (field("datetime"), None, ""),
    ],
)
def test_what_cannot_be_read_is_shown_raw(component: dict[str, Any], value: Any, text: str) -> None:
    assert edited_text(opened(component, x=value).instances[0], NOW) == text


def test_what_was_typed_and_is_no_value_stays() -> None:
    state = opened(field("number"))
    state.enter(("x",), "12a")
    assert edited_text(state.instances[0], NOW) == "12a"


def test_raw() -> None:
    assert [raw_text(value) for value in ("a", True, 1.0, [1, {"b": None}])] == ["a", "true", "1", '[1, {"b": null}]']
