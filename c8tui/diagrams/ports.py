"""Where lines leave and enter boxes: a column for every net, in line with the other end where that can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from c8tui.diagrams.layered_graph import LayeredGraph
from c8tui.diagrams.x_coordinates import spread, whole

Port = tuple[int, int]
"""An item and a net."""


@dataclass(slots=True)
class Ports:
    """Columns of lines at the bottom and at the top of items."""

    bottom: dict[Port, int] = field(default_factory=dict)
    top: dict[Port, int] = field(default_factory=dict)


def ports_needed(graph: LayeredGraph) -> list[int]:
    """For every item, how many columns its fuller side needs."""
    sides: list[tuple[set[int], set[int]]] = [(set(), set()) for _ in graph.layer]
    for link in graph.links:
        sides[link.upper][1].add(link.net)
        sides[link.lower][0].add(link.net)
    return [max(len(top), len(bottom)) for top, bottom in sides]


def ports_of(graph: LayeredGraph, middles: Sequence[int], widths: Sequence[int]) -> Ports:
    """The columns, layer by layer from the top, so that a line can meet the column that was chosen above it."""
    ports = Ports()
    downs: dict[Port, list[int]] = {}
    ups: dict[Port, list[int]] = {}
    for link in graph.links:
        downs.setdefault((link.upper, link.net), []).append(link.lower)
        ups.setdefault((link.lower, link.net), []).append(link.upper)
    by_upper: dict[int, list[int]] = {}
    by_lower: dict[int, list[int]] = {}
    for item, net in downs:
        by_upper.setdefault(item, []).append(net)
    for item, net in ups:
        by_lower.setdefault(item, []).append(net)
    for row in graph.rows:
        for item in row:
            _top(graph, item, by_lower.get(item, []), ups, ports, middles, widths)
        for item in row:
            _bottom(item, by_upper.get(item, []), downs, ports, middles, widths)
    return ports


def _bottom(
    item: int, nets: list[int], downs: dict[Port, list[int]], ports: Ports, middles: Sequence[int],
    widths: Sequence[int],
) -> None:  # fmt: skip
    wanted = []
    for net in nets:
        others = downs[item, net]
        column = middles[item]
        if len(others) == 1:
            other = others[0]
            reach = max(widths[other] // 2 - 1, 0)
            near = min(max(column, middles[other] - reach), middles[other] + reach)
            column = near if abs(near - middles[item]) <= widths[item] // 2 - 1 else column
        wanted.append((column, sum(middles[other] for other in others) / len(others), net))
    _settle(item, wanted, ports.bottom, middles, widths)


def _top(
    graph: LayeredGraph, item: int, nets: list[int], ups: dict[Port, list[int]], ports: Ports, middles: Sequence[int],
    widths: Sequence[int],
) -> None:  # fmt: skip
    wanted = []
    for net in nets:
        columns = [ports.bottom[other, net] for other in ups[item, net]]
        inside = [column for column in columns if abs(column - middles[item]) <= widths[item] // 2 - 1]
        shared = graph.nets[net].down is False and len(columns) > 1
        column = middles[item] if shared or not inside else inside[0]
        wanted.append((column, sum(columns) / len(columns), net))
    _settle(item, wanted, ports.top, middles, widths)


def _settle(
    item: int, wanted: list[tuple[int, float, int]], side: dict[Port, int], middles: Sequence[int],
    widths: Sequence[int],
) -> None:  # fmt: skip
    """Gives each its own column within the item, in the order of where the lines come from."""
    if not wanted:
        return
    wanted.sort(key=lambda port: (port[1], port[0], port[2]))
    reach = max(widths[item] // 2 - 1, 0)
    left, right, count = middles[item] - reach, middles[item] + reach, len(wanted)
    step = 2 if 2 * count - 1 <= right - left + 1 else 1
    apart = [step] * (count - 1)
    cells = whole(spread([port[0] for port in wanted], [1.0] * count, apart), apart)
    for index in range(count - 1, -1, -1):  # back inside from the right, then from the left
        cells[index] = min(cells[index], right - step * (count - 1 - index))
    for index, port in enumerate(wanted):
        cells[index] = max(cells[index], left + step * index)
        side[item, port[2]] = cells[index]
