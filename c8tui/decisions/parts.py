"""Boxed expressions as nested parts with names, ready to be drawn; nothing of the model is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from c8tui.decisions.kinds import box_kind_of
from c8tui.decisions.sheet import Sheet, sheet_of
from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_inner import InnerBox, inner_boxes


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
    made = _MAKERS.get(type(box), _with_children)(box)
    return replace(made, name=name, type_ref=type_ref or box.type_ref)


def _with_children(box: m.Box) -> Part:
    return Part(box_kind_of(box).word, children=tuple(map(_child, inner_boxes(box))))


def _child(inner: InnerBox) -> Part:
    name = "result" if inner.role == "entry" and not inner.name else inner.name
    return part_of(inner.box, name, inner.type_ref)


def _typed(entry: m.Entry) -> str:
    return f"{entry.name}: {entry.type_ref}" if entry.type_ref else entry.name


def _function(box: m.FunctionBox) -> Part:
    kind = "function" if box.kind.upper() == "FEEL" else f"{box.kind} function"
    return Part(kind, heads=tuple(map(_typed, box.parameters)), children=tuple(map(_child, inner_boxes(box))))


def _relation(box: m.RelationBox) -> Part:
    rows = tuple(Part("row", children=tuple(map(part_of, row))) for row in box.rows)
    return Part("relation", heads=box.columns, children=rows)


_MAKERS: dict[type[m.Box], Callable[[Any], Part]] = {
    m.LiteralBox: lambda box: Part("literal", text=box.text, language=box.language),
    m.TableBox: lambda box: Part("table", sheet=sheet_of(box)),
    m.RelationBox: _relation,
    m.FunctionBox: _function,
    m.LoopBox: lambda box: replace(_with_children(box), kind=box.kind),
    m.UnknownBox: lambda box: Part("unknown", text=box.xml),
}
"""Of boxes that are more than a frame around what stands in them."""
