"""What an expression speaks of."""

from __future__ import annotations

from c8tui import feel


def test_names_within_everything() -> None:
    found = feel.parse("if a > 1 then [b.c, {d: e}] else some x in f satisfies x in (g, > h)").names
    assert found == {"a", "b", "e", "f", "x", "g", "h"}
    assert feel.parse("sum(a)").names == {"sum", "a"}


def test_names_that_it_binds_itself_are_not_free() -> None:
    assert feel.parse("for x in a, y in x.b return x + y + c").free == {"a", "c"}
    assert feel.parse("some x in f satisfies x > g").free == {"f", "g"}
    assert feel.parse("function(p) p + q").free == {"q"}
    assert feel.parse("{k: 1, m: k + n}").free == {"n"}
    assert feel.parse("a[b > 1]").free == {"a", "b"}
