"""The channel between two layers: every star of lines gets a row of its own where it runs from side to side.

Lines that go down from above end at their row, those that go on below begin there. Two stars may use one column, the
one from above and the other below; then the row of the first has to be the higher one. Where such wishes go round in
a circle, a star makes a detour through a column that nobody uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

COMPARED_UP_TO = 60
"""Stars of one channel that are compared two by two, which makes fewer of them cross."""


@dataclass(frozen=True, slots=True)
class Net:
    """The lines of one star in a channel: columns at its upper and its lower edge."""

    star: int
    tops: tuple[int, ...]
    bottoms: tuple[int, ...]

    @property
    def left(self) -> int:
        return min(*self.tops, *self.bottoms)

    @property
    def right(self) -> int:
        return max(*self.tops, *self.bottoms)


@dataclass(frozen=True, slots=True)
class Track:
    """The row of a star, from 0; with a detour its upper row, the column it goes down, and `row` is the lower one."""

    row: int
    detour: tuple[int, int] | None = None


def tracks_of(nets: Sequence[Net]) -> tuple[dict[int, Track], int]:
    """The track of every star that is not just straight down, and how many rows they take."""
    bent = [net for net in nets if net.left != net.right]
    order, circular = _ordered(bent)
    detours: dict[int, tuple[int, int]] = {}
    taken = {column for net in nets for column in (*net.tops, *net.bottoms)}
    for number, net in enumerate(circular):
        column = next(column for column in _around(net.tops[0]) if column not in taken)
        taken.add(column)
        detours[net.star] = number, column
    tracks: dict[int, Track] = {}
    rows = first = len(circular)
    heights: dict[int, int] = {}
    left = min((net.left for net in order), default=0)
    skyline = [first] * (max((net.right for net in order), default=0) - left + 2)
    for net in order:
        begin, end = net.left - left, net.right - left + 2
        row = max(skyline[begin:end])
        skyline[begin:end] = [row + 1] * (end - begin)
        heights[net.star] = row
        rows = max(rows, row + 1)
    tracks.update({star: Track(row) for star, row in heights.items()})
    for net in circular:
        tracks[net.star] = Track(rows, detours[net.star])
        rows += 1
    return tracks, rows


def _around(column: int) -> Iterator[int]:
    """The columns from here outwards; none is left of the picture."""
    distance = 0
    while True:
        distance += 1
        yield column + distance
        if column - distance >= 0:
            yield column - distance


def _ordered(nets: list[Net]) -> tuple[list[Net], list[Net]]:
    """The nets from the highest row to the lowest, and those that have to make a detour."""
    by_top = {column: net for net in nets for column in net.tops}
    after: dict[int, set[int]] = {net.star: set() for net in nets}
    before: dict[int, set[int]] = {net.star: set() for net in nets}
    for net in nets:
        for column in net.bottoms:
            higher = by_top.get(column)
            if higher is not None and higher is not net:
                after[higher.star].add(net.star)
                before[net.star].add(higher.star)
    by_star = {net.star: net for net in nets}
    wish = _wishes(nets)
    ready = [(wish[star], star) for star, others in before.items() if not others]
    heapify(ready)
    order: list[Net] = []
    circular: list[Net] = []
    left = dict.fromkeys(sorted(before, key=lambda star: (wish[star], star)))
    while left:
        if ready:
            _, star = heappop(ready)
            order.append(by_star[star])
        else:
            star = next(iter(left))
            circular.append(by_star[star])
        del left[star]
        for other in after[star]:
            before[other].discard(star)
            if not before[other] and other in left:
                heappush(ready, (wish[other], other))
    return order, circular


def _wishes(nets: list[Net]) -> dict[int, float]:
    """Who wants to be higher than others, so that fewer lines cross: small numbers are high."""
    if len(nets) > COMPARED_UP_TO:
        return {net.star: -abs(net.tops[0] - net.bottoms[0]) for net in nets}
    wish = dict.fromkeys((net.star for net in nets), 0.0)
    in_turn = sorted(((net.left, net.right, net) for net in nets), key=lambda span: span[:2])
    for index, (_, right, one) in enumerate(in_turn):
        for left, _, other in in_turn[index + 1 :]:
            if left > right:
                break  # neither this one nor those behind it meet
            lost = _crossed(one, other) - _crossed(other, one)
            wish[one.star] += lost
            wish[other.star] -= lost
    return wish


def _crossed(higher: Net, lower: Net) -> int:
    """How many lines cross when one is higher than the other."""
    return sum(lower.left <= column <= lower.right for column in higher.bottoms) + sum(
        higher.left <= column <= higher.right for column in lower.tops
    )
