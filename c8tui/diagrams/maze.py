"""Maze routing, as Lee's router with the A* search: the cheapest way for one more line over the cells of a picture.

What is drawn already stays where it is: a line goes round boxes, and over other lines only at right angles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

ACROSS, DOWN, BLOCKED, NEAR, LANE = 1, 2, 4, 8, 16
"""What is in a cell: a line along its row, one down its column, something that no line passes, nothing but a box or a
line beside it, or the border of a lane, which a line crosses and may end at."""
BUDGET = 6_000
"""Cells that a search looks at before it gives up."""
STEP, BEND, CROSSING, BESIDE = 2, 8, 4, 3
"""What a cell, a bend, and a cell over or beside something else cost."""

Cell = tuple[int, int]
"""A column and a row."""


class Start(NamedTuple):
    """A cell where a way may begin."""

    x: int
    y: int
    across: bool = False
    """Whether it begins along the row."""
    cost: int = 0


class Maze:
    """The cells of a part of a picture, `width` columns and `height` rows."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._cells = bytearray(width * height)

    def copy(self) -> Maze:
        """The same cells, for lines that may yet be given up."""
        other = Maze(self.width, self.height)
        other._cells[:] = self._cells
        return other

    def at(self, x: int, y: int) -> int:
        """What is in a cell."""
        return self._cells[y * self.width + x]

    def across(self, y: int, begin: int, end: int, bit: int) -> None:
        """Something in the cells of a row up to and with column `end`."""
        cells, first = self._cells, y * self.width
        if 0 <= y < self.height:
            for place in range(first + max(begin, 0), first + min(end, self.width - 1) + 1):
                cells[place] |= bit

    def down(self, x: int, begin: int, end: int, bit: int) -> None:
        """Something in the cells of a column up to and with row `end`."""
        cells, width = self._cells, self.width
        if 0 <= x < width:
            for place in range(max(begin, 0) * width + x, (min(end, self.height - 1) + 1) * width, width):
                cells[place] |= bit

    def block(self, x: int, y: int, width: int, height: int) -> None:
        """A box that no line passes."""
        for row in range(y, y + height):
            self.across(row, x, x + width - 1, BLOCKED)
        self.across(y - 1, x, x + width - 1, NEAR)
        self.across(y + height, x, x + width - 1, NEAR)
        self.down(x - 1, y, y + height - 1, NEAR)
        self.down(x + width, y, y + height - 1, NEAR)

    def line(self, points: Sequence[Cell]) -> None:
        """A line from corner to corner, which others pass between its corners."""
        for (x, y), (to_x, to_y) in pairwise(points):
            if y == to_y and x != to_x:
                self.across(y, min(x, to_x), max(x, to_x), ACROSS)
            else:
                first, last = min(y, to_y), max(y, to_y)
                self.down(x, first, last, DOWN)
                self.down(x - 1, first, last, NEAR)
                self.down(x + 1, first, last, NEAR)
        for x, y in points:
            self.across(y, x, x, BLOCKED)

    def is_open(self, x: int) -> bool:
        """Whether a line can go down the whole of a column."""
        return 0 <= x < self.width and not any(bits & (BLOCKED | DOWN) for bits in self._cells[x :: self.width])

    def way(self, starts: Iterable[Start], goal: int) -> list[Cell] | None:
        """The corners of the cheapest way from one of the cells to row `goal`, which it reaches along a column.

        The first and the last row are reached only where they are the goal. None where there is no way, or none within
        the budget; of ways that cost the same it is always the same one.
        """
        width, cells = self.width, self._cells
        best: dict[tuple[int, bool], int] = {}
        came: dict[tuple[int, bool], tuple[int, bool]] = {}
        waiting: list[tuple[int, int, int, bool]] = []
        for start in starts:
            place = start.y * width + start.x
            if not cells[place] & BLOCKED and start.cost < best.get((place, start.across), start.cost + 1):
                best[place, start.across] = start.cost
                waiting.append((start.cost + STEP * abs(start.y - goal), start.cost, place, start.across))
        heapify(waiting)
        for _ in range(BUDGET):
            if not waiting:
                return None
            _, cost, place, across = heappop(waiting)
            if best[place, across] < cost:
                continue
            if place // width == goal and not across:
                return self._corners(came, (place, across))
            for other, turned, more in self._steps(place, across, goal):
                if cost + more < best.get((other, turned), cost + more + 1):
                    best[other, turned] = cost + more
                    came[other, turned] = place, across
                    ahead = STEP * abs(other // width - goal) + (BEND if turned else 0)
                    heappush(waiting, (cost + more + ahead, cost + more, other, turned))
        return None

    def _steps(self, place: int, across: bool, goal: int) -> Iterable[tuple[int, bool, int]]:
        """The cells that a way goes on to, whether along a row, and what they cost."""
        cells, width = self._cells, self.width
        y, x = divmod(place, width)
        free = not cells[place] & (ACROSS | DOWN | LANE)
        for turned in (across, not across) if free else (across,):
            bend = BEND if turned != across else 0
            taken = BLOCKED | (ACROSS | LANE if turned else DOWN)
            for by in (-1, 1):
                if turned:
                    if not 0 <= x + by < width or not 0 < y < self.height - 1:
                        continue
                    other = place + by
                else:
                    if not 0 < y + by < self.height - 1 and y + by != goal:
                        continue
                    other = place + by * width
                bits = cells[other]
                if not bits & taken:
                    over = CROSSING if bits & (ACROSS | DOWN | LANE) else BESIDE if bits & NEAR else 0
                    yield other, turned, STEP + bend + over

    def _corners(self, came: dict[tuple[int, bool], tuple[int, bool]], end: tuple[int, bool]) -> list[Cell]:
        """From the first cell of a way to its last, with the cells where it turns between."""
        cells = [end]
        while cells[-1] in came:
            cells.append(came[cells[-1]])
        cells.reverse()
        kept = [cells[0], *(one for one, then in pairwise(cells) if one[1] != then[1]), cells[-1]]
        found = [(place % self.width, place // self.width) for place, _ in kept]
        return [point for number, point in enumerate(found) if not number or point != found[number - 1]]
