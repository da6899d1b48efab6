"""BPMN as lines of text in the order of the flow: what a narrow terminal shows and what can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from c8tui.diagrams.element_boxes import LONGEST_NAME, ElementCounts, count_spans, kind_words
from c8tui.diagrams.flow_order import FlowScope, flow_scopes, in_flow_order
from c8tui.diagrams.labels import Span, one_line
from c8tui.diagrams.model import BpmnModel, BpmnProcess, FlowNode, SequenceArrow
from c8tui.diagrams.picture import NOTHING_OVER, DiagramOverlay
from c8tui.diagrams.walk import branch_of
from c8tui.diagrams.wording import annotation_words, compensation_words, data_words, message_words

INDENT = "  "
LONGEST_NOTE = 60
"""Characters of a text annotation behind what it is about."""
MOST_INDENTED = 12
"""Levels of nesting that are indented; what is deeper stands in line with them."""


class OutlineLine(NamedTuple):
    """One line. Styles of its texts: `name`, `kind`, `branch`, `lane-name`, and those of counts."""

    id: str
    """The element that it is about; empty for a process."""
    spans: tuple[Span, ...]
    flow: str = ""
    """The flow that it is about, where it is about one."""

    @property
    def text(self) -> str:
        """The line without styles."""
        return "".join(text for text, _ in self.spans)


def outline_of(
    model: BpmnModel, overlay: DiagramOverlay = NOTHING_OVER, scopes: Mapping[str, FlowScope] | None = None
) -> list[OutlineLine]:
    """Every process with its elements, those of sub-processes indented; where a flow goes elsewhere or branches, it
    has a line of its own.
    """
    scopes = flow_scopes(model) if scopes is None else scopes
    order = in_flow_order(model, dict(scopes))
    following = _following(scopes)
    levels: dict[str, int] = {process.id: 0 for process in model.processes}
    lines: list[OutlineLine] = []
    place = {id: number for number, id in enumerate(order)}
    heads = iter(model.processes)
    process = ""
    for id in order:
        node = model.nodes[id]
        while process != _process_of(model, node):
            one = next(heads)
            process = one.id
            lines += _process_lines(model, one)
        level = levels.get(node.parent, 0) + 1
        levels[id] = level
        lines.append(_element_line(model, node, level + bool(node.attached_to), overlay.counts.get(id)))
        for flow in model.outgoing(id):
            if _needs_line(model, flow, following.get(id, "")):
                back = place[flow.target] <= place[id]
                lines.append(
                    _flow_line(model, flow, level + 1 + bool(node.attached_to), back, flow.id in overlay.taken)
                )
    for one in heads:
        lines += _process_lines(model, one)
    return lines


def _process_of(model: BpmnModel, node: FlowNode) -> str:
    return [*model.scopes_of(node.id)][-1]


def _following(scopes: Mapping[str, FlowScope]) -> dict[str, str]:
    """The element that comes next in its scope, boundary events left out."""
    found: dict[str, str] = {}
    for scope in scopes.values():
        ids = [node.id for node in scope.nodes if not node.attached_to]
        found.update(pairwise(ids))
    return found


def _needs_line(model: BpmnModel, flow: SequenceArrow, following: str) -> bool:
    says = flow.title or flow.default or flow.id in model.annotations
    return flow.target != following or bool(says) or len(model.outgoing(flow.source)) > 1


def _process_lines(model: BpmnModel, process: BpmnProcess) -> list[OutlineLine]:
    """The line of a process, and one for every text annotation of it."""
    kind = ", ".join(("process" if process.is_shown else "participant", *message_words(model, process.id)))
    head = OutlineLine("", ((one_line(process.title, LONGEST_NAME), "lane-name"), (f"  {kind}", "kind")))
    notes = annotation_words(model, process.id, LONGEST_NOTE)
    return [head, *(OutlineLine("", ((_indent(1), ""), (words, "kind"))) for words in notes)]


def _indent(level: int) -> str:
    return INDENT * min(level, MOST_INDENTED)


def _element_line(model: BpmnModel, node: FlowNode, level: int, counts: ElementCounts | None) -> OutlineLine:
    kind = kind_words(node)
    lane = next((one.name for process in model.processes for one in process.lanes if one.id == node.lane), "")
    if node.called:
        kind += f" {'calls ' if node.kind == 'callActivity' else ''}{one_line(node.called, 60)}"
    if lane:
        kind += f", {one_line(lane, 60)}"
    beside = (*compensation_words(model, node.id), *message_words(model, node.id), *data_words(model, node.id))
    kind = ", ".join((kind, *beside))
    for words in annotation_words(model, node.id, LONGEST_NOTE):
        kind += f"  {words}"
    spans: list[Span] = [(_indent(level), ""), (_title(node), "name"), (f"  {kind}", "kind")]
    if found := count_spans(counts, 40):
        spans += [("  ", ""), *found]
    return OutlineLine(node.id, tuple(spans))


def _title(node: FlowNode) -> str:
    return one_line(node.title, LONGEST_NAME)


def _flow_line(model: BpmnModel, flow: SequenceArrow, level: int, back: bool, taken: bool) -> OutlineLine:
    name = one_line(branch_of(flow), LONGEST_NAME)
    words = f"{name} -> " if name else "-> "
    words += ("back to " if back else "") + _title(model.nodes[flow.target])
    words = "  ".join((words, *annotation_words(model, flow.id, LONGEST_NOTE)))
    return OutlineLine(flow.source, ((_indent(level), ""), (words, "taken" if taken else "branch")), flow.id)


def plain_outline(model: BpmnModel, overlay: DiagramOverlay = NOTHING_OVER) -> Iterator[str]:
    """The lines of the outline without styles."""
    return (line.text for line in outline_of(model, overlay))
