"""BPMN drawn as text: boxes in their places and lines between them, only the rows and columns that are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from c8tui.diagrams.block import Block, Divider, FlowName
from c8tui.diagrams.element_boxes import ElementBox, ElementCounts, ascii_of, kind_of
from c8tui.diagrams.flow_order import FlowScope, flow_scopes, in_flow_order
from c8tui.diagrams.labels import Span, Width, joined, put
from c8tui.diagrams.layout import layout_of
from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.wire_rows import BUCKET, STRIPE, WireRows

LARGEST = 5_000
"""Nodes and flows of a model that is laid out; a larger one is read as an outline."""
WIRES = ("wire", "wire-taken", "wire-selected")
"""Styles of lines: as they are, on the path that was taken, and at the current element."""


_DASHED_ASCII = str.maketrans({"┊": ":", "┈": "."})


class TooLarge(Exception):
    """A model that is not laid out; its text is one sentence."""


class DiagramOverlay(NamedTuple):
    """What is shown over the picture of a model."""

    selected: str = ""
    """The id of the current element."""
    counts: Mapping[str, ElementCounts] = {}
    """How many instances of each element there are."""
    taken: frozenset[str] = frozenset()
    """The ids of the flows that were taken."""


NOTHING_OVER = DiagramOverlay()


@dataclass(slots=True)
class BpmnPicture:
    """A model as text of `width` times `height` cells."""

    model: BpmnModel
    scopes: dict[str, FlowScope]
    order: list[str]
    """The ids of all elements in the order of the flow."""
    width: int
    height: int
    boxes: dict[str, ElementBox]
    measure: Width = len
    left_out: int = 0
    """Flows that are not drawn, as their ends are in different processes or too far apart, or no way is left."""
    _wires: WireRows = field(default_factory=WireRows)
    _paths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _boxes_at: dict[tuple[int, int], dict[int, ElementBox]] = field(default_factory=dict)
    """The boxes of a piece of the picture; by their number, where what is within another box comes behind it."""
    _names_at: dict[int, list[FlowName]] = field(default_factory=dict)
    _dividers: list[Divider] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it without styles."""
        return "\n".join(self.rows())

    def rows(self, *, plain: bool = False) -> Iterator[str]:
        """Every row without styles; `plain` is drawn in ASCII."""
        for y in range(self.height):
            yield "".join(text for text, _ in self.line(y, plain=plain)).rstrip()

    def is_drawn(self, flow_id: str) -> bool:
        """Whether there is a line for a flow."""
        return flow_id in self._paths

    def levels(self, overlay: DiagramOverlay) -> dict[int, int]:
        """How much each link stands out: 1 where it was taken, 2 at the current element. For `line`, made once."""
        levels = {link: 1 for flow in overlay.taken for link in self._paths.get(flow, ())}
        model, here = self.model, overlay.selected
        ids = [flow.id for flow in (*model.outgoing(here), *model.incoming(here))]
        ids += [flow.id for flow in (*model.sent(here), *model.received(here))]
        for id in ids:
            levels.update(dict.fromkeys(self._paths.get(id, ()), 2))
        return levels

    def line(
        self,
        y: int,
        begin: int = 0,
        end: int | None = None,
        overlay: DiagramOverlay = NOTHING_OVER,
        levels: Mapping[int, int] | None = None,
        *,
        plain: bool = False,
    ) -> list[Span]:
        """The cells of a row from column `begin` up to `end`, with the names of their styles; `plain` is ASCII.

        Styles: empty, those of `WIRES`, `wire-back` and `message` for lines, `flow` and `flow-selected` for names of
        flows, `lane`; and for a box the kind of its border (`element_boxes.kind_of`), `word`, `name`, `hint`, or a
        count as `ElementCounts.state`; behind these stands `-selected`, or the state of the element, or `-unvisited`
        where there are counts but none of it.
        """
        end = self.width if end is None else end
        levels = self.levels(overlay) if levels is None else levels
        cells, styles = [" "] * max(end - begin, 0), [""] * max(end - begin, 0)
        for divider in self._dividers:
            self._draw_divider(divider, y, begin, cells, styles)
        self._wires.draw(y, begin, levels, WIRES, cells, styles)
        for name in self._names_at.get(y, ()):
            if name.x < end and name.x + self.measure(name.text) > begin:
                here = any(levels.get(link, 0) == 2 for link in self._paths[name.flow][:1])
                put(name.text, "flow-selected" if here else "flow", name.x - begin, cells, styles, self.measure)
        for box in self._boxes(y, begin, end):
            if box.y <= y < box.y + box.height and box.x < end and box.x + box.width > begin:
                self._draw_box(box, y, begin, overlay, cells, styles)
        spans = joined(cells, styles)
        if not plain:
            return spans
        return [(_in_ascii(text, style), style) for text, style in spans]

    def _boxes(self, y: int, begin: int, end: int) -> list[ElementBox]:
        """The boxes near a stretch of a row."""
        found: dict[int, ElementBox] = {}
        for stripe in range(begin // STRIPE, (end - 1) // STRIPE + 1):
            found.update(self._boxes_at.get((y // BUCKET, stripe), {}))
        return [found[number] for number in sorted(found)]

    def _draw_box(
        self, box: ElementBox, y: int, begin: int, overlay: DiagramOverlay, cells: list[str], styles: list[str]
    ) -> None:
        counts = overlay.counts.get(box.node.id)
        state = counts.state if counts is not None else ""
        if box.node.id == overlay.selected:
            state = "selected"
        elif not state and overlay.counts:
            state = "unvisited"
        kind = kind_of(box.node)
        for column, spans in box.row(y, counts):
            x = column - begin
            for text, part in spans:
                name = kind if part == "border" else part
                x = put(text, f"{name}-{state}" if state else name, x, cells, styles, self.measure)

    def _draw_divider(self, one: Divider, y: int, begin: int, cells: list[str], styles: list[str]) -> None:
        if not one.y <= y < one.y + one.height:
            return
        if one.height == 1:
            put("╌" * one.width, "lane", one.x - begin, cells, styles)
            put(f" {one.text} ", "lane-name", one.x + one.indent - begin, cells, styles, self.measure)
        elif y == one.y:
            put(f"┌{'─' * (one.width - 2)}┐", "lane", one.x - begin, cells, styles)
            put(f" {one.text} ", "lane-name", one.x + one.indent - begin, cells, styles, self.measure)
        elif y == one.y + one.height - 1:
            put(f"└{'─' * (one.width - 2)}┘", "lane", one.x - begin, cells, styles)
        else:
            put("│", "lane", one.x - begin, cells, styles)
            put("│", "lane", one.x + one.width - 1 - begin, cells, styles)


def _in_ascii(text: str, style: str) -> str:
    """What is drawn in ASCII; texts of the file stay as they are, and the lines of messages differ from others."""
    if style.split("-")[0] in ("name", "hint", "flow"):
        return text
    return ascii_of(text.translate(_DASHED_ASCII) if style == "message" else text)


def picture_of(model: BpmnModel, width: Width = len) -> BpmnPicture:
    """The picture of a model; the same model always has the same. Raises `TooLarge`."""
    if len(model.nodes) + len(model.flows) + len(model.messages) > LARGEST:
        raise TooLarge(
            f"{len(model.nodes):,} elements and {len(model.flows):,} flows are too many to draw; here is the outline"
        )
    scopes = flow_scopes(model)
    block = layout_of(model, scopes, width)
    return _picture(model, scopes, block, width)


def _picture(model: BpmnModel, scopes: dict[str, FlowScope], block: Block, width: Width) -> BpmnPicture:
    boxes = {box.node.id: box for box in block.boxes}
    picture = BpmnPicture(
        model, scopes, in_flow_order(model, scopes), max(block.width, 1), max(block.height, 1), boxes, width
    )
    wires = picture._wires
    wires.add_nets(block.looks)
    wires.new_links(block.links)
    for stroke in block.strokes:
        wires.add_stroke(stroke)
    for head in block.heads:
        wires.add_head(head)
    picture._paths.update(block.paths)
    for name in block.names:
        picture._names_at.setdefault(name.y, []).append(name)
    picture._dividers.extend(block.dividers)
    for number, box in enumerate(block.boxes):
        for bucket in range(box.y // BUCKET, (box.y + box.height - 1) // BUCKET + 1):
            for stripe in range(box.x // STRIPE, (box.x + box.width - 1) // STRIPE + 1):
                picture._boxes_at.setdefault((bucket, stripe), {})[number] = box
    signs = {edge.flow.id for scope in scopes.values() for edge in scope.edges if boxes[edge.source].loop.sign}
    undrawn = {flow.id for flow in model.flows if flow.id not in block.paths}
    picture.left_out = len(undrawn - signs) + block.left_out
    return picture
