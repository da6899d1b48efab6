"""Random processes: whatever their shape, boxes do not overlap, lines tell the truth and arrows lead everywhere."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from c8tui.diagrams.model import BpmnLane, BpmnModel, BpmnProcess, FlowNode, MessageFlow, SequenceArrow
from c8tui.diagrams.picture import picture_of
from c8tui.diagrams.walk import Walker
from tests.diagrams.collaborations import collaboration
from tests.diagrams.lines import check_lines, check_messages
from tests.diagrams.reading import WAYS, cells, check, overlapping, without_names

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
    check_lines(picture)
    assert picture_of(model, cells).text == picture.text


@st.composite
def collaborations(draw: st.DrawFn) -> BpmnModel:
    """Some random processes as pools, and participants without one, with messages from anywhere to anywhere."""
    processes: list[BpmnProcess] = []
    nodes: dict[str, FlowNode] = {}
    flows: list[SequenceArrow] = []
    for pool in range(draw(st.integers(1, 3))):
        one = draw(models())
        renamed = {id: f"{id}.{pool}" for id in ("p", *one.nodes)}
        lanes = (BpmnLane(f"l{pool}", "Office"), BpmnLane(f"m{pool}", "Warehouse"))
        for node in one.nodes.values():
            id, attached = renamed[node.id], renamed.get(node.attached_to, "")
            lane = draw(st.sampled_from(lanes)).id
            nodes[id] = replace(node, id=id, parent=renamed[node.parent], attached_to=attached, lane=lane)
        flows += [
            replace(flow, id=f"{flow.id}.{pool}", source=renamed[flow.source], target=renamed[flow.target])
            for flow in one.flows
        ]
        processes.append(BpmnProcess(renamed["p"], "", lanes if draw(st.booleans()) else (), f"Pool {pool}"))
    for number in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(processes)))
        processes.insert(at, BpmnProcess(f"x{number}", "", (), draw(st.sampled_from(NAMES)), is_shown=False))
    ends = [*nodes, *(process.id for process in processes)]
    messages = []
    for number in range(draw(st.integers(0, 8))):
        source, target = draw(st.sampled_from(ends)), draw(st.sampled_from(ends))
        messages.append(MessageFlow(f"m{number}", source, target, draw(st.sampled_from(NAMES))))
    return BpmnModel(tuple(processes), nodes, tuple(flows), messages=tuple(messages))


@hypothesis_settings(max_examples=30, deadline=None)
@given(collaborations())
def test_a_random_collaboration(model: BpmnModel) -> None:
    picture = picture_of(model, cells)
    check(picture, picture_of(without_names(model), cells), picture.order)
    check_messages(picture)
    assert picture_of(model, cells).text == picture.text
    walker = Walker(picture)
    for id in picture.order:
        partners = {flow.target for flow in model.sent(id)} | {flow.source for flow in model.received(id)}
        if partners := partners & set(model.nodes) - {id}:
            steps = {walker.step(id, way) for way in WAYS}
            assert steps & partners, f"no arrow leads from {id} to any of {partners}"


def test_forty_messages_between_five_hundred_elements() -> None:
    picture = picture_of(collaboration(4, 125, 40), cells)
    assert picture.left_out == 0
    check_messages(picture)
    assert overlapping(picture) == []


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
