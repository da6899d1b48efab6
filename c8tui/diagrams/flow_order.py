"""The order of a flow: every node before what follows it, branch by branch, and the flows that lead back.

The reverse postorder of a depth-first search, as compilers order basic blocks. Where a file has positions, the upper
branch comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from c8tui.diagrams.model import BpmnModel, FlowNode, SequenceArrow


@dataclass(frozen=True, slots=True)
class ScopeEdge:
    """A flow as it is drawn within one process or sub-process: between nodes that are directly in it."""

    flow: SequenceArrow
    source: str
    target: str
    back: bool = False
    """Whether it closes a loop."""


@dataclass(frozen=True, slots=True)
class FlowScope:
    """What is directly in a process or sub-process, in the order of the flow; boundary events behind their hosts."""

    id: str
    nodes: tuple[FlowNode, ...]
    edges: tuple[ScopeEdge, ...]


def flow_scopes(model: BpmnModel) -> dict[str, FlowScope]:
    """Every process and sub-process by its id, an outer one before those in it.

    A flow that leaves its sub-process, which BPMN does not have, is drawn between what both its ends are in.
    """
    edges: dict[str, list[ScopeEdge]] = {}
    for flow in model.flows:
        if (found := _lifted(model, flow)) is not None:
            edges.setdefault(found[0], []).append(found[1])
    scopes: dict[str, FlowScope] = {}
    waiting = [process.id for process in reversed(model.processes)]
    while waiting:
        id = waiting.pop()
        scopes[id] = found_scope = _ordered(id, model, edges.get(id, []))
        waiting += [node.id for node in reversed(found_scope.nodes) if node.is_scope]
    return scopes


def in_flow_order(model: BpmnModel, scopes: Mapping[str, FlowScope]) -> list[str]:
    """The ids of all nodes in the order of the flow; what is in a sub-process comes right behind it."""
    found: list[str] = []
    for process in model.processes:
        waiting: list[Iterator[FlowNode]] = [iter(scopes[process.id].nodes)]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
                continue
            found.append(node.id)
            if node.is_scope:
                waiting.append(iter(scopes[node.id].nodes))
    return found


def _lifted(model: BpmnModel, flow: SequenceArrow) -> tuple[str, ScopeEdge] | None:
    """The scope in which a flow is drawn, and its ends there; None between two processes."""
    if model.nodes[flow.source].parent == model.nodes[flow.target].parent:
        return model.nodes[flow.source].parent, ScopeEdge(flow, flow.source, flow.target)
    sources = [flow.source, *model.scopes_of(flow.source)]
    targets = [flow.target, *model.scopes_of(flow.target)]
    common = next((id for id in sources[1:] if id in targets[1:]), None)
    if common is None:
        return None
    source, target = sources[sources.index(common) - 1], targets[targets.index(common) - 1]
    return common, ScopeEdge(flow, source, target)


def _ordered(id: str, model: BpmnModel, edges: Sequence[ScopeEdge]) -> FlowScope:
    children = model.children.get(id, ())
    hosts = {node.id: node.attached_to or node.id for node in children}
    starts = [node for node in children if not node.attached_to]
    out: dict[str, list[ScopeEdge]] = {node.id: [] for node in starts}
    entered: set[str] = set()
    for edge in edges:
        out[hosts[edge.source]].append(edge)
        if hosts[edge.source] != edge.target:
            entered.add(hosts[edge.target])
    rank = {node.id: _hint(node, place) for place, node in enumerate(children)}
    for own in out.values():
        own.sort(key=lambda edge: (edge.source != hosts[edge.source], rank[edge.target]))
    # Starts first, then what nothing leads to, then what only a loop leads to.
    starts.sort(key=lambda node: (node.by_event, node.id in entered, node.kind != "startEvent", rank[node.id]))
    order, back = _search([node.id for node in starts], out, hosts)
    by_id = {node.id: node for node in children}
    nodes = tuple(one for host in order for one in (by_id[host], *model.attached.get(host, ())))
    marked = tuple(replace(edge, back=True) if edge.flow.id in back else edge for edge in edges)
    return FlowScope(id, nodes, marked)


def _hint(node: FlowNode, place: int) -> tuple[float, float]:
    """What is higher in the file's drawing comes first, else what is first in the file."""
    if node.bounds is None:
        return 0.0, float(place)
    return round(node.bounds.y + node.bounds.height / 2), node.bounds.x


def _search(
    starts: Iterable[str], out: Mapping[str, Sequence[ScopeEdge]], hosts: Mapping[str, str]
) -> tuple[list[str], set[str]]:
    """The nodes in reverse postorder, and the flows that lead back to where the search has come from."""
    back: set[str] = set()
    done: set[str] = set()
    trees: list[list[str]] = []
    for start in starts:
        if start in done:
            continue
        tree: list[str] = []
        path = {start: iter(reversed(out[start]))}
        while path:
            here = next(reversed(path))
            for edge in path[here]:
                target = hosts[edge.target]
                if target in path:
                    back.add(edge.flow.id)
                elif target not in done:
                    path[target] = iter(reversed(out[target]))
                    break
            else:
                done.add(here)
                tree.append(here)
                del path[here]
        trees.append(tree[::-1])
    return _merged(trees, out, hosts, back), back


def _merged(
    trees: list[list[str]], out: Mapping[str, Sequence[ScopeEdge]], hosts: Mapping[str, str], back: set[str]
) -> list[str]:
    """The trees one behind the other; one that leads into an earlier one comes before it."""
    if len(trees) < 2:
        return [id for tree in trees for id in tree]
    tree_of = {id: number for number, tree in enumerate(trees) for id in tree}
    before: dict[int, set[int]] = {}
    for number, tree in enumerate(trees):
        for id in tree:
            for edge in out[id]:
                other = tree_of[hosts[edge.target]]
                if other != number and edge.flow.id not in back:
                    before.setdefault(other, set()).add(number)
    order: list[int] = []
    seen: set[int] = set()
    for start in range(len(trees)):  # trees lead only to earlier ones, so that this ends
        waiting = [(start, False)]
        while waiting:
            number, left = waiting.pop()
            if left:
                order.append(number)
            elif number not in seen:
                seen.add(number)
                waiting.append((number, True))
                waiting += [(other, False) for other in sorted(before.get(number, ()), reverse=True)]
    return [id for number in order for id in trees[number]]
