"""The order within layers: sweeps by barycenter, then swaps of neighbours, until lines cross no less."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import groupby

from c8tui.decisions.layered_graph import Web

SWAPPED_UP_TO = 600
"""Links of a graph whose neighbours are swapped one by one; more take too long for what it brings."""

Ends = list[list[int]]


def ordered(web: Web) -> None:
    """Orders the rows of a web so that few of its lines cross; the same web is always ordered the same."""
    above, below = web.ends()
    _start(web, above, below)
    place = [0] * len(web.layer)
    _number(web.rows, place)
    best, fewest = [row.copy() for row in web.rows], crossings(web, place)
    for turn in range(_turns(len(web.links))):
        if not fewest:
            break
        _sweep(web.rows, place, above if turn % 2 == 0 else below, downwards=turn % 2 == 0)
        if len(web.links) <= SWAPPED_UP_TO:
            _swap(web.rows, place, above, below)
        count = crossings(web, place)
        if count < fewest:
            best, fewest = [row.copy() for row in web.rows], count
    web.rows[:] = best
    if len(web.links) <= SWAPPED_UP_TO:
        _center_joints(web, place, above, below, fewest)


def _center_joints(web: Web, place: list[int], above: Ends, below: Ends, fewest: int) -> None:
    """Lets a line that goes on pass between the boxes that hang on it, where nothing more crosses then."""
    before = [row.copy() for row in web.rows]
    for ends in (above, below):
        for row in web.rows:
            row[:] = [item for _, same in groupby(row, ends.__getitem__) for item in _joints_within([*same], web.nodes)]
    _number(web.rows, place)
    if crossings(web, place) > fewest:
        web.rows[:] = before


def _turns(links: int) -> int:
    """How often it is worth to sweep."""
    for most, turns in ((500, 24), (3_000, 12), (12_000, 6), (40_000, 3)):
        if links <= most:
            return turns
    return 2


def crossings(web: Web, place: list[int]) -> int:
    """How many pairs of links cross."""
    by_layer: dict[int, list[tuple[int, int]]] = {}
    for link in web.links:
        by_layer.setdefault(web.layer[link.upper], []).append((place[link.upper], place[link.lower]))
    count = 0
    for pairs in by_layer.values():
        seen: list[int] = []
        for _, lower in sorted(pairs):
            count += len(seen) - bisect_right(seen, lower)
            insort(seen, lower)
    return count


def _start(web: Web, above: Ends, below: Ends) -> None:
    """Orders items as a walk along the lines meets them, so that what belongs together stands together."""
    met: set[int] = set()
    rows: Ends = [[] for _ in web.rows]
    for start in [item for row in web.rows for item in row]:
        waiting = [start]
        while waiting:
            item = waiting.pop()
            if item not in met:
                met.add(item)
                rows[web.layer[item]].append(item)
                others = _joints_within(above[item], web.nodes) + _joints_within(below[item], web.nodes)
                waiting += reversed(others)
    web.rows[:] = rows


def _joints_within(items: list[int], nodes: int) -> list[int]:
    """The joints in the middle of the nodes, so that a line that goes on does so between boxes."""
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
