"""Parts of a picture of BPMN before they are put together: boxes, lines, names and dividers in cells of their own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from c8tui.diagrams.element_boxes import ElementBox
from c8tui.diagrams.wire_rows import WireLook
from c8tui.diagrams.wires import Head, Stroke


class FlowName(NamedTuple):
    """The name of a flow where it is drawn: `y` is the row of its line."""

    text: str
    x: int
    y: int
    flow: str


class Divider(NamedTuple):
    """The line above a lane, with its name; or that around a pool, whose `height` is then more than one row."""

    text: str
    x: int
    y: int
    width: int
    height: int = 1
    indent: int = 2
    """Columns before the name."""


@dataclass(slots=True)
class Block:
    """A part of the picture, in cells from its own left and top; links and nets are numbered from 0."""

    width: int = 0
    height: int = 0
    boxes: list[ElementBox] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    looks: list[WireLook] = field(default_factory=list)
    """How each net is drawn."""
    links: int = 0
    paths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """The links of each flow that is drawn."""
    names: list[FlowName] = field(default_factory=list)
    dividers: list[Divider] = field(default_factory=list)
    blocks: int = 0
    """How many blocks were put together here."""
    left_out: int = 0
    """Message flows that found no way."""

    def add(self, other: Block, x: int, y: int) -> None:
        """Puts another block with its left upper corner there."""
        link, net = self.links, len(self.looks)
        self.boxes += [
            replace(
                box, x=box.x + x, y=box.y + y, right=frozenset(row + y for row in box.right),
                left=frozenset(row + y for row in box.left), layer=(box.layer[0] + self.blocks, *box.layer[1:]),
            )
            for box in other.boxes
        ]  # fmt: skip
        for stroke in other.strokes:
            at, along = (y, x) if stroke.across else (x, y)
            self.strokes.append(
                Stroke(stroke.link + link, stroke.net + net, stroke.across, stroke.at + at, stroke.begin + along,
                       stroke.end + along)
            )  # fmt: skip
        self.heads += [Head(head.link + link, head.net + net, head.x + x, head.y + y, head.up) for head in other.heads]
        self.looks += other.looks
        self.links += other.links
        self.paths.update({flow: tuple(one + link for one in links) for flow, links in other.paths.items()})
        self.names += [name._replace(x=name.x + x, y=name.y + y) for name in other.names]
        self.dividers += [one._replace(x=one.x + x, y=one.y + y) for one in other.dividers]
        self.blocks += max(other.blocks, 1)
        self.width, self.height = max(self.width, x + other.width), max(self.height, y + other.height)
