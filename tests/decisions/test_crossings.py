"""The order within layers: no crossing where there need be none."""

from __future__ import annotations

from c8tui.decisions.crossings import crossings, ordered
from c8tui.decisions.layered_graph import layered_graph_of, layers_of
from tests.decisions.test_layered_graph import arcs_of


def count(*pairs: tuple[int, int], nodes: int) -> tuple[int, list[list[int]]]:
    arcs = arcs_of(*pairs)
    graph = layered_graph_of(nodes, arcs, layers_of(nodes, arcs))
    ordered(graph)
    place = [0] * len(graph.layer)
    for row in graph.rows:
        for index, item in enumerate(row):
            place[item] = index
    return crossings(graph, place), graph.rows


def test_crossed_lines_are_counted() -> None:
    arcs = arcs_of((0, 3), (1, 2))
    graph = layered_graph_of(4, arcs, [0, 0, 1, 1])
    assert crossings(graph, [0, 1, 0, 1]) == 1
    assert crossings(graph, [0, 1, 1, 0]) == 0


def test_what_can_be_drawn_without_crossings_is() -> None:
    assert count((0, 5), (1, 4), (2, 3), (0, 4), nodes=6)[0] == 0
    assert count((0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (2, 6), nodes=7)[0] == 0


def test_what_cannot_crosses_as_little_as_can_be() -> None:
    assert count(*((upper, lower) for upper in (0, 1, 2) for lower in (3, 4, 5)), nodes=6)[0] == 9


def test_a_line_that_goes_on_does_so_between_boxes() -> None:
    arcs = arcs_of(*((0, lower) for lower in range(1, 6)))
    graph = layered_graph_of(6, arcs, [0, 1, 1, 1, 1, 2])
    ordered(graph)
    assert graph.rows[1] == [1, 2, 6, 3, 4]
