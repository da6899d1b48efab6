"""Free variables: the names that an expression, or a boxed expression, reads and does not bind itself.

A name in a filter may be a member of the items as well as a variable: `orders[amount > limit]`; only their values tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from c8tui.feel import dmn_model as m
from c8tui.feel import syntax as s
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.code_loops import ITEM, PARTIAL
from c8tui.feel.dmn_inner import inner_boxes
from c8tui.feel.free_names import CELL_INPUT, INPUT

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Free:
    """A name that is read; `filtered` where it stands in a filter, so that it may be a member of an item."""

    name: str
    filtered: bool = False


def free_variables(tree: s.Node) -> Iterator[Free]:
    """The names that an expression reads, as they stand in it, each as often as it does."""
    waiting: list[tuple[s.Node, Names, bool]] = [(tree, NONE, False)]
    while waiting:
        node, bound, filtered = waiting.pop()
        if isinstance(node, s.Name):
            if node.name not in bound:
                yield Free(node.name, filtered)
            continue
        parts = list(_parts(node, bound, filtered))
        waiting.extend(reversed(parts))


def _parts(node: s.Node, bound: Names, filtered: bool) -> Iterator[tuple[s.Node, Names, bool]]:
    """What a node consists of, each part with the names that are bound in it."""
    match node:
        case s.ContextOf():
            for name, entry in node.entries:
                yield entry, bound, filtered
                bound |= {name}
        case s.For() | s.Quantified():
            for iterator in node.iterators:
                yield iterator.domain, bound, filtered
                if iterator.stop is not None:
                    yield iterator.stop, bound, filtered
                bound |= {iterator.name}
            inside = node.body if isinstance(node, s.For) else node.condition
            yield inside, bound | {PARTIAL}, filtered
        case s.FunctionOf():
            yield node.body, bound | {name for name, _ in node.parameters}, filtered
        case s.Filter():
            yield node.operand, bound, filtered
            yield node.condition, bound | {ITEM}, True
        case s.Call():
            yield from ((part, bound, filtered) for part in _called_with(node))
        case s.Tests() | s.In():
            if isinstance(node, s.In):
                yield node.operand, bound, filtered
                bound |= {INPUT}
            else:
                bound |= {INPUT, CELL_INPUT}
            yield from ((test, bound, filtered) for test in node.tests)
        case _:
            for slot in type(node).__slots__:
                part = getattr(node, slot)
                for inner in part if isinstance(part, tuple) else (part,):
                    if isinstance(inner, s.Node):
                        yield inner, bound, filtered


def _called_with(call: s.Call) -> Iterator[s.Node]:
    """The function where it is no built-in one, and arguments that are not; a variable may have the name of one."""
    arguments = (*call.arguments, *(argument for _, argument in call.named))
    for part in (call.function, *arguments):
        if not (isinstance(part, s.Name) and part.name in BUILTINS):
            yield part


@dataclass(frozen=True, slots=True)
class Inside:
    """A literal expression or a table somewhere in a box, with the names that the boxes around it bind."""

    box: m.LiteralBox | m.TableBox
    bound: Names
    filtered: bool = False


def expressions_in(box: m.Box | None, bound: Names = NONE, filtered: bool = False) -> Iterator[Inside]:
    """All literal expressions and tables in a box; what is invoked is no variable and is left out."""
    if isinstance(box, m.LiteralBox | m.TableBox):
        yield Inside(box, bound, filtered)
    for inner in inner_boxes(box) if box is not None else ():
        if inner.role != "function":
            yield from expressions_in(inner.box, bound | inner.binds, filtered or inner.role == "match")
        if inner.role == "entry":
            bound |= {inner.name}
