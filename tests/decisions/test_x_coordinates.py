"""Columns: as near as can be to what is wanted, and apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.crossings import ordered
from c8tui.decisions.layered_graph import layered_graph_of, layers_of
from c8tui.decisions.x_coordinates import middles_of, spread, whole
from tests.decisions.test_layered_graph import arcs_of


def test_places_that_fit_stay_and_others_make_room() -> None:
    assert spread([0, 10, 20], [1, 1, 1], [5, 5]) == [0, 10, 20]
    assert spread([10, 10], [1, 1], [4]) == [8, 12]
    assert spread([10, 10], [3, 1], [4]) == pytest.approx([9, 13])


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1, max_size=20))
def test_places_are_always_apart(given: list[tuple[int, int]]) -> None:
    apart = [weight + 1 for _, weight in given[1:]]
    places = spread([place for place, _ in given], [float(weight) for _, weight in given], apart)
    cells = whole(places, apart)
    for found in (places, cells):
        gaps = zip(found, found[1:], apart, strict=False)
        assert all(right - left >= gap - 1e-6 for left, right, gap in gaps)


def test_a_parent_stands_in_the_middle_of_its_children() -> None:
    arcs = arcs_of((0, 1), (0, 2), (0, 3))
    graph = layered_graph_of(4, arcs, layers_of(4, arcs))
    ordered(graph)
    middles = middles_of(graph, [9, 9, 9, 9])
    assert sorted(middles[1:]) == [4, 15, 26]
    assert middles[0] == 15


def test_a_long_line_is_straight() -> None:
    arcs = arcs_of((0, 1), (1, 2), (2, 3), (4, 3), (4, 0))
    graph = layered_graph_of(5, arcs, layers_of(5, arcs))
    ordered(graph)
    middles = middles_of(graph, [9] * 5 + [1] * (len(graph.layer) - 5))
    assert len({middles[dummy] for dummy in range(5, len(graph.layer))}) == 1
