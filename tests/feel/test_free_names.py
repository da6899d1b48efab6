"""What an expression speaks of."""

from __future__ import annotations

from c8tui import feel


def test_names_within_everything() -> None:
    found = feel.expression("if a > 1 then [b.c, {d: e}] else some x in f satisfies x in (g, > h)").names
    assert found == {"a", "b", "e", "f", "x", "g", "h"}
    assert feel.expression("sum(a)").names == {"sum", "a"}
