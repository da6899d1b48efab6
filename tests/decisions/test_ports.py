"""Ports: a column for every net at each side, in line with the other end where it can be."""

from __future__ import annotations

from c8tui.decisions.layered_graph import layered_graph_of
from c8tui.decisions.ports import ports_needed, ports_of
from tests.decisions.test_layered_graph import arcs_of


def test_one_line_between_overlapping_boxes_is_straight() -> None:
    graph = layered_graph_of(2, arcs_of((0, 1)), [0, 1])
    ports = ports_of(graph, [10, 14], [11, 11])
    assert ports.bottom[0, 0] == ports.top[1, 0] == 10


def test_lines_of_several_stars_have_columns_of_their_own_in_the_order_of_where_they_come_from() -> None:
    graph = layered_graph_of(4, [*arcs_of((0, 2), (0, 3), (1, 2), (1, 3))], [0, 0, 1, 1])
    ports = ports_of(graph, [30, 5, 10, 40], [11, 11, 11, 11])
    assert len({ports.top[2, net] for net in range(len(graph.nets))}) == len(graph.nets) == 2
    assert ports_needed(graph) == [1, 1, 2, 2]
    left = next(number for number, net in enumerate(graph.nets) if net.center == 1)
    assert ports.top[2, left] < ports.top[2, 1 - left]


def test_ports_are_within_their_box() -> None:
    graph = layered_graph_of(8, arcs_of(*((upper, lower) for upper in range(7) for lower in (7,))), [0] * 7 + [1])
    ports = ports_of(graph, [upper * 11 for upper in range(7)] + [60], [9] * 8)
    assert all(abs(column - 60) <= 3 for (item, _), column in ports.top.items() if item == 7)
