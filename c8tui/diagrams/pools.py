"""Pools one below the other, and message flows between them: each leaves its pool on a way of its own, and runs to the
other between the pools, where every gap is a channel with tracks as those between layers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from c8tui.diagrams.block import Block, Divider, FlowName
from c8tui.diagrams.channel_routing import ChannelNet, Track, tracks_of
from c8tui.diagrams.element_boxes import ElementBox
from c8tui.diagrams.labels import Width, cut, one_line
from c8tui.diagrams.maze import ACROSS, BLOCKED, DOWN, LANE, Cell, Maze, Start
from c8tui.diagrams.model import BpmnModel, BpmnProcess, MessageFlow
from c8tui.diagrams.wire_rows import DASHED, WireLook
from c8tui.diagrams.wires import Head, Stroke

LONGEST_MESSAGE_NAME = 24
"""Cells of the name of a message flow."""
NARROWEST = 24
"""Columns of a pool."""
MOST_CROSSING = 10
"""Message flows that the upper border of a pool has room for beside its name, at least."""
ASIDE = 400
"""Columns on the right that lines may take round the pools, at most."""


@dataclass(slots=True)
class _Pool:
    """A pool in its own cells: its border, what is in it, and what is left for lines."""

    process: BpmnProcess
    block: Block
    title: str
    width: int
    height: int
    above: int
    """Rows over the block."""
    maze: Maze
    boxes: Mapping[str, ElementBox]


class _Pin(NamedTuple):
    """Where a message flow comes to a gap: a column of the pool above it or below it."""

    gap: int
    x: int
    above: bool


@dataclass(slots=True)
class _Route:
    """The way of a message flow: pieces from cell to cell, each in a pool, and where these come to gaps."""

    flow: MessageFlow
    pieces: list[tuple[int, list[Cell]]] = field(default_factory=list)
    """From the upper end to the lower one, the last one upwards: pools and the cells from corner to corner."""
    pins: list[_Pin] = field(default_factory=list)
    downwards: bool = True
    """Whether the target is the lower end."""


def pools_of(model: BpmnModel, inner: Mapping[str, Block], width: Width) -> Block:
    """Every process of a model within its pool, and the message flows; `inner` has the blocks of the processes."""
    drawn = model.inner_messages
    ends = {end for flow in drawn for end in (flow.source, flow.target)}
    used = {[*model.scopes_of(end)][-1] for end in ends if end in model.nodes}
    free = 2 * min(len(drawn), MOST_CROSSING)
    widest = max(max(inner[one.id].width for one in model.processes) + 4, NARROWEST + free)
    aside = 2 * min(len(drawn), ASIDE // 2) + 2 if drawn else 0
    pools = [_pool(one, inner[one.id], one.id in used, widest, free, aside, width) for one in model.processes]
    if not drawn:
        return _stacked(pools, [0] * len(pools))
    for pool in pools:
        _fill(pool, width)
    routes = _Router(model, pools).routes(drawn)
    return _with_messages(pools, routes, len(drawn), width)


def _pool(
    process: BpmnProcess, block: Block, roomy: bool, widest: int, free: int, aside: int, width: Width
) -> _Pool:  # fmt: skip
    title = cut(one_line(process.title, 160), widest - 6 - free, width)
    above = 2 if roomy and not process.lanes else 1  # the name of a lane is above what is in it anyway
    below = 2 if roomy else 1
    height = block.height + above + below if block.height or process.is_shown else 3
    maze = Maze(widest + aside, height) if aside else Maze(0, 0)
    return _Pool(process, block, title, widest, height, above, maze, {box.node.id: box for box in block.boxes})


def _stacked(pools: Sequence[_Pool], gaps: Sequence[int]) -> Block:
    """The pools one below the other with so many rows below each."""
    whole = Block()
    y = 0
    for pool, gap in zip(pools, gaps, strict=True):
        whole.add(pool.block, 2, y + pool.above)
        whole.dividers.append(Divider(pool.title, 0, y, pool.width, pool.height))
        y += pool.height + gap
    whole.width, whole.height = pools[0].width, y
    return whole


def _fill(pool: _Pool, width: Width) -> None:
    """What is drawn in a pool, as far as lines have to go round it."""
    maze, block, x, y = pool.maze, pool.block, 2, pool.above
    for row in (0, pool.height - 1):
        maze.across(row, pool.width - 1, pool.width - 1, BLOCKED)
        maze.across(row, 0, 0, BLOCKED)
    maze.across(0, 1, 4 + width(pool.title), BLOCKED)
    maze.down(0, 1, pool.height - 2, BLOCKED)
    maze.down(pool.width - 1, 1, pool.height - 2, DOWN)
    for box in block.boxes:
        if box.filled:
            maze.block(box.x + x, box.y + y, box.width, box.height)
        else:
            _fill_scope(maze, box, x, y)
    for stroke in block.strokes:
        if stroke.across:
            maze.across(stroke.at + y, stroke.begin + x, stroke.end + x, ACROSS)
            maze.across(stroke.at + y, stroke.begin + x, stroke.begin + x, BLOCKED)
            maze.across(stroke.at + y, stroke.end + x, stroke.end + x, BLOCKED)
        else:
            maze.down(stroke.at + x, stroke.begin + y, stroke.end + y, DOWN)
            maze.down(stroke.at + x, stroke.begin + y, stroke.begin + y, BLOCKED)
            maze.down(stroke.at + x, stroke.end + y, stroke.end + y, BLOCKED)
    for head in block.heads:
        maze.across(head.y + y, head.x + x, head.x + x, BLOCKED)
    for name in block.names:
        maze.across(name.y + y, name.x + x, name.x + x + width(name.text) - 1, BLOCKED)
    for one in block.dividers:
        maze.across(one.y + y, one.x + x, one.x + x + one.width - 1, LANE)
        begin = one.x + x + one.indent
        maze.across(one.y + y, begin, begin + width(one.text) + 1, BLOCKED)


def _fill_scope(maze: Maze, box: ElementBox, x: int, y: int) -> None:
    """The border of a sub-process, which lines cross beside its name and where its own flows do not."""
    left, top, right, bottom = box.x + x, box.y + y, box.x + x + box.width - 1, box.y + y + box.height - 1
    for row in (top, bottom):
        maze.across(row, left, right, ACROSS)
        maze.across(row, left, left, BLOCKED)
        maze.across(row, right, right, BLOCKED)
    maze.across(top, left, left + 6 + len(box.label.word) + box.label.width, BLOCKED)
    for column, ports in ((left, box.left), (right, box.right)):
        maze.down(column, top, bottom, DOWN)
        for row in ports:
            maze.across(row + y, column, column, BLOCKED)


class _Router:
    """Finds the ways of message flows, one after the other; each makes those behind it go round it."""

    def __init__(self, model: BpmnModel, pools: Sequence[_Pool]) -> None:
        self._model, self._pools = model, pools
        self._number = {pool.process.id: number for number, pool in enumerate(pools)}

    def routes(self, flows: Sequence[MessageFlow]) -> list[_Route]:
        """The ways of those that have one, the short ones first."""
        spans = [sorted((self._pool_of(flow.source), self._pool_of(flow.target))) for flow in flows]
        order = sorted(range(len(flows)), key=lambda number: (spans[number][1] - spans[number][0], number))
        order.sort(key=lambda number: spans[number][0] == spans[number][1])  # last what BPMN has not, within one pool
        found = (self._route(flows[number]) for number in order if flows[number].source != flows[number].target)
        return [route for route in found if route is not None]

    def _pool_of(self, end: str) -> int:
        return self._number[[*self._model.scopes_of(end)][-1] if end in self._model.nodes else end]

    def _route(self, flow: MessageFlow) -> _Route | None:
        """A way from the upper end to the lower one; in one pool it goes through the gap below that."""
        source, target = self._pool_of(flow.source), self._pool_of(flow.target)
        downwards = source <= target
        (upper, first), (lower, last) = [(source, flow.source), (target, flow.target)][:: 1 if downwards else -1]
        route = _Route(flow, downwards=downwards)
        arrival = self._ways(lower, last, upper == lower, self._middle(upper, first), head=downwards)
        if arrival is None:
            return None
        x = arrival[-1][0]
        route.pieces.append((lower, arrival[::-1]))
        route.pins.append(_Pin(lower if upper == lower else lower - 1, x, upper == lower))
        for between in range(lower - 1, upper, -1):  # names are in upper borders, so that the lower end comes first
            if (through := self._through(between, x)) is None:
                return None
            x = through
            route.pieces.append((between, [(x, 0), (x, self._pools[between].height - 1)]))
            route.pins += [_Pin(between, x, True), _Pin(between - 1, x, False)]
        maze = self._pools[upper].maze
        if upper == lower:
            self._pools[upper].maze = maze.copy()
            self._pools[upper].maze.line(arrival)
        departure = self._ways(upper, first, True, x, head=not downwards)
        self._pools[upper].maze = maze
        if departure is None:
            return None
        route.pieces.append((upper, departure))
        route.pins.append(_Pin(upper, departure[-1][0], True))
        route.pieces.reverse()
        route.pins.reverse()
        for pool, points in route.pieces:
            self._pools[pool].maze.line(points)
        return route

    def _middle(self, pool: int, end: str) -> int | None:
        box = self._pools[pool].boxes.get(end)
        return None if box is None else box.x + 2 + box.width // 2

    def _ways(self, pool: int, end: str, down: bool, wanted: int | None, *, head: bool) -> list[Cell] | None:
        """From an end to the border of its pool, where it is in sight of a column if it can be."""
        here = self._pools[pool]
        goal = here.height - 1 if down else 0
        box = here.boxes.get(end)
        if box is None:
            x = self._free(here, goal, here.width // 2 if wanted is None else wanted)
            return None if x is None else [(x, goal)]
        anchors: dict[Cell, Cell] = {}
        starts: list[Start] = []
        for anchor, start in _starts(box, here.above, wanted):
            bits = here.maze.at(start.x, start.y)
            if not bits & BLOCKED and not (head and bits & (ACROSS | DOWN)):
                anchors[start.x, start.y] = anchor
                starts.append(start)
        found = here.maze.way(starts, goal)
        return None if found is None else [anchors[found[0]], *found]

    def _through(self, pool: int, wanted: int) -> int | None:
        """The nearest column in which a line goes straight through a pool, else beside it."""
        maze = self._pools[pool].maze
        return next((x for x in _around(wanted, maze.width) if maze.is_open(x)), None)

    def _free(self, pool: _Pool, row: int, wanted: int) -> int | None:
        """The nearest column of a border where no other line is, and if it can be none beside it."""
        inside = [x for x in _around(wanted, pool.width) if 1 < x < pool.width - 2]
        free = [x for x in inside if not pool.maze.at(x, row) & (BLOCKED | DOWN)]
        apart = (x for x in free if not any(pool.maze.at(x + by, row) & BLOCKED for by in (-1, 1)))
        return next(chain(apart, free), None)


def _around(wanted: int, width: int) -> Iterator[int]:
    """The columns from one outwards."""
    yield from (x for x in (wanted,) if 0 <= x < width)
    for distance in range(1, width + abs(wanted)):
        yield from (x for x in (wanted + distance, wanted - distance) if 0 <= x < width)


def _starts(box: ElementBox, above: int, wanted: int | None) -> Iterator[tuple[Cell, Start]]:
    """The cells around a box where a line may begin, each with that of the box: those above and below it.

    A boundary event has one on its left, too, and none above, where its host is.
    """
    x, y = box.x + 2, box.y + above
    hangs = bool(box.node.attached_to)
    first, last = (x + 2, x + 4 + box.label.width) if hangs else (x + 1, x + box.width - 2)
    middle = (first + last) // 2
    best = middle if wanted is None else min(max(wanted, first), last)
    for column in range(first, last + 1):
        cost = abs(column - best)
        yield (column, y + box.height - 1), Start(column, y + box.height, cost=cost)
        if not hangs:
            yield (column, y), Start(column, y - 1, cost=cost)
    if hangs and not box.left:
        yield (x + 2, y), Start(x - 1, y, True)


class _Gap(NamedTuple):
    """The channel below a pool: its tracks, and its rows."""

    nets: tuple[ChannelNet, ...]
    tracks: Mapping[int, Track]
    first: int
    """Rows above the first track."""
    rows: int


def _with_messages(pools: Sequence[_Pool], routes: Sequence[_Route], asked: int, width: Width) -> Block:
    """The pools as far apart as the message flows between them need, and these."""
    gaps = [_gap(number, pools, routes) for number in range(len(pools))]
    names: list[list[FlowName]] = []
    placed: set[int] = set()
    for number, gap in enumerate(gaps):
        found = [*_names(gap, routes, placed, width)]
        roomy = gap._replace(first=gap.first + 1, rows=gap.rows + 1)  # a row for the names that find no room else
        wider = [*_names(roomy, routes, placed, width)]
        if len(wider) > len(found):
            gaps[number], found = roomy, wider
        names.append(found)
        named = {name.flow for name in found}
        placed |= {net.number for net in gap.nets if routes[net.number].flow.id in named}
    whole = _stacked(pools, [gap.rows for gap in gaps])
    whole.left_out = asked - len(routes)
    tops = [0]
    for pool, gap in zip(pools, gaps, strict=True):
        tops.append(tops[-1] + pool.height + gap.rows)
    for number, route in enumerate(routes):
        points = _points(number, route, pools, gaps, tops)
        head = _head(route, points)
        link, net = whole.links, len(whole.looks)
        whole.links += 1
        whole.looks.append(WireLook(DASHED, "▶▶" if head[2] == "▶" else "▲▼", "message"))
        whole.strokes += _strokes(link, net, points)
        whole.heads.append(Head(link, net, head[0], head[1], head[2] == "▲"))
        whole.paths[route.flow.id] = (link,)
    for pool, top, found in zip(pools, tops, names, strict=False):
        whole.names += [name._replace(y=name.y + top + pool.height) for name in found]
    right = [stroke.end if stroke.across else stroke.at for stroke in whole.strokes]
    whole.width = max([whole.width, *(x + 1 for x in right), *(one.x + width(one.text) for one in whole.names)])
    return whole


def _gap(number: int, pools: Sequence[_Pool], routes: Sequence[_Route]) -> _Gap:
    nets: list[ChannelNet] = []
    room = [0, 0]
    for net, route in enumerate(routes):
        tops = tuple(pin.x for pin in route.pins if pin.gap == number and pin.above)
        bottoms = tuple(pin.x for pin in route.pins if pin.gap == number and not pin.above)
        if not tops and not bottoms:
            continue
        nets.append(ChannelNet(net, tops, bottoms))
        for at, points in (route.pieces[0], route.pieces[-1]):
            if len(points) == 1 and at in (number, number + 1):  # it ends at the border of a pool
                room[at - number] = 1
    if not nets:
        return _Gap((), {}, 0, 0)
    tracks, rows = tracks_of(nets)
    return _Gap(tuple(nets), tracks, room[0], max(rows + sum(room), 1))


def _points(
    number: int, route: _Route, pools: Sequence[_Pool], gaps: Sequence[_Gap], tops: Sequence[int]
) -> list[Cell]:
    """The corners of a message flow in the whole picture, from its upper end to its lower one."""
    points: list[Cell] = []
    gap_of = [route.pins[place].gap for place in range(0, len(route.pins), 2)]
    for place, (pool, cells) in enumerate(route.pieces):
        if place:
            gap = gaps[gap_of[place - 1]]
            left, right = points[-1][0], cells[0][0]
            first = tops[gap_of[place - 1]] + pools[gap_of[place - 1]].height + gap.first
            track = gap.tracks.get(number)
            if track is not None and track.dogleg is not None:
                row, column = track.dogleg
                points += [(left, first + row), (column, first + row), (column, first + track.row)]
            elif track is not None:
                points.append((left, first + track.row))
            if track is not None:
                points.append((right, first + track.row))
        outside = 0 if len(cells) > 1 else 1 if cells[0][1] else -1  # the border of a pool that it ends at stays whole
        points += [(x, y + tops[pool] + outside) for x, y in cells]
    return points


def _head(route: _Route, points: Sequence[Cell]) -> tuple[int, int, str]:
    """Where the head of a message flow is, and which way it points: in the cell before the box or the border."""
    ends = points[::-1] if route.downwards else points
    (x, y), (from_x, from_y) = ends[0], ends[1]
    cells = route.pieces[-1 if route.downwards else 0][1]
    if len(cells) == 1:
        return (x, y, "▲") if cells[0][1] else (x, y, "▼")
    if x != from_x:
        return x - 1, y, "▶"
    return (x, y - 1, "▼") if from_y < y else (x, y + 1, "▲")


def _strokes(link: int, net: int, points: Sequence[Cell]) -> Iterator[Stroke]:
    for (x, y), (to_x, to_y) in pairwise(points):
        if x != to_x:
            yield Stroke(link, net, True, y, min(x, to_x), max(x, to_x))
        elif y != to_y:
            yield Stroke(link, net, False, x, min(y, to_y), max(y, to_y))


def _names(gap: _Gap, routes: Sequence[_Route], placed: Set[int], width: Width) -> Iterator[FlowName]:
    """The names of message flows where a gap has room, by its own rows: on their own line, else beside it.

    Those of `placed` have theirs already.
    """
    taken = _columns_taken(gap)
    for net in gap.nets:
        name = cut(one_line(routes[net.number].flow.name, 160), LONGEST_MESSAGE_NAME, width)
        text = f" {name} "
        if name and net.number not in placed and (spot := _spot(gap, net, width(text), taken)) is not None:
            x, row = spot
            taken[row].update(range(x, x + width(text)))
            yield FlowName(text, x, row, routes[net.number].flow.id)


def _columns_taken(gap: _Gap) -> list[set[int]]:
    """For every row of a gap the columns where lines go down it: from above to their tracks, and on from these."""
    taken: list[set[int]] = [set() for _ in range(gap.rows)]
    for net in gap.nets:
        track = gap.tracks.get(net.number)
        for row, columns in enumerate(taken):
            if track is None or track.dogleg is not None or row <= track.row + gap.first:
                columns.update(net.tops)
            if track is None or track.dogleg is not None or row >= track.row + gap.first:
                columns.update(net.bottoms)
            if track is not None and track.dogleg is not None:
                columns.add(track.dogleg[1])
    return taken


def _spot(gap: _Gap, net: ChannelNet, size: int, taken: Sequence[set[int]]) -> Cell | None:
    """Where the name of a net stands that takes so many cells."""
    track = gap.tracks.get(net.number)
    if track is not None:
        row = track.row + gap.first
        middle = (net.left + net.right - size) // 2 + 1
        for x in _around(middle, net.right):
            if net.left + 2 <= x and x + size <= net.right - 1 and taken[row].isdisjoint(range(x, x + size)):
                return x, row
    for row, columns in enumerate(taken):
        x = 1 + (net.tops[0] if track is None or row < track.row + gap.first else (net.bottoms or net.tops)[-1])
        if columns.isdisjoint(range(x, x + size)) and not _runs(gap, row, x, x + size):
            return x, row
    return None


def _runs(gap: _Gap, row: int, begin: int, end: int) -> bool:
    """Whether a line runs along a row of a gap between two columns."""
    for net in gap.nets:
        track = gap.tracks.get(net.number)
        if track is None or net.left >= end or max(net.right, *(track.dogleg or (0, 0))[1:]) < begin:
            continue
        if row - gap.first in (track.row, *(track.dogleg or ())[:1]):
            return True
    return False
