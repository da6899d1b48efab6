"""Lines as strokes of cells: along rows and along columns, from box to box, with heads at the ends that need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from c8tui.decisions.channel_routing import Net, Track, tracks_of
from c8tui.decisions.layered_graph import Link, Web
from c8tui.decisions.ports import Ports


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight run of cells of a link: along row `at` from column `begin` to `end`, or down a column likewise."""

    link: int
    star: int
    across: bool
    at: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a line at a box that needs what is at the other end; `up` says which way it points."""

    link: int
    star: int
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


def wiring_of(web: Web, ports: Ports, heights: Sequence[int]) -> Wiring:
    """Routes every link through the channel below its upper layer; `heights` are the rows of the layers."""
    channels: list[list[int]] = [[] for _ in web.rows]
    for number, link in enumerate(web.links):
        channels[web.layer[link.upper]].append(number)
    wiring = Wiring([], 0, [], [])
    y = 0
    for layer, numbers in enumerate(channels):
        wiring.tops.append(y)
        bottom = y + heights[layer] - 1
        y = bottom + 1
        if layer + 1 == len(channels):
            break
        tracks, rows = tracks_of(_nets(web, ports, numbers))
        back = any(web.stars[web.links[number].star].back for number in numbers)
        y += 1 + max(rows, 1) + back
        for number in numbers:
            _draw(web, ports, number, (wiring.tops[layer], bottom, y), tracks, wiring)
    wiring.height = y
    return wiring


def _nets(web: Web, ports: Ports, numbers: list[int]) -> list[Net]:
    columns: dict[int, tuple[dict[int, None], dict[int, None]]] = {}
    for number in numbers:
        link = web.links[number]
        tops, bottoms = columns.setdefault(link.star, ({}, {}))
        tops[ports.bottom[link.upper, link.star]] = None
        bottoms[ports.top[link.lower, link.star]] = None
    return [Net(star, tuple(tops), tuple(bottoms)) for star, (tops, bottoms) in columns.items()]


def _draw(
    web: Web, ports: Ports, number: int, rows: tuple[int, int, int], tracks: dict[int, Track], wiring: Wiring
) -> None:
    """The strokes of a link: `rows` are the first and last one of the upper layer, and the first of the lower one.

    A line begins and ends within its boxes, whose borders cover it; what passes a layer begins at its first row.
    """
    link = web.links[number]
    first, last, below = rows
    left, right = ports.bottom[link.upper, link.star], ports.top[link.lower, link.star]
    start = last if link.upper < web.nodes else first
    points = [(left, start)]
    track = tracks.get(link.star)
    if track is not None:
        if track.detour is not None:
            row, column = track.detour
            points += [(left, last + 2 + row), (column, last + 2 + row), (column, last + 2 + track.row)]
        else:
            points.append((left, last + 2 + track.row))
        points.append((right, last + 2 + track.row))
    points.append((right, below))
    wiring.strokes += _strokes(number, link, points)
    star = web.stars[link.star]
    if not star.back and link.upper < web.nodes:
        wiring.heads.append(Head(number, link.star, left, last + 1, True))
    if star.back and link.lower < web.nodes:
        wiring.heads.append(Head(number, link.star, right, below - 1, False))


def _strokes(number: int, link: Link, points: list[tuple[int, int]]) -> Iterator[Stroke]:
    for (x, y), (to_x, to_y) in pairwise(points):
        if x != to_x:
            yield Stroke(number, link.star, True, y, min(x, to_x), max(x, to_x))
        elif y != to_y:
            yield Stroke(number, link.star, False, x, y, to_y)
