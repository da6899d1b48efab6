from __future__ import annotations

import pytest

from c8tui.forms.reads import EVERYTHING, places
from c8tui.forms.scopes import FormData, Scope
from c8tui.forms.values import Path

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
