"""What an expression speaks of."""

from __future__ import annotations

from c8tui import feel


def test_names_within_everything() -> None:
    found = feel.expression("if a > 1 then [b.c, {d: e}] else some x in f satisfies x in (g, > h)").names
    assert found == {"a", "b", "e", "f", "x", "g", "h"}
    assert feel.expression("sum(a)").names == {"sum", "a"}


def test_names_that_it_binds_itself_are_not_free() -> None:
    assert feel.expression("for x in a, y in x.b return x + y + c").free == {"a", "c"}
    assert feel.expression("some x in f satisfies x > g").free == {"f", "g"}
    assert feel.expression("function(p) p + q").free == {"q"}
    assert feel.expression("{k: 1, m: k + n}").free == {"n"}
    assert feel.expression("a[b > 1]").free == {"a", "b"}
