"""Types as they are written."""

from __future__ import annotations

import pytest

from c8tui.feel.cursor import Cursor
from c8tui.feel.names import Names
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.type_syntax import read_type
from c8tui.feel.types import Type


def read(source: str) -> Type:
    cursor = Cursor(source, Names())
    found = read_type(cursor)
    cursor.end()
    return found


def test_nested_types() -> None:
    assert read("list<list<date and time>>") == Type("list", items=Type("list", items=Type("date and time")))
    assert read("context<first name: string, a: any>") == Type(
        "context", entries=(("first name", Type("string")), ("a", Type("Any")))
    )
    assert read("function<number, string> -> date") == Type(
        "function", parameters=(Type("number"), Type("string")), result=Type("date")
    )
    assert read("my.tPerson") == Type("named", "my.tPerson")


@pytest.mark.parametrize(
    ("source", "said"), [("list<", "expected a name"), ("number<a>", "has no members"), ("1", "name")]
)
def test_what_is_none(source: str, said: str) -> None:
    with pytest.raises(FeelSyntaxError, match=said):
        read(source)
