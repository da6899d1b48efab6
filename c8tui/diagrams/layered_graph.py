"""Layered graphs, as Sugiyama draws them: who stands below whom, and the nets of lines between them.

Lines are bundled into nets so that few are drawn and each says one thing: an edge belongs to the end that has more
of its kind, and all edges of that end share one trunk. A net that reaches over several layers has one dummy node in
each that it passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

MOST_DUMMIES = 40_000
"""Dummy nodes of one graph; the longest edges are left out rather than that a strange graph takes minutes."""

FEWEST_BROKEN = 4
"""Nodes that only one other needs, from which on they may stand in several rows."""


@dataclass(frozen=True, slots=True)
class Arc:
    """An edge as it is drawn: the ends are numbers of nodes, `upper` stands above `lower`."""

    upper: int
    lower: int
    kind: str
    back: bool = False
    """The lower one needs the upper one."""


@dataclass(frozen=True, slots=True)
class Net:
    """All edges of one kind that share a trunk at `center`."""

    center: int
    kind: str
    back: bool
    down: bool
    """Whether the center is the upper end."""


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of a net between two neighbouring layers; its ends are items: nodes, then dummy nodes."""

    upper: int
    lower: int
    net: int


@dataclass(slots=True)
class LayeredGraph:
    """A graph in layers: `rows` from top to bottom hold items in their order; items below `nodes` are nodes."""

    nodes: int
    layer: list[int]
    rows: list[list[int]]
    nets: list[Net] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)
    """The link at the outer end of each arc that is drawn."""
    inward: dict[int, int] = field(default_factory=dict)
    """The link of each dummy node towards the center of its net."""

    def ends(self) -> tuple[list[list[int]], list[list[int]]]:
        """For every item those above it and those below it, by the links."""
        above: list[list[int]] = [[] for _ in self.layer]
        below: list[list[int]] = [[] for _ in self.layer]
        for link in self.links:
            above[link.lower].append(link.upper)
            below[link.upper].append(link.lower)
        return above, below

    def path(self, arc: int) -> list[int]:
        """The links of an arc, from its outer end to the center; none when it was left out."""
        found = []
        link = self.last.get(arc)
        while link is not None:
            found.append(link)
            piece = self.links[link]
            link = self.inward.get(piece.upper if self.nets[piece.net].down else piece.lower)
        return found


def layers_of(count: int, arcs: Sequence[Arc]) -> list[int]:
    """The layer of every node: 0 at the top, each as near below those above it as it can be. Arcs make no circle."""
    below: list[list[int]] = [[] for _ in range(count)]
    above = [0] * count
    for arc in arcs:
        below[arc.upper].append(arc.lower)
        above[arc.lower] += 1
    open_ends = above.copy()
    waiting = [node for node in range(count) if not above[node]]
    heapify(waiting)
    layer, order = [0] * count, []
    while waiting:
        node = heappop(waiting)
        order.append(node)
        for other in below[node]:
            layer[other] = max(layer[other], layer[node] + 1)
            open_ends[other] -= 1
            if not open_ends[other]:
                heappush(waiting, other)
    for node in reversed(order):
        if len(below[node]) > above[node]:  # more lines become short than long
            layer[node] = max(layer[node], min(layer[other] for other in below[node]) - 1)
    return layer


def narrowed(layer: list[int], arcs: Sequence[Arc], widths: Sequence[int], room: int) -> list[int]:
    """The layers with those wider than `room` broken: what has one neighbour only goes further away, in even rows.

    Only nodes at the end move, and only where several of one neighbour do: they share the line that they hang on, so
    that nothing else gets longer.
    """
    down = _broken(layer, [(arc.upper, arc.lower) for arc in arcs], widths, room)
    flipped = [-at for at in down]
    up = _broken(flipped, [(arc.lower, arc.upper) for arc in arcs], widths, room)
    lowest = max(up, default=0)
    return [lowest - at for at in up]


def _broken(layer: list[int], arcs: list[tuple[int, int]], widths: Sequence[int], room: int) -> list[int]:
    above: dict[int, list[int]] = {}
    for upper, lower in arcs:
        above.setdefault(lower, []).append(upper)
    busy = {upper for upper, _ in arcs}
    hanging: dict[int, list[int]] = {}
    for node, others in above.items():
        if len(others) == 1 and node not in busy:
            hanging.setdefault(others[0], []).append(node)
    full: dict[int, int] = {}
    for node, at in enumerate(layer):
        full[at] = full.get(at, 0) + widths[node]
    found = layer.copy()
    for nodes in hanging.values():
        total = sum(widths[node] for node in nodes)
        if len(nodes) < FEWEST_BROKEN or full[layer[nodes[0]]] <= room:
            continue
        share, used, further = total // -(-total // max(room, 1)), 0, 0
        for node in sorted(nodes):
            if used and used + widths[node] // 2 > share:
                used, further = 0, further + 1
            used += widths[node]
            found[node] = layer[node] + further
    return found


def layered_graph_of(count: int, arcs: Sequence[Arc], layer: Sequence[int]) -> LayeredGraph:
    """The nets, dummy nodes and links of a graph in its layers; rows are in the order of their numbers."""
    graph = LayeredGraph(count, list(layer), [[] for _ in range(max(layer, default=-1) + 1)])
    downs, ups = _degrees(arcs)
    numbers: dict[Net, int] = {}
    chains: dict[int, list[int]] = {}
    dummies = 0
    for index in sorted(range(len(arcs)), key=lambda number: layer[arcs[number].lower] - layer[arcs[number].upper]):
        arc = arcs[index]
        down = downs[arc.upper, arc.kind, arc.back] >= ups[arc.lower, arc.kind, arc.back]
        net = Net(arc.upper if down else arc.lower, arc.kind, arc.back, down)
        number = numbers.setdefault(net, len(numbers))
        chain = chains.setdefault(number, [net.center])
        missing = layer[arc.lower] - layer[arc.upper] - len(chain)
        if dummies + missing > MOST_DUMMIES:
            break
        dummies += max(missing, 0)
        _grow(graph, net, number, chain, missing)
        inner = chain[layer[arc.lower] - layer[arc.upper] - 1]
        graph.last[index] = len(graph.links)
        graph.links.append(Link(inner, arc.lower, number) if down else Link(arc.upper, inner, number))
    graph.nets = list(numbers)
    for item, at in enumerate(graph.layer):
        graph.rows[at].append(item)
    return graph


def _degrees(arcs: Sequence[Arc]) -> tuple[dict[tuple[int, str, bool], int], dict[tuple[int, str, bool], int]]:
    downs: dict[tuple[int, str, bool], int] = {}
    ups: dict[tuple[int, str, bool], int] = {}
    for arc in arcs:
        for degrees, end in ((downs, arc.upper), (ups, arc.lower)):
            key = (end, arc.kind, arc.back)
            degrees[key] = degrees.get(key, 0) + 1
    return downs, ups


def _grow(graph: LayeredGraph, net: Net, number: int, chain: list[int], missing: int) -> None:
    """So many more dummy nodes at the end of the net's trunk."""
    for _ in range(missing):
        dummy, before = len(graph.layer), chain[-1]
        graph.layer.append(graph.layer[before] + (1 if net.down else -1))
        graph.inward[dummy] = len(graph.links)
        graph.links.append(Link(before, dummy, number) if net.down else Link(dummy, before, number))
        chain.append(dummy)
