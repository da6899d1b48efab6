"""A drawn graph: boxes in their places, lines between them, drawn row by row as somebody looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from c8tui.decisions.graph import Edge, Graph
from c8tui.decisions.graph_boxes import PlacedBox, Span, Width
from c8tui.decisions.wires import Head, Stroke

BUCKET = 8
"""Rows that share an index of what may be drawn in them."""

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_LIGHT = " ││││┘┐┤─└┌├─┴┬┼"
_DOUBLE = " ║║║═╝╗╣═╚╔╠═╩╦╬"
_GLYPHS = {
    "information": _LIGHT,
    "knowledge": _LIGHT.replace("│", "┆").replace("─", "┄"),
    "authority": _LIGHT.replace("│", "┊").replace("─", "┈"),
    "service": _DOUBLE,
}
"""What a line of a kind looks like by the sides of a cell that it touches: one of sixteen."""
_HEADS = {"information": "▲▼", "knowledge": "△▽", "authority": "●●", "service": "◆◆"}


class GraphHighlights(NamedTuple):
    """What stands out: the current node, what it needs, what needs it, and the links between them."""

    current: str = ""
    needed: frozenset[str] = frozenset()
    needing: frozenset[str] = frozenset()
    links: frozenset[int] = frozenset()


NOTHING_HIGHLIGHTED = GraphHighlights()


@dataclass(slots=True)
class Picture:
    """A graph as text of `width` times `height` cells; only the rows that are asked for are drawn."""

    width: int = 0
    height: int = 0
    boxes: dict[str, PlacedBox] = field(default_factory=dict)
    left_out: tuple[Edge, ...] = ()
    """Edges too long for a graph so large: they are not drawn."""
    measure: Width = len
    _kinds: list[tuple[str, bool]] = field(default_factory=list)
    """The kind of every net, and whether it goes back."""
    _links: int = 0
    _paths: dict[tuple[str, str, str], tuple[int, ...]] = field(default_factory=dict)
    _boxes_at: dict[int, list[PlacedBox]] = field(default_factory=dict)
    _across: dict[int, list[Stroke]] = field(default_factory=dict)
    _down: dict[int, list[Stroke]] = field(default_factory=dict)
    _heads: dict[int, list[Head]] = field(default_factory=dict)

    @property
    def order(self) -> list[str]:
        """The ids of all nodes as one reads them: from the top, then from the left."""
        return sorted(self.boxes, key=lambda id: (self.boxes[id].y, self.boxes[id].x))

    @property
    def lines(self) -> list[list[Span]]:
        """All of it, row by row."""
        return [self.line(y) for y in range(self.height)]

    @property
    def text(self) -> str:
        """All of it without styles."""
        return "\n".join("".join(text for text, _ in line).rstrip() for line in self.lines)

    def add_nets(self, kinds: Iterable[tuple[str, bool]]) -> int:
        """More nets; returns the number of the first."""
        first = len(self._kinds)
        self._kinds.extend(kinds)
        return first

    def new_links(self, count: int) -> int:
        """Numbers for so many more links; returns the first."""
        self._links += count
        return self._links - count

    def add_path(self, edge: Edge, links: Iterable[int]) -> None:
        """The links that an edge is drawn with."""
        self._paths[edge.needing, edge.needed, edge.kind] = tuple(links)

    def add_box(self, box: PlacedBox) -> None:
        """One more box; the picture grows to hold it."""
        self.boxes[box.id] = box
        for bucket in range(box.y // BUCKET, (box.y + box.height - 1) // BUCKET + 1):
            self._boxes_at.setdefault(bucket, []).append(box)
        self._hold(box.x + box.width, box.y + box.height)

    def add_stroke(self, stroke: Stroke) -> None:
        """One more stroke of a line."""
        if stroke.across:
            self._across.setdefault(stroke.at, []).append(stroke)
            self._hold(stroke.end + 1, stroke.at + 1)
            return
        for bucket in range(stroke.begin // BUCKET, stroke.end // BUCKET + 1):
            self._down.setdefault(bucket, []).append(stroke)
        self._hold(stroke.at + 1, stroke.end + 1)

    def add_head(self, head: Head) -> None:
        """One more head of a line."""
        self._heads.setdefault(head.y, []).append(head)

    def _hold(self, width: int, height: int) -> None:
        self.width, self.height = max(self.width, width), max(self.height, height)

    def highlights(self, graph: Graph, id: str) -> GraphHighlights:
        """What stands out when this node is the current one."""
        needs, needed_by = graph.needs(id), graph.needed_by(id)
        links = (self._paths.get((edge.needing, edge.needed, edge.kind), ()) for edge in (*needs, *needed_by))
        return GraphHighlights(
            id,
            frozenset(edge.needed for edge in needs),
            frozenset(edge.needing for edge in needed_by),
            frozenset(link for path in links for link in path),
        )

    def line(
        self, y: int, begin: int = 0, end: int | None = None, highlights: GraphHighlights = NOTHING_HIGHLIGHTED
    ) -> list[Span]:
        """The cells of a row from column `begin` up to `end`, with the names of their styles.

        Styles: empty, `wire`, `wire-back`, `wire-highlighted`, and for a box its kind, `name`, `hint`, `word`; each of
        these four with `-current`, `-needed`, `-needing` behind it for boxes that stand out.
        """
        end = self.width if end is None else end
        cells, styles = [" "] * max(end - begin, 0), [""] * max(end - begin, 0)
        self._draw_wires(y, begin, end, highlights, cells, styles)
        for head in self._heads.get(y, ()):
            if begin <= head.x < end:
                kind, back = self._kinds[head.net]
                highlighted = head.link in highlights.links
                if highlighted or styles[head.x - begin] != "wire-highlighted":
                    cells[head.x - begin] = _HEADS[kind][0 if head.up else 1]
                    styles[head.x - begin] = _wire_style(back, highlighted)
        for box in self._boxes_at.get(y // BUCKET, ()):
            if box.y <= y < box.y + box.height and box.x < end and box.x + box.width > begin:
                self._draw_box(box, y, begin, highlights, cells, styles)
        return _joined(cells, styles)

    def _draw_box(
        self, box: PlacedBox, y: int, begin: int, highlights: GraphHighlights, cells: list[str], styles: list[str]
    ) -> None:
        x = box.x - begin
        for text, part in box.row(y):
            style = _box_style(box, part, highlights)
            for character in text:
                size = self.measure(character)
                if size > 0 and x >= 0 and x + size <= len(cells):
                    cells[x], styles[x] = character, style
                    cells[x + 1 : x + size] = [""] * (size - 1)
                    styles[x + 1 : x + size] = [style] * (size - 1)
                elif size > 0:  # half of a wide character is none
                    for half in range(max(x, 0), min(x + size, len(cells))):
                        cells[half], styles[half] = " ", style
                x += size

    def _draw_wires(
        self, y: int, begin: int, end: int, highlights: GraphHighlights, cells: list[str], styles: list[str]
    ) -> None:
        touched: dict[int, dict[int, int]] = {}
        highlighted: set[tuple[int, int]] = set()
        for stroke in self._across.get(y, ()):
            if stroke.begin < end and stroke.end >= begin:
                for x in range(max(stroke.begin, begin), min(stroke.end + 1, end)):
                    sides = LEFT * (x > stroke.begin) | RIGHT * (x < stroke.end)
                    nets = touched.setdefault(x, {})
                    nets[stroke.net] = nets.get(stroke.net, 0) | sides
                    if stroke.link in highlights.links:
                        highlighted.add((x, stroke.net))
        for stroke in self._down.get(y // BUCKET, ()):
            if stroke.begin <= y <= stroke.end and begin <= stroke.at < end:
                sides = UP * (y > stroke.begin) | DOWN * (y < stroke.end)
                nets = touched.setdefault(stroke.at, {})
                nets[stroke.net] = nets.get(stroke.net, 0) | sides
                if stroke.link in highlights.links:
                    highlighted.add((stroke.at, stroke.net))
        for x, nets in touched.items():
            # Where two lines cross, the one that goes down is drawn as a bridge: a branch is never a crossing.
            net = max(nets, key=lambda net: nets[net] & (UP | DOWN))
            kind, back = self._kinds[net]
            cells[x - begin] = _GLYPHS[kind][nets[net]]
            styles[x - begin] = _wire_style(back, (x, net) in highlighted)


def _wire_style(back: bool, highlighted: bool) -> str:
    return "wire-highlighted" if highlighted else "wire-back" if back else "wire"


def _box_style(box: PlacedBox, part: str, highlights: GraphHighlights) -> str:
    style = box.kind if part == "border" else part
    if box.id == highlights.current:
        return f"{style}-current"
    if box.id in highlights.needed:
        return f"{style}-needed"
    return f"{style}-needing" if box.id in highlights.needing else style


def _joined(cells: list[str], styles: list[str]) -> list[Span]:
    """Neighbouring cells of one style as one span."""
    spans: list[Span] = []
    begin = 0
    for index in range(1, len(cells) + 1):
        if index == len(cells) or styles[index] != styles[begin]:
            spans.append(("".join(cells[begin:index]), styles[begin]))
            begin = index
    return spans
