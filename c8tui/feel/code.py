"""From syntax to closures: every node becomes one Python function of a scope; one compiler a kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from c8tui.feel import syntax as s
from c8tui.feel.run import Scope
from c8tui.feel.values import Value

Code: TypeAlias = Callable[[Scope], Value]
Compiler: TypeAlias = Callable[[Any], Code]

_COMPILERS: dict[type, Compiler] = {}


def compiles(node: type[s.Node]) -> Callable[[Compiler], Compiler]:
    """Makes a function the compiler of a kind of node."""

    def register(compiler: Compiler) -> Compiler:
        _COMPILERS[node] = compiler
        return compiler

    return register


def compiled(node: s.Node) -> Code:
    """The closure of a node."""
    return _COMPILERS[type(node)](node)
