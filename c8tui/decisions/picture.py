"""A drawn graph: boxes in their places, lines between them, drawn row by row as somebody looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from c8tui.decisions.graph import Edge, Graph
from c8tui.decisions.graph_boxes import PlacedBox
from c8tui.diagrams.labels import Span, Width, joined, put
from c8tui.diagrams.wire_rows import BUCKET, LIGHT, WireLook, WireRows
from c8tui.diagrams.wires import Head, Stroke

_DOUBLE = " ║║║═╝╗╣═╚╔╠═╩╦╬"
_GLYPHS = {
    "information": LIGHT,
    "knowledge": LIGHT.replace("│", "┆").replace("─", "┄"),
    "authority": LIGHT.replace("│", "┊").replace("─", "┈"),
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
    _wires: WireRows = field(default_factory=WireRows)
    _paths: dict[tuple[str, str, str], tuple[int, ...]] = field(default_factory=dict)
    _boxes_at: dict[int, list[PlacedBox]] = field(default_factory=dict)

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
        """More nets, each of a kind and perhaps one that goes back; returns the number of the first."""
        looks = (WireLook(_GLYPHS[kind], _HEADS[kind], "wire-back" if back else "wire") for kind, back in kinds)
        return self._wires.add_nets(looks)

    def new_links(self, count: int) -> int:
        """Numbers for so many more links; returns the first."""
        return self._wires.new_links(count)

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
        self._wires.add_stroke(stroke)
        end = (stroke.end, stroke.at) if stroke.across else (stroke.at, stroke.end)
        self._hold(end[0] + 1, end[1] + 1)

    def add_head(self, head: Head) -> None:
        """One more head of a line."""
        self._wires.add_head(head)

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
        self._wires.draw(y, begin, dict.fromkeys(highlights.links, 1), ("", "wire-highlighted"), cells, styles)
        for box in self._boxes_at.get(y // BUCKET, ()):
            if box.y <= y < box.y + box.height and box.x < end and box.x + box.width > begin:
                self._draw_box(box, y, begin, highlights, cells, styles)
        return joined(cells, styles)

    def _draw_box(
        self, box: PlacedBox, y: int, begin: int, highlights: GraphHighlights, cells: list[str], styles: list[str]
    ) -> None:
        x = box.x - begin
        for text, part in box.row(y):
            style = _box_style(box, part, highlights)
            x = put(text, style, x, cells, styles, self.measure)


def _box_style(box: PlacedBox, part: str, highlights: GraphHighlights) -> str:
    style = box.kind if part == "border" else part
    if box.id == highlights.current:
        return f"{style}-current"
    if box.id in highlights.needed:
        return f"{style}-needed"
    return f"{style}-needing" if box.id in highlights.needing else style
