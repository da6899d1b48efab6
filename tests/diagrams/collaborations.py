"""Collaborations of several pools for tests: any number of nodes, with message flows between them."""

from __future__ import annotations

import random

from c8tui.diagrams.model import BpmnModel, BpmnProcess, FlowNode, MessageFlow, SequenceArrow

KINDS = ("userTask", "serviceTask", "exclusiveGateway", "parallelGateway")


def collaboration(pools: int, nodes: int, messages: int) -> BpmnModel:
    """So many pools with so many nodes each, with branches, jumps and loops, and message flows from pool to pool."""
    chance = random.Random(pools * nodes)
    processes = tuple(BpmnProcess(f"p{pool}", "", (), f"Pool {pool}") for pool in range(pools))
    found: dict[str, FlowNode] = {}
    flows: list[SequenceArrow] = []
    for process in processes:
        ids = [f"{process.id}n{number}" for number in range(nodes)]
        for number, id in enumerate(ids):
            found[id] = FlowNode(id, chance.choice(KINDS), f"Element number {number}", process.id)
        pairs = [(chance.randrange(max(0, n - 8), n), n) for n in range(1, nodes)]
        pairs += [(chance.randrange(n - 10, n), n) for n in range(12, nodes, 3)]
        pairs += [(n, chance.randrange(n - 30, n)) for n in range(50, nodes, 25)]
        flows += [SequenceArrow(f"{process.id}f{k}", ids[a], ids[b]) for k, (a, b) in enumerate(pairs)]
    sent = []
    for number in range(messages):
        source, target = (f"p{pool}n{chance.randrange(nodes)}" for pool in chance.sample(range(pools), 2))
        sent.append(MessageFlow(f"m{number}", source, target, f"message {number}"))
    return BpmnModel(processes, found, tuple(flows), messages=tuple(sent))
