"""A node of the graph in words, for a line below the picture and for those who listen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from c8tui.decisions.graph import Graph, Node
from c8tui.decisions.kinds import ELEMENT_NAMES

LONGEST = 12
"""Names that a list tells before it only counts."""


def described(graph: Graph, id: str, label: Callable[[Node], str] = lambda node: node.title) -> str:
    """One sentence: what it is, what it requires, and what requires it; raw but for what `label` does."""
    node = graph.nodes[id]
    what = ", ".join(part for part in (label(node), ELEMENT_NAMES[node.kind], node.words) if part)
    needs = [edge for edge in graph.needs(id) if edge.kind != "service"]
    parts = [edge for edge in graph.needs(id) if edge.kind == "service"]
    clauses = [what]
    if parts:
        clauses.append(f"consists of {_names(graph, [edge.needed for edge in parts], label)}")
    if needs or not parts:
        clauses.append(f"requires {_names(graph, [edge.needed for edge in needs], label)}")
    clauses.append(f"required by {_names(graph, [edge.needing for edge in graph.needed_by(id)], label)}")
    if any(edge.back for edge in (*graph.needs(id), *graph.needed_by(id))):
        clauses.append("part of a circle")
    return "; ".join(clauses)


def _names(graph: Graph, ids: Sequence[str], label: Callable[[Node], str]) -> str:
    ids = list(dict.fromkeys(ids))
    names = [label(graph.nodes[id]) for id in ids[:LONGEST]]
    if len(ids) > LONGEST:
        names.append(f"{len(ids) - LONGEST} more")
    return ", ".join(names) or "nothing"
