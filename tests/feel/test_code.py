"""Compilers by kind of node."""

from __future__ import annotations

import inspect

from c8tui.feel import code, evaluate
from c8tui.feel import syntax as s

_USED = evaluate
NEVER_ALONE = {s.Node, s.Compare, s.Test}
"""Compare and Test are parts of unary tests, which compile them."""


def test_every_kind_of_node_has_one() -> None:
    kinds = {kind for _, kind in inspect.getmembers(s, inspect.isclass) if issubclass(kind, s.Node)}
    assert kinds - set(code._COMPILERS) == NEVER_ALONE
