"""Boxed expressions as nested parts with names, ready to be drawn; nothing of the model is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from c8tui.decisions.sheet import Sheet, sheet_of
from c8tui.feel import dmn_model as m


@dataclass(frozen=True, slots=True)
class Part:
    """A boxed expression: `kind` is what DMN calls it; `name` is that of the entry which holds it. Everything raw.

    A literal has its `text`, what is unknown its XML; a relation has `heads` and its rows as parts of kind `row`; a
    function has its parameters as `heads`; a table has its `sheet`; all else has `children`.
    """

    kind: str
    name: str = ""
    type_ref: str = ""
    text: str = ""
    language: str = ""
    heads: tuple[str, ...] = ()
    children: tuple[Part, ...] = ()
    sheet: Sheet | None = None


def part_of(box: m.Box | None, name: str = "", type_ref: str = "") -> Part:
    """The part of a box; none at all is a part of kind `empty`."""
    if box is None:
        return Part("empty", name, type_ref)
    made = _MAKERS[type(box)](box)
    return replace(made, name=name, type_ref=type_ref or box.type_ref)


def _entry(entry: m.Entry) -> Part:
    return part_of(entry.value, entry.name or "result", entry.type_ref)


def _typed(entry: m.Entry) -> str:
    return f"{entry.name}: {entry.type_ref}" if entry.type_ref else entry.name


def _function(box: m.FunctionBox) -> Part:
    kind = "function" if box.kind.upper() == "FEEL" else f"{box.kind} function"
    return Part(kind, heads=tuple(map(_typed, box.parameters)), children=(part_of(box.body),))


def _relation(box: m.RelationBox) -> Part:
    rows = tuple(Part("row", children=tuple(map(part_of, row))) for row in box.rows)
    return Part("relation", heads=box.columns, children=rows)


def _loop(box: m.LoopBox) -> Part:
    body = "return" if box.kind == "for" else "satisfies"
    return Part(box.kind, children=(part_of(box.source, f"{box.variable} in"), part_of(box.body, body)))


def _conditional(box: m.ConditionalBox) -> Part:
    parts = (part_of(box.condition, "if"), part_of(box.then, "then"), part_of(box.otherwise, "else"))
    return Part("conditional", children=parts)


def _invocation(box: m.InvocationBox) -> Part:
    return Part("invocation", children=(part_of(box.function, "call"), *map(_entry, box.bindings)))


_MAKERS: dict[type[m.Box], Callable[[Any], Part]] = {
    m.LiteralBox: lambda box: Part("literal", text=box.text, language=box.language),
    m.TableBox: lambda box: Part("table", sheet=sheet_of(box)),
    m.ContextBox: lambda box: Part("context", children=tuple(map(_entry, box.entries))),
    m.InvocationBox: _invocation,
    m.ListBox: lambda box: Part("list", children=tuple(map(part_of, box.items))),
    m.RelationBox: _relation,
    m.FunctionBox: _function,
    m.ConditionalBox: _conditional,
    m.FilterBox: lambda box: Part("filter", children=(part_of(box.source, "in"), part_of(box.match, "match"))),
    m.LoopBox: _loop,
    m.UnknownBox: lambda box: Part("unknown", text=box.xml),
}
