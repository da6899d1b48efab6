"""Where items stand from left to right: near the middle of what they are tied to, and never over each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor

from c8tui.diagrams.layered_graph import LayeredGraph

GAP = 2
"""Cells between two boxes, or a box and a line that passes it."""
LINES_APART = 1
"""Cells between two lines that pass."""

STRAIGHTENED_UP_TO = 80
"""Lines of an item that is moved into line with one of them; comparing more takes too long for one straight line."""

Ends = list[list[int]]


def spread(wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The places nearest to those wanted (by squares) that keep their order and are `apart` at least.

    `apart[n]` is the distance between place n and place n + 1. Neighbours that would overlap are pooled.
    """
    shifts = [0.0]
    for gap in apart:
        shifts.append(shifts[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # the middle, the weight and the number of each
    for place, weight, shift in zip(wanted, weights, shifts, strict=False):
        middle, count = place - shift, 1
        while pools and pools[-1][0] >= middle:
            other, heavy, more = pools.pop()
            middle = (middle * weight + other * heavy) / (weight + heavy)
            weight, count = weight + heavy, count + more
        pools.append((middle, weight, count))
    flat = [middle for middle, _, count in pools for _ in range(count)]
    return [place + shift for place, shift in zip(flat, shifts, strict=False)]


def whole(places: Sequence[float], apart: Sequence[int]) -> list[int]:
    """Places rounded to cells that are still apart."""
    found: list[int] = []
    for index, place in enumerate(places):
        cell = floor(place + 0.5)  # round() goes to even numbers, so that what is apart would get one cell more
        found.append(max(cell, found[-1] + apart[index - 1]) if found else cell)
    return found


def middles_of(graph: LayeredGraph, widths: Sequence[int], gap: int = GAP) -> list[int]:
    """The middle column of every item; `widths` are odd numbers of cells, dummies have 1. The leftmost box is at 0.

    `gap` is what stays free beside a box.
    """
    above, below = graph.ends()
    apart = [[_apart(graph, widths, left, right, gap) for left, right in pairwise(row)] for row in graph.rows]
    middles = [0.0] * len(graph.layer)
    for row, gaps in zip(graph.rows, apart, strict=True):
        for item, place in zip(row, spread([0.0] * len(row), [1.0] * len(row), gaps), strict=True):
            middles[item] = place
    for turn in range(_turns(len(graph.layer))):
        _relax(graph, middles, apart, turn, above, below)
    cells = [0] * len(graph.layer)
    for row, gaps in zip(graph.rows, apart, strict=True):
        for item, cell in zip(row, whole([middles[item] for item in row], gaps), strict=True):
            cells[item] = cell
    for rows in (range(len(graph.rows)), range(len(graph.rows) - 1, -1, -1)) * 2:
        for index in rows:
            _straighten(graph, widths, cells, apart[index], graph.rows[index], above, below)
    left = min((cells[item] - widths[item] // 2 for item in range(len(cells))), default=0)
    return [cell - left for cell in cells]


def _turns(items: int) -> int:
    for most, turns in ((300, 24), (3_000, 12), (20_000, 6)):
        if items <= most:
            return turns
    return 3


def _apart(graph: LayeredGraph, widths: Sequence[int], left: int, right: int, gap: int) -> int:
    lines = left >= graph.nodes and right >= graph.nodes
    return widths[left] // 2 + widths[right] // 2 + 1 + (LINES_APART if lines else gap)


def _relax(
    graph: LayeredGraph, middles: list[float], apart: list[list[int]], turn: int, above: Ends, below: Ends
) -> None:
    """Draws every item to those above it, to those below it, at last to both; what passes is drawn the most."""
    downwards = turn % 2 == 0
    sides = (above, below) if turn >= 4 else (above,) if downwards else (below,)
    for index in range(len(graph.rows)) if downwards else range(len(graph.rows) - 1, -1, -1):
        row = graph.rows[index]
        wanted, weights = [], []
        for item in row:
            pull, weight = middles[item] * 0.05, 0.05
            for side in sides:
                for other in side[item]:
                    strength = 1 + 2 * (other >= graph.nodes) + 3 * (item >= graph.nodes)
                    pull += middles[other] * strength
                    weight += strength
            wanted.append(pull / weight)
            weights.append(weight)
        for item, place in zip(row, spread(wanted, weights, apart[index]), strict=True):
            middles[item] = place


def _straighten(
    graph: LayeredGraph,
    widths: Sequence[int],
    cells: list[int],
    gaps: list[int],
    row: list[int],
    above: Ends,
    below: Ends,
) -> None:
    """Moves what is nearly in line with its neighbour into line, where there is room for it."""
    for index, item in enumerate(row):
        least = cells[row[index - 1]] + gaps[index - 1] if index else -(10**9)
        most = cells[row[index + 1]] - gaps[index] if index + 1 < len(row) else 10**9
        others = [*above[item], *below[item]]
        if not others or len(others) > STRAIGHTENED_UP_TO:
            continue
        inside = widths[item] // 2 - 1
        best, fewest = cells[item], _bends(cells[item], inside, others, cells, widths)
        for other in others:
            cell = cells[other]
            if least <= cell <= most and (bends := _bends(cell, inside, others, cells, widths)) < fewest:
                best, fewest = cell, bends
        cells[item] = best


def _bends(cell: int, inside: int, others: list[int], cells: list[int], widths: Sequence[int]) -> int:
    """How many of its lines cannot be straight when an item stands there."""
    reach = max(inside, 0)
    return sum(abs(cells[other] - cell) > max(widths[other] // 2 - 1, 0) + reach for other in others)
