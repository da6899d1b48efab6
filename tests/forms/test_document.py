from __future__ import annotations

import pytest

from c8tui.forms.document import JsonDocument
from c8tui.forms.schema import FormError


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
