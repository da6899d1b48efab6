"""Random processes: whatever their shape, boxes do not overlap, lines tell the truth and arrows lead everywhere."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from c8tui.diagrams.model import BpmnModel, BpmnProcess, FlowNode, SequenceArrow
from c8tui.diagrams.picture import picture_of
from tests.diagrams.reading import cells, check, without_names

KINDS = ("userTask", "serviceTask", "exclusiveGateway", "startEvent", "endEvent", "subProcess")
NAMES = ("", "a", "Check the delivery of the order", "客户服务", "x" * 60)


@st.composite
def models(draw: st.DrawFn) -> BpmnModel:
    """Nodes in sub-processes to any depth, boundary events, and flows that mostly stay in their scope."""
    nodes: dict[str, FlowNode] = {}
    for number in range(draw(st.integers(1, 14))):
        id, kind = f"n{number}", draw(st.sampled_from(KINDS))
        scopes = [node.id for node in nodes.values() if node.is_scope]
        parent = draw(st.sampled_from(["p", *scopes]))
        hosts = [one.id for one in nodes.values() if one.parent == parent and one.kind.endswith(("Task", "Process"))]
        if hosts and draw(st.integers(0, 4)) == 0:
            event = draw(st.sampled_from(("timer", "error", "")))
            at = draw(st.sampled_from(hosts))
            nodes[id] = FlowNode(id, "boundaryEvent", draw(st.sampled_from(NAMES)), parent, at, event=event)
        else:
            by_event = kind == "subProcess" and draw(st.integers(0, 3)) == 0
            nodes[id] = FlowNode(id, kind, draw(st.sampled_from(NAMES)), parent, by_event=by_event)
    ids = list(nodes)
    flows = []
    for number in range(draw(st.integers(0, 22))):
        source, target = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        if nodes[target].attached_to or (nodes[source].parent != nodes[target].parent and draw(st.integers(0, 5))):
            continue
        flows.append(SequenceArrow(f"f{number}", source, target, draw(st.sampled_from(("", "yes", "not yet")))))
    return BpmnModel((BpmnProcess("p"),), nodes, tuple(flows))


@hypothesis_settings(max_examples=60, deadline=None)
@given(models())
def test_a_random_process(model: BpmnModel) -> None:
    picture = picture_of(model, cells)
    check(picture, picture_of(without_names(model), cells), picture.order)
    assert picture_of(model, cells).text == picture.text


def large(nodes: int) -> BpmnModel:
    """A process that goes on for long, with branches, jumps and loops."""
    chance = random.Random(nodes)
    kinds = ("userTask", "serviceTask", "exclusiveGateway", "parallelGateway")
    found = {f"n{n}": FlowNode(f"n{n}", chance.choice(kinds), f"Element number {n}", "p") for n in range(nodes)}
    pairs = [(chance.randrange(max(0, n - 8), n), n) for n in range(1, nodes)]
    pairs += [(chance.randrange(n - 10, n), n) for n in range(12, nodes, 3)]
    pairs += [(n, chance.randrange(n - 30, n)) for n in range(50, nodes, 25)]
    flows = tuple(SequenceArrow(f"f{k}", f"n{a}", f"n{b}") for k, (a, b) in enumerate(pairs))
    return BpmnModel((BpmnProcess("p"),), found, flows)


def test_five_hundred_elements() -> None:
    picture = picture_of(large(500), cells)
    check(picture, picture, picture.order[:1])


def test_two_thousand_elements() -> None:
    picture = picture_of(large(2_000), cells)
    assert len(picture.boxes) == 2_000
    assert picture.left_out == 0
