"""The order within layers: sweeps by barycenter, then swaps of neighbours, until lines cross no less."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import groupby

from c8tui.diagrams.layered_graph import LayeredGraph

SWAPPED_UP_TO = 600
"""Links of a graph whose neighbours are swapped one by one; more take too long for what it brings."""

Ends = list[list[int]]


def ordered(graph: LayeredGraph) -> None:
    """Orders the rows of a graph so that few of its lines cross; the same graph is always ordered the same."""
    above, below = graph.ends()
    _start(graph, above, below)
    place = [0] * len(graph.layer)
    _number(graph.rows, place)
    best, fewest = [row.copy() for row in graph.rows], crossings(graph, place)
    for turn in range(_turns(len(graph.links))):
        if not fewest:
            break
        _sweep(graph.rows, place, above if turn % 2 == 0 else below, downwards=turn % 2 == 0)
        if len(graph.links) <= SWAPPED_UP_TO:
            _swap(graph.rows, place, above, below)
        count = crossings(graph, place)
        if count < fewest:
            best, fewest = [row.copy() for row in graph.rows], count
    graph.rows[:] = best
    if len(graph.links) <= SWAPPED_UP_TO:
        _center_dummies(graph, place, above, below, fewest)


def _center_dummies(graph: LayeredGraph, place: list[int], above: Ends, below: Ends, fewest: int) -> None:
    """Lets a line that goes on pass between the boxes that hang on it, where nothing more crosses then."""
    before = [row.copy() for row in graph.rows]
    for ends in (above, below):
        for row in graph.rows:
            row[:] = [
                item for _, same in groupby(row, ends.__getitem__) for item in _dummies_within([*same], graph.nodes)
            ]
    _number(graph.rows, place)
    if crossings(graph, place) > fewest:
        graph.rows[:] = before


def _turns(links: int) -> int:
    """How often it is worth to sweep."""
    for most, turns in ((500, 24), (3_000, 12), (12_000, 6), (40_000, 3)):
        if links <= most:
            return turns
    return 2


def crossings(graph: LayeredGraph, place: list[int]) -> int:
    """How many pairs of links cross."""
    by_layer: dict[int, list[tuple[int, int]]] = {}
    for link in graph.links:
        by_layer.setdefault(graph.layer[link.upper], []).append((place[link.upper], place[link.lower]))
    count = 0
    for pairs in by_layer.values():
        seen: list[int] = []
        for _, lower in sorted(pairs):
            count += len(seen) - bisect_right(seen, lower)
            insort(seen, lower)
    return count


def _start(graph: LayeredGraph, above: Ends, below: Ends) -> None:
    """Orders items as a walk along the lines meets them, so that what belongs together stands together."""
    met: set[int] = set()
    rows: Ends = [[] for _ in graph.rows]
    for start in [item for row in graph.rows for item in row]:
        waiting = [start]
        while waiting:
            item = waiting.pop()
            if item not in met:
                met.add(item)
                rows[graph.layer[item]].append(item)
                others = _dummies_within(above[item], graph.nodes) + _dummies_within(below[item], graph.nodes)
                waiting += reversed(others)
    graph.rows[:] = rows


def _dummies_within(items: list[int], nodes: int) -> list[int]:
    """The dummies in the middle of the nodes, so that a line that goes on does so between boxes."""
    boxes = [item for item in items if item < nodes]
    half = len(boxes) // 2
    return [*boxes[:half], *(item for item in items if item >= nodes), *boxes[half:]]


def _number(rows: Ends, place: list[int]) -> None:
    for row in rows:
        for index, item in enumerate(row):
            place[item] = index


def _sweep(rows: Ends, place: list[int], ends: Ends, *, downwards: bool) -> None:
    """Moves every item to the middle of those at the other ends of its lines."""
    for row in rows if downwards else reversed(rows):
        middles = {}
        for item in row:
            others = ends[item]
            middles[item] = sum([place[other] for other in others]) / len(others) if others else place[item]
        row.sort(key=middles.__getitem__)
        for index, item in enumerate(row):
            place[item] = index


def _swap(rows: Ends, place: list[int], above: Ends, below: Ends) -> None:
    """Swaps neighbours as long as that makes fewer lines cross."""
    for _ in range(4):
        swapped = False
        for row in rows:
            for index in range(len(row) - 1):
                left, right = row[index], row[index + 1]
                now = _between(left, right, place, above) + _between(left, right, place, below)
                then = _between(right, left, place, above) + _between(right, left, place, below)
                if then < now:
                    row[index], row[index + 1] = right, left
                    place[left], place[right] = index + 1, index
                    swapped = True
        if not swapped:
            return


def _between(left: int, right: int, place: list[int], ends: Ends) -> int:
    """How many lines of these two cross when they stand so."""
    rights = sorted([place[other] for other in ends[right]])
    count = 0
    for other in ends[left]:
        at = place[other]
        for place_right in rights:
            if place_right >= at:
                break
            count += 1
    return count
