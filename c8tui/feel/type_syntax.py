"""Reads types in FEEL: `list<number>`, `context<a: string>`, `function<date> -> any`, names of their own."""

from __future__ import annotations

from c8tui.feel.cursor import Cursor
from c8tui.feel.types import SIMPLE, Type, simple_type

_MANY_WORDS = sorted((name.split() for name in SIMPLE if " " in name), key=len, reverse=True)


def read_type(cursor: Cursor) -> Type:
    """The type that stands here."""
    cursor.deeper()
    try:
        name = _name(cursor)
        if not cursor.at("<"):
            return simple_type(name)
        return _with_members(cursor, name)
    finally:
        cursor.shallower()


def _with_members(cursor: Cursor, name: str) -> Type:
    cursor.expect("<")
    if name in {"list", "range"}:
        items = read_type(cursor)
        _close(cursor)
        return Type(name, items=items)
    if name == "context":
        entries = []
        while not cursor.at(">"):
            key = cursor.name_before(":")
            cursor.expect(":")
            entries.append((key, read_type(cursor)))
            if not cursor.take(","):
                break
        _close(cursor)
        return Type("context", entries=tuple(entries))
    if name == "function":
        parameters = []
        while not cursor.at(">"):
            parameters.append(read_type(cursor))
            if not cursor.take(","):
                break
        _close(cursor)
        result = read_type(cursor) if cursor.take("->") else None
        return Type("function", parameters=tuple(parameters), result=result)
    cursor.fail(f"the type {name} has no members")
    raise AssertionError("fail raises")


def _close(cursor: Cursor) -> None:
    cursor.expect(">")


def _name(cursor: Cursor) -> str:
    for words in _MANY_WORDS:
        if all(cursor.ahead(n).text == word for n, word in enumerate(words)):
            for _ in words:
                cursor.next()
            return " ".join(words)
    if cursor.at("function", "null"):
        return cursor.next().text
    parts = [cursor.name()]
    while cursor.at(".") and cursor.ahead().kind == "name":
        cursor.next()
        parts.append(cursor.name())
    return ".".join(parts)
