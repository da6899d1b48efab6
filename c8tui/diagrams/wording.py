"""One element of BPMN in a sentence: what it is, what is there, and where the flow comes from and goes to."""

from __future__ import annotations

from c8tui.diagrams.element_boxes import ElementCounts, kind_words
from c8tui.diagrams.labels import one_line
from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.walk import branch_of

LONGEST_NAME = 80
MOST_NAMED = 4
"""Elements that are named before the rest is counted."""


def described(model: BpmnModel, id: str, counts: ElementCounts | None = None) -> str:
    """`Check delivery: user task; 3 active; from Charge payment; to Ship order`. Safe to show."""
    node = model.nodes[id]
    parts = [kind_words(node)]
    if node.called:
        verb = {"callActivity": "calls", "businessRuleTask": "evaluates"}.get(node.kind, "job type")
        parts[0] += f", {verb} {one_line(node.called, LONGEST_NAME)}"
    if counts is not None and counts.words:
        parts.append(counts.words)
    if node.attached_to:
        parts.append(f"on {_title(model, node.attached_to)}")
    if into := [_title(model, flow.source) for flow in model.incoming(id)]:
        parts.append(f"from {_listed(into)}")
    if out := [_branch(model, flow.target, branch_of(flow)) for flow in model.outgoing(id)]:
        parts.append(f"to {_listed(out)}")
    if node.name:
        parts.append(f"id {one_line(id, LONGEST_NAME)}")
    return f"{_title(model, id)}: {'; '.join(parts)}"


def _title(model: BpmnModel, id: str) -> str:
    return one_line(model.nodes[id].title, LONGEST_NAME)


def _branch(model: BpmnModel, id: str, branch: str) -> str:
    name = one_line(branch, LONGEST_NAME)
    return f"{_title(model, id)} ({name.replace(' (default)', ', default')})" if name else _title(model, id)


def _listed(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
