"""The layout of BPMN: each process and sub-process in layers from left to right, the inner ones within their boxes.

Layers, their order and the ways of lines are those of layered graphs, with rows for columns. Boundary events hang
below their hosts; flows that close a loop are turned round for the layers, and drawn with their heads to the left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from c8tui.diagrams.block import Block, Divider, FlowName
from c8tui.diagrams.crossings import ordered
from c8tui.diagrams.element_boxes import (
    ElementBox,
)
from c8tui.diagrams.flow_order import FlowScope, ScopeEdge
from c8tui.diagrams.items import Items, Page, items_of
from c8tui.diagrams.labels import Width, cut, one_line
from c8tui.diagrams.layered_graph import Arc, LayeredGraph, Link, layered_graph_of, layers_of
from c8tui.diagrams.model import BpmnModel, FlowNode
from c8tui.diagrams.pools import pools_of
from c8tui.diagrams.ports import Ports, ports_needed, ports_of
from c8tui.diagrams.self_loops import SelfLoops, self_loops_of
from c8tui.diagrams.wire_rows import LIGHT, WireLook
from c8tui.diagrams.wires import Channels, Head, wiring_of
from c8tui.diagrams.x_coordinates import middles_of

ROOM = 100
"""Columns that parts of a scope that do not hang together may take side by side."""
LONGEST_FLOW_NAME = 16
"""Cells of the name of a flow."""
MOST_MESSAGES = 4
"""Columns that message flows have behind a layer for themselves."""
BETWEEN = 1
"""Empty rows between boxes."""


def layout_of(model: BpmnModel, scopes: Mapping[str, FlowScope], width: Width = len) -> Block:
    """The whole picture: processes one below the other; `width` measures a text in cells."""
    page = Page(width, _message_ends(model))
    inner: dict[str, Block] = {}
    lanes = {process.id: process.lanes for process in model.processes}
    for id in reversed([*scopes]):  # inner scopes are behind those that they are in
        order = {lane.id: place for place, lane in enumerate(lanes.get(id, ()))}
        names = [one_line(lane.name, 120) for lane in lanes.get(id, ())]
        inner[id] = _scope(scopes[id], inner, order, names, page)
    only = model.processes[0]
    if len(model.processes) == 1 and not only.participant and not model.inner_messages:
        return inner[only.id]
    return pools_of(model, inner, width)


def _message_ends(model: BpmnModel) -> dict[str, int]:
    found: dict[str, int] = {}
    for flow in model.inner_messages:
        for end in (flow.source, flow.target):
            for id in (end, *model.scopes_of(end)):
                found[id] = found.get(id, 0) + 1
    return found


def _scope(
    scope: FlowScope, inner: Mapping[str, Block], lanes: Mapping[str, int], names: Sequence[str], page: Page
) -> Block:
    """What is in a process or sub-process; parts that do not hang together stand side by side while there is room."""
    whole = Block()
    parts = [(list(scope.nodes), list(scope.edges))] if lanes else _parts(scope)
    blocks = [_laid_out(nodes, edges, inner, lanes, names, page) for nodes, edges in parts]
    room = max([ROOM, *(block.width for block in blocks)])
    x = y = shelf = 0
    for block in blocks:
        if x and x + block.width > room:
            x, y, shelf = 0, y + shelf + BETWEEN, 0
        whole.add(block, x, y)
        x, shelf = x + block.width + 2, max(shelf, block.height)
    return whole


def _parts(scope: FlowScope) -> list[tuple[list[FlowNode], list[ScopeEdge]]]:
    """The nodes that hang together, with their flows, in the order of the flow."""
    others: dict[str, list[str]] = {node.id: [] for node in scope.nodes}
    ties = [(edge.source, edge.target) for edge in scope.edges]
    ties += [(node.id, node.attached_to) for node in scope.nodes if node.attached_to]
    for one, other in ties:
        others[one].append(other)
        others[other].append(one)
    part_of: dict[str, int] = {}
    count = 0
    for start in others:
        waiting = [start]
        while waiting:
            id = waiting.pop()
            if id not in part_of:
                part_of[id] = count
                waiting += others[id]
        count += part_of[start] == count
    parts: list[tuple[list[FlowNode], list[ScopeEdge]]] = [([], []) for _ in range(count)]
    for node in scope.nodes:
        parts[part_of[node.id]][0].append(node)
    for edge in scope.edges:
        parts[part_of[edge.source]][1].append(edge)
    return parts


def _laid_out(
    nodes: list[FlowNode], edges: list[ScopeEdge], inner: Mapping[str, Block], lanes: Mapping[str, int],
    names: Sequence[str], page: Page,
) -> Block:  # fmt: skip
    items = items_of(nodes, inner, page)
    loops = self_loops_of(edges, items, inner, page.width)
    drawn = [edge for edge in edges if items.host_of(edge.source) != items.host_of(edge.target)]
    arcs = [_arc(edge, items) for edge in drawn]
    count = len(items.nodes)
    graph = layered_graph_of(count, arcs, _layers(count, arcs, items))
    _without_attached(graph, items)
    ends = [(items.number[edge.source], items.number[edge.target]) for edge in drawn]
    full = _with_attached(graph, items, arcs, ends)
    for item, ports in enumerate(ports_needed(full)[:count]):
        items.heights[item] = max(items.heights[item], ports + 2 + (ports + 1) % 2 if items.heights[item] > 1 else 1)
    ordered(graph)
    lane_of = _lane_of(graph, items, lanes)
    for row in graph.rows:
        row.sort(key=lane_of.__getitem__)
    middles, tops = _rows(graph, items, loops, lane_of, names)
    attached: dict[int, list[int]] = {}
    for item, host in enumerate(items.host):
        if host != item:
            attached.setdefault(host, []).append(item)
    full.rows[:] = [[one for item in row for one in (item, *attached.get(item, ()))] for row in graph.rows]
    sizes = items.heights + [1] * (len(graph.layer) - count)
    return _drawn(
        full, ports_of(full, middles, sizes), middles, items, inner, drawn, _Lanes(names, tops), loops, page.width
    )


def _arc(edge: ScopeEdge, items: Items) -> Arc:
    """A flow between hosts; those of one boundary event are a kind of their own, so that they share a line."""
    source, target = items.host_of(edge.source), items.host_of(edge.target)
    kind = edge.source if items.number[edge.source] != source else ""
    return Arc(target, source, kind, True) if edge.back else Arc(source, target, kind)


def _layers(count: int, arcs: Sequence[Arc], items: Items) -> list[int]:
    layer = layers_of(count, arcs)
    return [layer[host] for host in items.host]


def _without_attached(graph: LayeredGraph, items: Items) -> None:
    """Boundary events go where their hosts go."""
    for row in graph.rows:
        row[:] = [item for item in row if item >= graph.nodes or items.host[item] == item]


def _with_attached(graph: LayeredGraph, items: Items, arcs: Sequence[Arc], ends: Sequence[tuple[int, int]]) -> (
    LayeredGraph
):  # fmt: skip
    """The same graph with the lines of boundary events at these themselves."""
    links = graph.links.copy()
    nets = graph.nets.copy()
    at_center: dict[tuple[str, bool], int] = {}
    for index, (arc, (source, _)) in enumerate(zip(arcs, ends, strict=True)):
        if arc.kind:
            at_center[arc.kind, arc.back] = source
            if index in graph.last:
                links[graph.last[index]] = _moved(links[graph.last[index]], items.host[source], source, arc.back)
    for number, net in enumerate(nets):
        center = at_center.get((net.kind, net.back))
        if net.kind and center is not None and net.center == items.host[center]:
            nets[number] = replace(net, center=center)
    for index, link in enumerate(links):
        net, moved = graph.nets[link.net], nets[link.net]
        if moved is not net:
            links[index] = _moved(link, net.center, moved.center, net.back)
    return replace(graph, links=links, nets=nets, rows=[row.copy() for row in graph.rows])


def _moved(link: Link, host: int, event: int, back: bool) -> Link:
    """A link whose end at a host is at a boundary event of it."""
    if back:
        return replace(link, lower=event) if link.lower == host else link
    return replace(link, upper=event) if link.upper == host else link


def _lane_of(graph: LayeredGraph, items: Items, lanes: Mapping[str, int]) -> list[int]:
    """The number of the lane of every item; a line that passes is in that of the end that its net belongs to."""
    found = [lanes.get(items.nodes[host].lane, 0) for host in items.host]
    for dummy in range(len(items.nodes), len(graph.layer)):
        link = graph.inward.get(dummy)
        found.append(found[graph.nets[graph.links[link].net].center] if link is not None else 0)
    return found


def _rows(
    graph: LayeredGraph, items: Items, loops: SelfLoops, lane_of: Sequence[int], names: Sequence[str]
) -> tuple[list[int], list[int]]:
    """The middle row of every item, and the rows of the lines above lanes."""
    hanging = [0] * len(graph.layer)
    for item, host in enumerate(items.host):
        hanging[host] += host != item
    # A host with its events takes as much room above as below, so that its own line stays straight.
    above = [int(item in loops.own) for item in range(len(graph.layer))]
    spans = [
        items.heights[item] + 2 * max(hanging[item], above[item]) if item < graph.nodes else 1
        for item in range(len(graph.layer))
    ]
    middles = middles_of(graph, spans, BETWEEN)
    tops = _shift_lanes(middles, spans, items, lane_of, names)
    counted = [0] * len(graph.layer)
    for item, host in enumerate(items.host):
        if host != item:
            counted[host] += 1
            middles[item] = middles[host] + items.heights[host] // 2 + counted[host]
    first = min(
        middle - (items.heights[item] // 2 + above[item] if item < graph.nodes else 0)
        for item, middle in enumerate(middles)
    )
    first = min([first, *tops])
    return [middle - first for middle in middles], [top - first for top in tops]


def _shift_lanes(
    middles: list[int], spans: Sequence[int], items: Items, lane_of: Sequence[int], names: Sequence[str]
) -> list[int]:
    """Moves every lane below the one above it, with a row for its name; gives these rows."""
    tops: list[int] = []
    lowest = -1
    members = [item for item in range(len(middles)) if item >= len(items.host) or items.host[item] == item]
    for lane in range(len(names)):
        own = [item for item in members if lane_of[item] == lane]
        tops.append(lowest + 1)
        first = min((middles[item] - spans[item] // 2 for item in own), default=lowest + 2)
        by = lowest + 2 - first
        for item in own:
            middles[item] += by
        lowest = max((middles[item] + spans[item] // 2 for item in own), default=lowest + 2)
    return tops


class _Lanes(NamedTuple):
    """The names of lanes, and the rows above them."""

    names: Sequence[str]
    tops: Sequence[int]


def _drawn(
    graph: LayeredGraph, ports: Ports, middles: Sequence[int], items: Items, inner: Mapping[str, Block],
    drawn: Sequence[ScopeEdge], lanes: _Lanes, loops: SelfLoops, width: Width,
) -> Block:  # fmt: skip
    """The block: boxes, then lines between them, all with rows and columns as they are seen."""
    columns = [1] * len(graph.rows)
    for item, size in enumerate(items.widths):
        columns[graph.layer[item]] = max(columns[graph.layer[item]], size)
    lengths = [*items.widths, *(columns[at] for at in graph.layer[len(items.widths) :])]
    texts = {index: _flow_name(edge, width) for index, edge in enumerate(drawn) if index in graph.last}
    margins = _margins(graph, texts, items, width)
    wiring = wiring_of(graph, ports, columns, Channels(lengths, margins, True))
    looks = [WireLook(LIGHT, "◀▶", "wire-back" if net.back else "wire") for net in graph.nets]
    block = Block(looks=looks, links=len(graph.links), blocks=1)
    block.strokes = [replace(stroke, across=not stroke.across) for stroke in wiring.strokes]
    block.heads = [Head(head.link, head.net, head.y, head.x, head.up) for head in wiring.heads]
    block.paths = {edge.flow.id: tuple(graph.path(index)) for index, edge in enumerate(drawn) if index in graph.last}
    _place(block, graph, ports, middles, items, inner, wiring.tops, loops)
    loops.draw(block, items, {item: net for item, net in ports.bottom if not graph.nets[net].back})
    _nest(block, items, inner)
    ends = [top + size - 1 for top, size in zip(wiring.tops, columns, strict=True)]
    for index, text in texts.items():
        if text:
            block.names.append(
                _placed_name(graph, ports, graph.last[index], text, drawn[index], wiring.tops, ends, width)
            )
    block.width = max([wiring.height, *(box.x + box.width for box in block.boxes)])
    rows = [box.y + box.height for box in block.boxes]
    rows += [(one.at if one.across else one.end) + 1 for one in block.strokes]
    block.height = max(rows, default=0)
    if lanes.names:
        block.height = max(block.height, lanes.tops[-1] + 3)
        for name, top in zip(lanes.names, lanes.tops, strict=True):
            text = cut(name, max(block.width - 6, 8), width)
            indent = _beside_lines(block, top, width(text) + 2)
            block.dividers.append(Divider(text, 0, top, block.width, indent=indent))
            block.width = max(block.width, width(name) + 6) if len(name) < 40 else block.width
    return block


def _beside_lines(block: Block, row: int, size: int) -> int:
    """The first column from which on a text of so many cells is in the way of no line that goes down over a row."""
    columns = {one.at for one in block.strokes if not one.across and one.begin <= row <= one.end}
    free = (x for x in range(2, block.width - size) if columns.isdisjoint(range(x, x + size)))
    return next(free, 2)


def _place(
    block: Block, graph: LayeredGraph, ports: Ports, middles: Sequence[int], items: Items,
    inner: Mapping[str, Block], tops: Sequence[int], loops: SelfLoops,
) -> None:  # fmt: skip
    """Puts the boxes into the block."""
    right: dict[int, set[int]] = {}
    left: dict[int, set[int]] = {}
    for (item, net), row in ports.bottom.items():
        if not graph.nets[net].back:
            right.setdefault(item, set()).add(row)
    for (item, net), row in ports.top.items():
        if graph.nets[net].back:
            left.setdefault(item, set()).add(row)
    for item, node in enumerate(items.nodes):
        layer = graph.layer[item]
        content = inner.get(node.id)
        block.boxes.append(
            ElementBox(
                node, tops[layer], middles[item] - items.heights[item] // 2, items.widths[item], items.heights[item],
                items.labels[item], frozenset(right.get(item, ())), frozenset(left.get(item, ())),
                loops.mark_of(item), (0, layer), content is None or not content.boxes,
            )
        )  # fmt: skip


def _nest(block: Block, items: Items, inner: Mapping[str, Block]) -> None:
    """Puts what is in sub-processes into their boxes."""
    for box in block.boxes[: len(items.nodes)]:
        if not box.filled:
            content = inner[box.node.id]
            block.add(content, box.x + 2, box.y + 1 + (box.height - 2 - content.height) // 2)


def _flow_name(edge: ScopeEdge, width: Width) -> str:
    """What stands on the line of a flow; the default one has a stroke, as in BPMN."""
    name = cut(one_line(edge.flow.title, 160), LONGEST_FLOW_NAME, width)
    return f"/{name}" if edge.flow.default else name


def _margins(graph: LayeredGraph, texts: Mapping[int, str], items: Items, width: Width) -> list[tuple[int, int]]:
    """The free columns before and behind the tracks of every channel, with room for names of flows and for messages."""
    before = [1] * len(graph.rows)
    after = [2] * len(graph.rows)
    for net_link in graph.links:
        if graph.nets[net_link.net].back and net_link.upper < graph.nodes:
            before[graph.layer[net_link.upper]] = max(before[graph.layer[net_link.upper]], 2)
    for index, text in texts.items():
        if text:
            link = graph.links[graph.last[index]]
            side = after if graph.nets[link.net].down else before
            side[graph.layer[link.upper]] = max(side[graph.layer[link.upper]], width(text) + 5)
    sent = [0] * len(graph.rows)
    for item, messages in enumerate(items.messages):
        sent[graph.layer[item]] += messages
    before = [columns + min(number, MOST_MESSAGES) for columns, number in zip(before, sent, strict=True)]
    return list(zip(before, after, strict=True))


def _placed_name(
    graph: LayeredGraph, ports: Ports, number: int, text: str, edge: ScopeEdge, tops: Sequence[int],
    ends: Sequence[int], width: Width,
) -> FlowName:  # fmt: skip
    """Where the name of a flow stands: where its line is its own, before the target or behind the source."""
    link = graph.links[number]
    layer = graph.layer[link.upper]
    if graph.nets[link.net].down:
        return FlowName(f" {text} ", tops[layer + 1] - width(text) - 4, ports.top[link.lower, link.net], edge.flow.id)
    return FlowName(f" {text} ", ends[layer] + 3, ports.bottom[link.upper, link.net], edge.flow.id)
