"""One element of BPMN in a sentence: what it is, what is there, where the flow comes from and goes to, and what the
file notes about it.
"""

from __future__ import annotations

from c8tui.diagrams.element_boxes import ElementCounts, kind_words
from c8tui.diagrams.labels import one_line
from c8tui.diagrams.model import BpmnModel, DataUse
from c8tui.diagrams.walk import branch_of

LONGEST_NAME = 80
LONGEST_NOTE = 400
"""Characters of a text annotation."""
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
    parts += compensation_words(model, id)
    parts += message_words(model, id)
    parts += data_words(model, id)
    parts += annotation_words(model, id)
    for flow in model.outgoing(id):
        parts += [f"{words} on the way to {_title(model, flow.target)}" for words in annotation_words(model, flow.id)]
    if node.name:
        parts.append(f"id {one_line(id, LONGEST_NAME)}")
    return f"{_title(model, id)}: {'; '.join(parts)}"


def message_words(model: BpmnModel, id: str) -> list[str]:
    """The messages of a node, a process or a participant: `message to Ship order (Shop)`. Safe to show."""
    found = []
    for verb, flows in (("message to", model.sent(id)), ("message from", model.received(id))):
        ends = [(flow.target if verb == "message to" else flow.source, flow.name) for flow in flows]
        names = [_message_end(model, end, name) for end, name in ends]
        if names:
            found.append(f"{verb} {_listed(names)}")
    return found


def _message_end(model: BpmnModel, id: str, name: str) -> str:
    title = one_line(model.end_title(id), 2 * LONGEST_NAME)
    return f"{title}: {one_line(name, LONGEST_NAME)}" if name.strip() else title


def compensation_words(model: BpmnModel, id: str) -> list[str]:
    """What undoes the work that an event is attached to, or whose work a handler undoes. Safe to show."""
    if (handler := model.handlers.get(id)) is not None:
        return [f"compensated by {_title(model, handler)}"]
    if (event := model.compensates.get(id)) is not None:
        return [f"compensates {_title(model, model.nodes[event].attached_to or event)}"]
    return []


def data_words(model: BpmnModel, id: str) -> list[str]:
    """The data that a node reads and writes: `reads Order`. Safe to show."""
    use = model.data.get(id, DataUse())
    pairs = (("reads", use.reads), ("writes", use.writes))
    return [f"{verb} {_listed([one_line(name, LONGEST_NAME) for name in names])}" for verb, names in pairs if names]


def annotation_words(model: BpmnModel, id: str, limit: int = LONGEST_NOTE) -> list[str]:
    """What is noted about a node, a flow or a process, in quotation marks and cut. Safe to show."""
    texts = model.annotations.get(id, ())
    found = [f'"{one_line(text, limit)}"' for text in texts[:MOST_NAMED]]
    rest = len(texts) - MOST_NAMED
    return [*found, f"{rest:,} more {'annotation' if rest == 1 else 'annotations'}"] if rest > 0 else found


def _title(model: BpmnModel, id: str) -> str:
    return one_line(model.nodes[id].title, LONGEST_NAME)


def _branch(model: BpmnModel, id: str, branch: str) -> str:
    name = one_line(branch, LONGEST_NAME)
    return f"{_title(model, id)} ({name.replace(' (default)', ', default')})" if name else _title(model, id)


def _listed(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
