"""Names that stand twice, or are empty, at any depth."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.session.variables import member_texts, name_faults, same_tokens

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3),
    max_leaves=12,
)


def faults(text: str) -> list[tuple[str, int, str, bool]]:
    return [(fault.detail, fault.at, fault.variable, fault.nested) for fault in name_faults(text)]


def test_a_name_that_stands_twice() -> None:
    text = '{"a": 1,\n "b": 2,\n "a": 3}'
    assert faults(text) == [
        ('the name "a" stands twice in one object, first in line 1', text.rindex('"a"'), "a", False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"v": {"a": 1, "b": [], "a": 2}}',
        '{"v": [1, [{"a": {"x": 1}, "a": 2}]]}',
        '{"v": {"a": 1, "\\u0061": 2}}',
        '{"v": [{"b": 1}, {"b": {"a": "a: ", "a": 2}}]}',
    ],
)
def test_at_any_depth_and_however_it_is_written(text: str) -> None:
    assert [(detail[:33], variable, nested) for detail, _, variable, nested in faults(text)] == [
        ('the name "a" stands twice in one ', "v", True)
    ]


def test_empty_names() -> None:
    assert faults('{"": 1}') == [("a name is empty", 1, "", False)]
    assert faults('{"v": {"": 1}}') == [("a name is empty", 7, "v", True)]


@pytest.mark.parametrize(
    "text", ["{}", '{"a": {"b": 1}, "b": {"a": 1}}', '{"a": ["a", "a", ""]}', '{"a": "\\"a\\": {"}']
)
def test_what_is_right(text: str) -> None:
    assert faults(text) == []


@given(st.dictionaries(st.text(min_size=1, max_size=4), JSON, max_size=4), st.sampled_from([None, 2]))
def test_members_are_those_of_the_object(value: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert faults(text) == []
    assert {name: json.loads(member) for name, member in member_texts(text).items()} == value
    assert same_tokens(text, json.dumps(value, indent=4))
