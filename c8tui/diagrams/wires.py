"""Lines as strokes of cells: along rows and along columns, from box to box, with heads at the ends that need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from c8tui.diagrams.channel_routing import ChannelNet, Track, tracks_of
from c8tui.diagrams.layered_graph import LayeredGraph, Link
from c8tui.diagrams.ports import Ports


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight run of cells of a link: along row `at` from column `begin` to `end`, or down a column likewise."""

    link: int
    net: int
    across: bool
    at: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a line at a box that needs what is at the other end; `up` says which way it points."""

    link: int
    net: int
    x: int
    y: int
    up: bool


@dataclass(slots=True)
class Wiring:
    """The rows of layers and all lines between them, in cells of the block."""

    tops: list[int]
    """The first row of every layer."""
    height: int
    strokes: list[Stroke]
    heads: list[Head]


class Channels(NamedTuple):
    """What a layout asks of its lines beside their way."""

    lengths: Sequence[int] = ()
    """Rows of every item, where those of a layer differ; items begin at the first row of their layer."""
    margins: Sequence[tuple[int, int]] = ()
    """For every layer the rows that are free below it before the first track, and behind the last."""
    downwards: bool = False
    """Whether heads are at the lower ends; else at the upper, which need what is below them."""


def wiring_of(graph: LayeredGraph, ports: Ports, heights: Sequence[int], asked: Channels | None = None) -> Wiring:
    """Routes every link through the channel below its upper layer; `heights` are the rows of the layers."""
    channels: list[list[int]] = [[] for _ in graph.rows]
    for number, link in enumerate(graph.links):
        channels[graph.layer[link.upper]].append(number)
    asked = asked or Channels()
    wiring = Wiring([], 0, [], [])
    y = 0
    for layer, numbers in enumerate(channels):
        wiring.tops.append(y)
        bottom = y + heights[layer] - 1
        y = bottom + 1
        if layer + 1 == len(channels):
            break
        tracks, rows = tracks_of(_nets(graph, ports, numbers))
        back = any(graph.nets[graph.links[number].net].back for number in numbers)
        before, after = asked.margins[layer] if asked.margins else (1, int(back))
        first, y = y + before, y + before + max(rows, 1) + after
        for number in numbers:
            _draw(graph, ports, number, (wiring.tops[layer], bottom, first, y), tracks, wiring, asked)
    wiring.height = y
    return wiring


def _nets(graph: LayeredGraph, ports: Ports, numbers: list[int]) -> list[ChannelNet]:
    columns: dict[int, tuple[dict[int, None], dict[int, None]]] = {}
    for number in numbers:
        link = graph.links[number]
        tops, bottoms = columns.setdefault(link.net, ({}, {}))
        tops[ports.bottom[link.upper, link.net]] = None
        bottoms[ports.top[link.lower, link.net]] = None
    return [ChannelNet(net, tuple(tops), tuple(bottoms)) for net, (tops, bottoms) in columns.items()]


def _draw(
    graph: LayeredGraph, ports: Ports, number: int, rows: tuple[int, int, int, int], tracks: dict[int, Track],
    wiring: Wiring, asked: Channels,
) -> None:  # fmt: skip
    """The strokes of a link: `rows` are the first and last one of the upper layer, the first track, the lower layer.

    A line begins and ends within its boxes, whose borders cover it; what passes a layer begins at its first row.
    """
    link = graph.links[number]
    first, last, channel, below = rows
    left, right = ports.bottom[link.upper, link.net], ports.top[link.lower, link.net]
    border = first + asked.lengths[link.upper] - 1 if asked.lengths and link.upper < graph.nodes else last
    points = [(left, border if link.upper < graph.nodes else first)]
    track = tracks.get(link.net)
    if track is not None:
        if track.dogleg is not None:
            row, column = track.dogleg
            points += [(left, channel + row), (column, channel + row), (column, channel + track.row)]
        else:
            points.append((left, channel + track.row))
        points.append((right, channel + track.row))
    points.append((right, below))
    wiring.strokes += _strokes(number, link, points)
    net = graph.nets[link.net]
    at_upper = net.back if asked.downwards else not net.back
    if at_upper and link.upper < graph.nodes:
        wiring.heads.append(Head(number, link.net, left, border + 1, True))
    if not at_upper and link.lower < graph.nodes:
        wiring.heads.append(Head(number, link.net, right, below - 1, False))


def _strokes(number: int, link: Link, points: list[tuple[int, int]]) -> Iterator[Stroke]:
    for (x, y), (to_x, to_y) in pairwise(points):
        if x != to_x:
            yield Stroke(number, link.net, True, y, min(x, to_x), max(x, to_x))
        elif y != to_y:
            yield Stroke(number, link.net, False, x, y, to_y)
