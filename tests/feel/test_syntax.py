"""The tree that a text becomes."""

from __future__ import annotations

from decimal import Decimal

from c8tui.feel import syntax as s
from c8tui.feel.parser import parse


def test_nodes_know_their_place() -> None:
    tree = parse("a + [1, b.c]")
    assert isinstance(tree, s.Binary)
    assert (tree.sign, tree.at, tree.left) == ("+", 2, s.Name(0, "a"))
    assert tree.right == s.ListOf(4, (s.Literal(5, Decimal(1)), s.Path(9, s.Name(8, "b"), "c")))
