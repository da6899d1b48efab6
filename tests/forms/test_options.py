from __future__ import annotations

from typing import Any

from c8tui.forms.options import Option, fixed_options, kept_choice, options_of, word
from c8tui.forms.schema import Checklist, Select


def test_primitives_values_and_labels() -> None:
    assert options_of(["a", 1, True, {"value": "b"}, {"label": "C", "value": {"id": 3}}, {"label": 5, "value": 0}]) == (
        Option("a", "a"),
        Option("1", 1),
        Option("true", True),
        Option("b", "b"),
        Option("C", {"id": 3}),
        Option("0", 0),
    )


def test_the_empty_are_dropped() -> None:
    assert (
        options_of(
            [
                "",
                None,
                {"label": "x"},
                {"label": "x", "value": ""},
                {"value": {"a": 1}},
                ["a"],
                {"label": "x", "value": {}},
            ]
        )
        == ()
    )
    assert options_of("abc") == options_of(None) == ()


def test_a_key_before_values_before_an_expression() -> None:
    more: dict[str, Any] = {"id": "s", "where": "", "values": ("v",), "values_expression": "=x"}
    assert fixed_options(Select(**more, values_key="k"), {"k": ["a"]}) == (Option("a", "a"),)
    assert fixed_options(Select(**more, values_key="k"), {}) == ()
    assert fixed_options(Select(**more), {}) == (Option("v", "v"),)
    assert fixed_options(Select(id="s", where="", values_expression="=x"), {}) is None
    assert fixed_options(Select(id="s", where=""), {}) == (Option("Value", "value"),)


def test_what_is_no_option_is_not_kept() -> None:
    options = options_of([1, {"label": "O", "value": {"id": 3}}])
    select, checklist = Select(id="s", where=""), Checklist(id="c", where="")
    assert kept_choice(select, {"id": 3}, options) == {"id": 3}
    assert kept_choice(select, True, options) is None
    assert kept_choice(checklist, [1, 2, {"id": 3}], options) == [1, {"id": 3}]
    assert kept_choice(checklist, "x", options) == []


def test_words_as_javascript_writes_them() -> None:
    assert [word(value) for value in (True, False, 1.0, 1.5, "x", 1e21)] == ["true", "false", "1", "1.5", "x", "1e+21"]
