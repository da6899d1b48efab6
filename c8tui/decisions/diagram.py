"""From a graph to its picture: parts that hang together are laid out in layers, then packed side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from c8tui.decisions.graph import Edge, Graph, Node
from c8tui.decisions.graph_boxes import BoxText, PlacedBox, text_of, title_of
from c8tui.decisions.picture import Picture
from c8tui.diagrams.crossings import ordered
from c8tui.diagrams.labels import Width
from c8tui.diagrams.layered_graph import Arc, LayeredGraph, layered_graph_of, layers_of, narrowed
from c8tui.diagrams.ports import Ports, ports_needed, ports_of
from c8tui.diagrams.wires import Wiring, wiring_of
from c8tui.diagrams.x_coordinates import GAP, middles_of

ROOM = 120
"""Columns that a picture may take before parts of it go further down."""
BETWEEN = 1
"""Empty rows between parts."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Nodes that hang together, in their places within the part."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    layered: LayeredGraph
    ports: Ports
    wiring: Wiring
    middles: Sequence[int]
    widths: Sequence[int]
    texts: Sequence[BoxText]
    heights: Sequence[int]

    @property
    def width(self) -> int:
        boxes = (middle + width // 2 + 1 for middle, width in zip(self.middles, self.widths, strict=True))
        lines = ((stroke.end if stroke.across else stroke.at) + 1 for stroke in self.wiring.strokes)
        return max(max(boxes), max(lines, default=0))


def picture_of(
    graph: Graph,
    *,
    label: Callable[[Node], str] = title_of,
    hint: Callable[[Node], str] = lambda node: node.hint,
    width: Width = len,
    room: int = ROOM,
) -> Picture:
    """The picture of a graph; what is required stands below what requires it.

    `label` and `hint` give the texts of a box, safe to draw; `width` measures a text in cells. The picture is wider
    than `room` columns only where it has to be.
    """
    texts = {id: text_of(label(node), hint(node), node.kind, width) for id, node in graph.nodes.items()}
    picture = Picture(measure=width)
    loops = {edge.needing for edge in graph.edges if edge.needing == edge.needed}
    left_out: list[Edge] = []
    x = y = shelf = 0
    for nodes, edges in _parts(graph):
        part = _laid_out(nodes, edges, texts, room)
        if x and x + part.width > room:
            x, y = 0, y + shelf + BETWEEN
            shelf = 0
        _place(part, x, y, loops, picture)
        left_out += [edge for index, edge in enumerate(part.edges) if index not in part.layered.last]
        x += part.width + GAP
        shelf = max(shelf, part.wiring.height)
    picture.left_out = tuple(left_out)
    return picture


def _parts(graph: Graph) -> list[tuple[list[Node], list[Edge]]]:
    """The nodes that hang together, with their edges; the largest first, those alone last, else as in the model."""
    edges = [edge for edge in graph.edges if not edge.implied and edge.needing != edge.needed]
    others: dict[str, list[str]] = {id: [] for id in graph.nodes}
    for edge in edges:
        others[edge.needing].append(edge.needed)
        others[edge.needed].append(edge.needing)
    part_of: dict[str, int] = {}
    count = 0
    for start in graph.nodes:
        waiting = [start]
        while waiting:
            id = waiting.pop()
            if id not in part_of:
                part_of[id] = count
                waiting += others[id]
        count += part_of[start] == count
    parts: list[tuple[list[Node], list[Edge]]] = [([], []) for _ in range(count)]
    for id, node in graph.nodes.items():
        parts[part_of[id]][0].append(node)
    for edge in edges:
        parts[part_of[edge.needing]][1].append(edge)
    return sorted(parts, key=lambda part: -len(part[0]))


def _laid_out(nodes: list[Node], edges: list[Edge], texts: dict[str, BoxText], room: int) -> _Part:
    number = {node.id: index for index, node in enumerate(nodes)}
    arcs = [
        Arc(number[edge.needed], number[edge.needing], edge.kind, True)
        if edge.back
        else Arc(number[edge.needing], number[edge.needed], edge.kind)
        for edge in edges
    ]
    own = [texts[node.id] for node in nodes]
    widths = [text.width + 4 for text in own]
    layer = narrowed(layers_of(len(nodes), arcs), arcs, [width + GAP for width in widths], room)
    layered = layered_graph_of(len(nodes), arcs, layer)
    for item, ports in enumerate(ports_needed(layered)[: len(nodes)]):
        widths[item] = max(widths[item], ports + 2 + (ports + 1) % 2)
    widths += [1] * (len(layered.layer) - len(nodes))
    ordered(layered)
    middles = middles_of(layered, widths)
    columns = ports_of(layered, middles, widths)
    rows = [1] * len(layered.rows)
    for item, text in enumerate(own):
        rows[layered.layer[item]] = max(rows[layered.layer[item]], 2 + len(text.lines) + bool(text.hint))
    return _Part(nodes, edges, layered, columns, wiring_of(layered, columns, rows), middles, widths, own, rows)


def _place(part: _Part, x: int, y: int, loops: set[str], picture: Picture) -> None:
    """Puts a part with its upper left corner there."""
    layered, wiring = part.layered, part.wiring
    first = picture.add_nets((net.kind, net.back) for net in layered.nets)
    base = picture.new_links(len(layered.links))
    ports: dict[int, list[tuple[int, bool]]] = {}
    for (item, net), column in part.ports.top.items():
        if not layered.nets[net].back or layered.nets[net].center == item:
            ports.setdefault(item, []).append((x + column, layered.nets[net].kind == "service"))
    for item, node in enumerate(part.nodes):
        width, layer = part.widths[item], layered.layer[item]
        left, top = x + part.middles[item] - width // 2, y + wiring.tops[layer]
        ends = tuple(ports.get(item, ()))
        box = PlacedBox(
            node.id, node.kind, left, top, width, part.heights[layer], part.texts[item], ends, itself=node.id in loops
        )
        picture.add_box(box)
    for stroke in wiring.strokes:
        row, column = (y, x) if stroke.across else (x, y)
        picture.add_stroke(
            replace(stroke, link=stroke.link + base, net=stroke.net + first, at=stroke.at + row,
                    begin=stroke.begin + column, end=stroke.end + column)
        )  # fmt: skip
    for head in wiring.heads:
        picture.add_head(replace(head, link=head.link + base, net=head.net + first, x=head.x + x, y=head.y + y))
    for index, edge in enumerate(part.edges):
        if index in layered.last:
            picture.add_path(edge, (base + link for link in layered.path(index)))
