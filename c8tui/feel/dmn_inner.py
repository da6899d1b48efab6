"""What stands in a boxed expression: the one way to go through the expressions of a decision's logic (DMN 1.5, 7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from c8tui.feel import dmn_model as m
from c8tui.feel.code_loops import ITEM, PARTIAL

Role = Literal["entry", "function", "binding", "item", "cell", "body", "branch", "source", "match"]


@dataclass(frozen=True, slots=True)
class InnerBox:
    """A boxed expression directly in another one; `box` is None where the file has none."""

    role: Role
    """As what it stands there; `entry` of a context, whose name the entries behind it may use."""
    box: m.Box | None
    name: str = ""
    """Of an entry, empty for the result of a context; of a parameter that is bound; of all else the word of DMN."""
    type_ref: str = ""
    """Of an entry or a parameter."""
    binds: frozenset[str] = frozenset()
    """The names that it, and nothing around it, may use."""


def inner_boxes(box: m.Box) -> Iterator[InnerBox]:
    """What stands directly in a box, in its order; nothing in a literal expression, a table or what is unknown."""
    match box:
        case m.ContextBox():
            yield from (InnerBox("entry", entry.value, entry.name, entry.type_ref) for entry in box.entries)
        case m.InvocationBox():
            yield InnerBox("function", box.function, "call")
            yield from (InnerBox("binding", entry.value, entry.name, entry.type_ref) for entry in box.bindings)
        case m.ListBox():
            yield from (InnerBox("item", item) for item in box.items)
        case m.RelationBox():
            yield from (InnerBox("cell", cell) for row in box.rows for cell in row)
        case m.FunctionBox():
            yield InnerBox("body", box.body, binds=frozenset(entry.name for entry in box.parameters))
        case m.ConditionalBox():
            yield InnerBox("branch", box.condition, "if")
            yield InnerBox("branch", box.then, "then")
            yield InnerBox("branch", box.otherwise, "else")
        case m.FilterBox():
            yield InnerBox("source", box.source, "in")
            yield InnerBox("match", box.match, "match", binds=frozenset({ITEM}))
        case m.LoopBox():
            yield InnerBox("source", box.source, f"{box.variable} in")
            word = "return" if box.kind == "for" else "satisfies"
            yield InnerBox("body", box.body, word, binds=frozenset({box.variable, PARTIAL}))


def boxes_in(box: m.Box) -> Iterator[m.Box]:
    """The box and all that are in it, at any depth."""
    waiting = [box]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(inner.box for inner in inner_boxes(found) if inner.box is not None)
