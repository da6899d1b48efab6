"""Flows that lead from an element to itself, or from a boundary event to its own host: loops at one box.

An element has its loop above it, so that its sides stay free; the events of a host lead into its lower border.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from c8tui.diagrams.block import Block, FlowName
from c8tui.diagrams.element_boxes import COUNTS_ROOM, LoopMark, marks_of, top_room
from c8tui.diagrams.flow_order import ScopeEdge
from c8tui.diagrams.items import Items
from c8tui.diagrams.labels import Width, cut, one_line
from c8tui.diagrams.wire_rows import LIGHT, WireLook
from c8tui.diagrams.wires import Stroke

LONGEST_NAME = 16
"""Cells of the name on a loop."""
NARROWEST = 4
"""Columns of a loop without a name."""


@dataclass(frozen=True, slots=True)
class SelfLoops:
    """The loops of a process or sub-process, by the numbers of items."""

    own: Mapping[int, tuple[ScopeEdge, ...]]
    """Of elements that lead to themselves."""
    events: Mapping[int, tuple[ScopeEdge, ...]]
    """Of boundary events that lead to their hosts."""
    signs: frozenset[int]
    """Of elements that lead to events of their own, which BPMN does not have: they have a sign."""
    texts: Mapping[int, str]
    """What stands on the loops of elements."""
    widths: Mapping[int, int]
    """The columns of the loops of elements."""
    columns: Mapping[int, int]
    """Of hosts that events lead to, the column of their lower border where they do so."""

    def mark_of(self, item: int) -> LoopMark:
        """What the border of an item shows of its loops."""
        return LoopMark(self.widths.get(item, 0), self.columns.get(item, 0), item in self.events, item in self.signs)

    def draw(self, block: Block, items: Items, nets: Mapping[int, int]) -> None:
        """Adds the lines and their names to a block that has the boxes of the items.

        `nets` are those of boundary events that lead elsewhere, too: their loops branch off from these.
        """
        for item, edges in self.own.items():
            box = block.boxes[item]
            right = box.x + box.width - 3 - len(marks_of(box.node)) - (item in self.signs)
            left = right - self.widths[item] + 1
            corners = [(left, box.y), (left, box.y - 1), (right, box.y - 1), (right, box.y)]
            _add(block, edges, corners)
            if self.texts[item]:
                block.names.append(FlowName(f" {self.texts[item]} ", left + 2, box.y - 1, edges[0].flow.id))
        for item, edges in self.events.items():
            host, event = block.boxes[items.host[item]], block.boxes[item]
            column = host.x + self.columns[items.host[item]]
            end = event.x + event.width - 1
            _add(block, edges, [(end, event.y), (column, event.y), (column, host.y + host.height - 1)], nets.get(item))


def _add(block: Block, edges: Sequence[ScopeEdge], corners: Sequence[tuple[int, int]], net: int | None = None) -> None:
    link = block.links
    block.links += 1
    if net is None:
        net = len(block.looks)
        block.looks.append(WireLook(LIGHT, "◀▶", "wire-back"))
    for (x, y), (to_x, to_y) in pairwise(corners):
        across = y == to_y
        at, ends = (y, sorted((x, to_x))) if across else (x, sorted((y, to_y)))
        block.strokes.append(Stroke(link, net, across, at, *ends))
    block.paths.update({edge.flow.id: (link,) for edge in edges})


def self_loops_of(
    edges: Sequence[ScopeEdge], items: Items, inner: Mapping[str, Block], width: Width = len
) -> SelfLoops:
    """The loops among flows; makes the boxes of their items wide enough."""
    own: dict[int, list[ScopeEdge]] = {}
    events: dict[int, list[ScopeEdge]] = {}
    signs: set[int] = set()
    for edge in edges:
        source, target = items.number[edge.source], items.number[edge.target]
        if items.host[source] != items.host[target]:
            continue
        if source == target == items.host[source]:
            own.setdefault(source, []).append(edge)
        elif target == items.host[source]:
            events.setdefault(source, []).append(edge)
        else:
            signs.add(source)
    texts = {item: _text(loops, width) for item, loops in own.items()}
    widths = {item: width(text) + 6 if text else NARROWEST for item, text in texts.items()}
    for item in {**widths, **dict.fromkeys(signs)}:
        node, content = items.nodes[item], inner.get(items.nodes[item].id)
        filled = content is None or not content.boxes
        marks = len(marks_of(node)) + (item in signs)
        needed = top_room(items.labels[item], filled) + widths.get(item, 0) + 2 + marks
        items.widths[item] = max(items.widths[item], needed)
    columns: dict[int, int] = {}
    for item in events:
        host = items.host[item]
        columns[host] = max(items.widths[other] for other, at in enumerate(items.host) if at == host != other)
        items.widths[host] = max(items.widths[host], columns[host] + 2 + COUNTS_ROOM)
    return SelfLoops(
        {item: tuple(loops) for item, loops in own.items()}, {item: tuple(loops) for item, loops in events.items()},
        frozenset(signs), texts, widths, columns,
    )  # fmt: skip


def _text(edges: Sequence[ScopeEdge], width: Width) -> str:
    names = [one_line(edge.flow.title, 160) for edge in edges if edge.flow.title]
    return cut(", ".join(names), LONGEST_NAME, width)
