"""Channel routing between two layers: every net gets a track, the row where it runs from side to side.

Lines that go down from above end at their row, those that go on below begin there. Two nets may use one column, the
one from above and the other below; then the track of the first has to be the higher one, a vertical constraint. Where
such constraints go round in a circle, a net makes a dogleg through a column that nobody uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

COMPARED_UP_TO = 60
"""Nets of one channel that are compared two by two, which makes fewer of them cross."""


@dataclass(frozen=True, slots=True)
class ChannelNet:
    """One net in a channel: the columns of its pins at the upper and at the lower edge."""

    number: int
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
    """The row of a net, from 0; with a dogleg its upper row, the column it goes down, and `row` is the lower one."""

    row: int
    dogleg: tuple[int, int] | None = None


def tracks_of(nets: Sequence[ChannelNet]) -> tuple[dict[int, Track], int]:
    """The track of every net that is not just straight down, and how many rows they take."""
    bent = [net for net in nets if net.left != net.right]
    order, cyclic = _ordered(bent)
    doglegs: dict[int, tuple[int, int]] = {}
    taken = {column for net in nets for column in (*net.tops, *net.bottoms)}
    for number, net in enumerate(cyclic):
        column = next(column for column in _around(net.tops[0]) if column not in taken)
        taken.add(column)
        doglegs[net.number] = number, column
    tracks: dict[int, Track] = {}
    rows = first = len(cyclic)
    heights: dict[int, int] = {}
    left = min((net.left for net in order), default=0)
    skyline = [first] * (max((net.right for net in order), default=0) - left + 2)
    for net in order:
        begin, end = net.left - left, net.right - left + 2
        row = max(skyline[begin:end])
        skyline[begin:end] = [row + 1] * (end - begin)
        heights[net.number] = row
        rows = max(rows, row + 1)
    tracks.update({number: Track(row) for number, row in heights.items()})
    for net in cyclic:
        tracks[net.number] = Track(rows, doglegs[net.number])
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


def _ordered(nets: list[ChannelNet]) -> tuple[list[ChannelNet], list[ChannelNet]]:
    """The nets from the highest row to the lowest, and those that have to make a dogleg."""
    by_top = {column: net for net in nets for column in net.tops}
    after: dict[int, set[int]] = {net.number: set() for net in nets}
    before: dict[int, set[int]] = {net.number: set() for net in nets}
    for net in nets:
        for column in net.bottoms:
            higher = by_top.get(column)
            if higher is not None and higher is not net:
                after[higher.number].add(net.number)
                before[net.number].add(higher.number)
    by_number = {net.number: net for net in nets}
    priority = _priorities(nets)
    ready = [(priority[number], number) for number, others in before.items() if not others]
    heapify(ready)
    order: list[ChannelNet] = []
    cyclic: list[ChannelNet] = []
    left = dict.fromkeys(sorted(before, key=lambda number: (priority[number], number)))
    while left:
        if ready:
            _, number = heappop(ready)
            order.append(by_number[number])
        else:
            number = next(iter(left))
            cyclic.append(by_number[number])
        del left[number]
        for other in after[number]:
            before[other].discard(number)
            if not before[other] and other in left:
                heappush(ready, (priority[other], other))
    return order, cyclic


def _priorities(nets: list[ChannelNet]) -> dict[int, float]:
    """Who wants to be higher than others, so that fewer lines cross: small numbers are high."""
    if len(nets) > COMPARED_UP_TO:
        return {net.number: -abs(net.tops[0] - (net.bottoms[0] if net.bottoms else net.tops[-1])) for net in nets}
    priority = dict.fromkeys((net.number for net in nets), 0.0)
    in_turn = sorted(((net.left, net.right, net) for net in nets), key=lambda span: span[:2])
    for index, (_, right, one) in enumerate(in_turn):
        for left, _, other in in_turn[index + 1 :]:
            if left > right:
                break  # neither this one nor those behind it meet
            lost = _crossed(one, other) - _crossed(other, one)
            priority[one.number] += lost
            priority[other.number] -= lost
    return priority


def _crossed(higher: ChannelNet, lower: ChannelNet) -> int:
    """How many lines cross when one is higher than the other."""
    return sum(lower.left <= column <= lower.right for column in higher.bottoms) + sum(
        higher.left <= column <= higher.right for column in lower.tops
    )
