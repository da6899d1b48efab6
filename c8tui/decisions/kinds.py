"""What a DMN model is made of, by kind: elements of the requirements graph and boxed expressions, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from c8tui.feel import dmn_model as m

NodeKind = Literal["decision", "input", "knowledge", "source", "service", "imported", "missing"]
"""What a box of the graph stands for; it is also the word that its border says."""

ELEMENT_NAMES: Mapping[NodeKind, str] = {
    "decision": "decision",
    "input": "input",
    "knowledge": "knowledge model",
    "source": "knowledge source",
    "service": "decision service",
    "imported": "imported",
    "missing": "missing",
}
_ELEMENTS: Mapping[type[m.Element], NodeKind] = {
    m.Decision: "decision",
    m.InputData: "input",
    m.KnowledgeModel: "knowledge",
    m.KnowledgeSource: "source",
    m.Service: "service",
}


@dataclass(frozen=True, slots=True)
class BoxKind:
    """What a boxed expression is called, in full and, where there is little room, in a word."""

    name: str
    word: str


NO_LOGIC = BoxKind("no logic", "no logic")
_BOXES: Mapping[type[m.Box], BoxKind] = {
    m.LiteralBox: BoxKind("literal expression", "literal"),
    m.TableBox: BoxKind("decision table", "table"),
    m.ContextBox: BoxKind("context", "context"),
    m.InvocationBox: BoxKind("invocation", "invocation"),
    m.ListBox: BoxKind("list", "list"),
    m.RelationBox: BoxKind("relation", "relation"),
    m.FunctionBox: BoxKind("function", "function"),
    m.ConditionalBox: BoxKind("conditional", "conditional"),
    m.FilterBox: BoxKind("filter", "filter"),
    m.LoopBox: BoxKind("iteration", "loop"),
    m.UnknownBox: BoxKind("unknown expression", "unknown logic"),
}


def node_kind_of(element: m.Element) -> NodeKind:
    """The kind of an element of a model."""
    return _ELEMENTS[type(element)]


def name_of_kind(element: m.Element) -> str:
    """What an element of a model is called, as `knowledge model`."""
    return ELEMENT_NAMES[node_kind_of(element)]


def box_kind_of(box: m.Box | None) -> BoxKind:
    """The kind of a boxed expression, or that there is none."""
    return NO_LOGIC if box is None else _BOXES[type(box)]
