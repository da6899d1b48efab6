"""Which names an expression speaks of."""

from __future__ import annotations

from collections.abc import Iterator as Iterable

from c8tui.feel import syntax as s

INPUT = "?"
"""The name of the value that unary tests are about."""
CELL_INPUT = "cellInput"
"""The name that Camunda's engine gives it besides."""


def nodes_of(node: s.Node) -> Iterable[s.Node]:
    """The node and everything in it."""
    waiting: list[object] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, s.Node | s.Iterator):
            if isinstance(part, s.Node):
                yield part
            waiting.extend(getattr(part, name) for name in type(part).__slots__)


def names_in(node: s.Node) -> frozenset[str]:
    """All names that it reads, those that it binds itself included: what it may depend on."""
    return frozenset(part.name for part in nodes_of(node) if isinstance(part, s.Name))


def names_and_bound(node: s.Node) -> tuple[frozenset[str], frozenset[str]]:
    """All names that it reads, and those that loops, functions and contexts in it give a meaning themselves.

    In unary tests `cellInput` counts as the `?` that it is for Camunda's engine.
    """
    names: list[str] = []
    bound: list[str] = []
    for part in nodes_of(node):
        if isinstance(part, s.Name):
            names.append(part.name)
        elif isinstance(part, s.For | s.Quantified):
            bound += (iterator.name for iterator in part.iterators)
        elif isinstance(part, s.FunctionOf):
            bound += (name for name, _ in part.parameters)
        elif isinstance(part, s.ContextOf):
            bound += (name for name, _ in part.entries)
    if isinstance(node, s.Tests):
        names = [INPUT if name == CELL_INPUT else name for name in names]
    return frozenset(names), frozenset(bound)
