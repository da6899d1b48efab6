"""Lines of a picture by the rows that they are in, drawn cell by cell with box-drawing characters.

Only the cells of one row are drawn at a time, so that a large picture costs no more than the window that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from c8tui.diagrams.wires import Head, Stroke

BUCKET = 8
"""Rows that share an index of what may be drawn in them."""
STRIPE = 64
"""Columns that share an index."""
UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
LIGHT = " ││││┘┐┤─└┌├─┴┬┼"
"""What a line looks like by the sides of a cell that it touches: one of sixteen."""
DASHED = " ┊┊┊┈╯╮┤┈╰╭├┈┴┬┼"
"""A dashed line, likewise; there are no dashed corners."""


class WireLook(NamedTuple):
    """How a net is drawn: its lines by the sides of a cell, its two heads (back to the upper layer first), a style."""

    glyphs: str
    heads: str
    style: str


@dataclass(slots=True)
class WireRows:
    """The lines of a picture, in cells from its left and its top."""

    looks: list[WireLook] = field(default_factory=list)
    """How each net is drawn, by its number."""
    _links: int = 0
    _across: dict[int, list[Stroke]] = field(default_factory=dict)
    _down: dict[tuple[int, int], list[Stroke]] = field(default_factory=dict)
    _heads: dict[int, list[Head]] = field(default_factory=dict)

    def add_nets(self, looks: Iterable[WireLook]) -> int:
        """More nets; returns the number of the first."""
        first = len(self.looks)
        self.looks.extend(looks)
        return first

    def new_links(self, count: int) -> int:
        """Numbers for so many more links; returns the first."""
        self._links += count
        return self._links - count

    def add_stroke(self, stroke: Stroke) -> None:
        """One more stroke of a line."""
        if stroke.across:
            self._across.setdefault(stroke.at, []).append(stroke)
            return
        for bucket in range(stroke.begin // BUCKET, stroke.end // BUCKET + 1):
            self._down.setdefault((bucket, stroke.at // STRIPE), []).append(stroke)

    def add_head(self, head: Head) -> None:
        """One more head of a line."""
        self._heads.setdefault(head.y, []).append(head)

    def draw(
        self, y: int, begin: int, levels: Mapping[int, int], names: Sequence[str], cells: list[str], styles: list[str]
    ) -> None:
        """Draws row `y` from column `begin` into `cells`.

        `levels` says which links stand out, and how much; `names` are their styles by level, where 0 is none.
        """
        end = begin + len(cells)
        touched, level = self._touched(y, begin, end, levels)
        drawn: dict[int, int] = {}
        for x, nets in touched.items():
            # Where two lines cross, the one that goes down is drawn as a bridge: a branch is never a crossing.
            net = max(nets, key=lambda net: nets[net] & (UP | DOWN))
            look, drawn[x] = self.looks[net], level.get((x, net), 0)
            cells[x - begin] = look.glyphs[nets[net]]
            styles[x - begin] = names[drawn[x]] if drawn[x] else look.style
        for head in self._heads.get(y, ()):
            if begin <= head.x < end:
                look, here = self.looks[head.net], levels.get(head.link, 0)
                if here >= drawn.get(head.x, 0):
                    cells[head.x - begin] = look.heads[0 if head.up else 1]
                    styles[head.x - begin] = names[here] if here else look.style
                    drawn[head.x] = here

    def _touched(
        self, y: int, begin: int, end: int, levels: Mapping[int, int]
    ) -> tuple[dict[int, dict[int, int]], dict[tuple[int, int], int]]:
        """By column the sides that each net touches, and how much it stands out there."""
        touched: dict[int, dict[int, int]] = {}
        level: dict[tuple[int, int], int] = {}

        def touch(x: int, stroke: Stroke, sides: int) -> None:
            nets = touched.setdefault(x, {})
            nets[stroke.net] = nets.get(stroke.net, 0) | sides
            if (here := levels.get(stroke.link, 0)) > level.get((x, stroke.net), 0):
                level[x, stroke.net] = here

        for stroke in self._across.get(y, ()):
            if stroke.begin < end and stroke.end >= begin:
                for x in range(max(stroke.begin, begin), min(stroke.end + 1, end)):
                    touch(x, stroke, LEFT * (x > stroke.begin) | RIGHT * (x < stroke.end))
        for stripe in range(begin // STRIPE, (end - 1) // STRIPE + 1):
            for stroke in self._down.get((y // BUCKET, stripe), ()):
                if stroke.begin <= y <= stroke.end and begin <= stroke.at < end:
                    touch(stroke.at, stroke, UP * (y > stroke.begin) | DOWN * (y < stroke.end))
        return touched, level
