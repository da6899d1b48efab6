"""Layers: below is what is needed, near to those who need it; nets share their trunks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.layered_graph import Arc, Net, layered_graph_of, layers_of, narrowed


def arcs_of(*pairs: tuple[int, int]) -> list[Arc]:
    return [Arc(upper, lower, "information") for upper, lower in pairs]


def test_layers_are_the_longest_paths_from_the_top() -> None:
    assert layers_of(4, arcs_of((0, 1), (1, 2), (0, 2), (0, 3))) == [0, 1, 2, 1]


def test_a_top_stands_as_low_as_what_it_needs_lets_it() -> None:
    assert layers_of(4, arcs_of((0, 1), (1, 2), (3, 2))) == [0, 1, 2, 1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), max_size=25))
def test_every_arc_goes_down_also_where_layers_are_broken(pairs: list[tuple[int, int]]) -> None:
    arcs = arcs_of(*pairs)
    layer = layers_of(10, arcs)
    for layers in (layer, narrowed(layer, arcs, [10] * 10, 25)):
        assert min(layers) >= 0
        assert all(layers[arc.upper] < layers[arc.lower] for arc in arcs)


def test_what_only_one_needs_goes_into_even_rows_where_a_layer_is_too_wide() -> None:
    arcs = arcs_of(*((0, lower) for lower in range(1, 7)))
    layer = layers_of(7, arcs)
    assert narrowed(layer, arcs, [10] * 7, 60) == layer
    assert narrowed(layer, arcs, [10] * 7, 30) == [0, 1, 1, 1, 2, 2, 2]


def test_an_edge_belongs_to_the_end_that_has_more_of_them() -> None:
    graph = layered_graph_of(3, arcs_of((0, 1), (0, 2)), [0, 1, 1])
    assert graph.nets == [Net(0, "information", False, True)]
    graph = layered_graph_of(4, arcs_of((0, 3), (1, 3), (2, 3)), [0, 0, 0, 1])
    assert graph.nets == [Net(3, "information", False, False)]


def test_a_star_has_one_joint_in_each_layer_that_it_passes() -> None:
    graph = layered_graph_of(4, arcs_of((0, 1), (0, 2), (0, 3), (1, 2)), [0, 1, 2, 2])
    dummies = range(4, len(graph.layer))
    assert [graph.layer[dummy] for dummy in dummies] == [1]
    assert [graph.links[link].upper for link in graph.path(2)] == [4, 0]
    assert [graph.links[link].lower for link in graph.path(1)] == [2, 4]
