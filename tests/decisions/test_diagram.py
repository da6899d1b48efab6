"""Pictures of whole graphs, read back from their characters: no line lies, no box covers another, none is lost."""

from __future__ import annotations

import os
import random
from itertools import combinations
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from c8tui.decisions.diagram import picture_of
from c8tui.decisions.graph import Edge, Graph, Node, graph_of
from c8tui.diagrams.channel_routing import ChannelNet, Track, tracks_of
from c8tui.diagrams.crossings import crossings, ordered
from c8tui.diagrams.layered_graph import Arc, Net, layered_graph_of, layers_of, narrowed
from c8tui.diagrams.ports import ports_needed, ports_of
from c8tui.diagrams.wires import Head, Stroke, wiring_of
from c8tui.diagrams.x_coordinates import middles_of, spread, whole
from c8tui.feel import dmn
from c8tui.feel.dmn_model import Definitions
from tests.decisions.graphs import Reading, decisions, drawn, models

KIT = os.environ.get("C8TUI_TCK", "")
RESOURCES = Path(__file__).parents[2] / "c8tui" / "sandbox" / "resources"


def cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def random_graph(nodes: int, edges: int) -> Graph:
    chance = random.Random(7)
    pairs: dict[tuple[int, int], Edge] = {}
    while len(pairs) < edges:
        upper, lower = sorted(chance.sample(range(nodes), 2))
        pairs[upper, lower] = Edge(str(upper), str(lower), chance.choice(["information", "knowledge", "authority"]))
    return Graph({str(n): Node(str(n), f"decision {n}", "decision") for n in range(nodes)}, tuple(pairs.values()))


@hypothesis_settings(max_examples=25)
@given(models())
def test_the_lines_say_what_the_graph_says(model: Definitions) -> None:
    graph = graph_of(model)
    for room in (40, 120):
        picture = picture_of(graph, width=cells, room=room)
        assert set(picture.boxes) == set(graph.nodes)
        assert Reading(picture).needs() == drawn(graph)
        assert all(sum(cells(text) for text, _ in line) == picture.width for line in picture.lines)
        assert picture.text == picture_of(graph_of(model), width=cells, room=room).text


def test_what_is_required_stands_below() -> None:
    graph = decisions(top="left right", left="base", right="base", base="")
    boxes = picture_of(graph).boxes
    for edge in graph.edges:
        assert boxes[edge.needing].y + boxes[edge.needing].height < boxes[edge.needed].y


def test_a_small_one_looks_like_this() -> None:
    assert picture_of(decisions(dish="season guests", season="", guests="")).text == (
        "       ┌───────────┐\n"
        "       │ dish      │\n"
        "       │ no logic  │\n"
        "       └ decision ─┘\n"
        "             ▲\n"
        "      ┌──────┴───────┐\n"
        "┌─────┴─────┐  ┌─────┴─────┐\n"
        "│ season    │  │ guests    │\n"
        "│ no logic  │  │ no logic  │\n"
        "└ decision ─┘  └ decision ─┘"
    )


def test_one_line_between_two_is_straight() -> None:
    text = picture_of(decisions(top="a_very_long_name", a_very_long_name="")).text
    assert "│" in text
    assert not set(text.splitlines()[4] + text.splitlines()[5]) & set("┐┘└┌")


def test_parts_that_have_nothing_to_do_with_each_other_stand_side_by_side_while_there_is_room() -> None:
    graph = decisions(**{f"d{number}": "" for number in range(9)})
    boxes = list(picture_of(graph, room=50).boxes.values())
    assert [box.y for box in boxes] == [0, 0, 0, 5, 5, 5, 10, 10, 10]
    assert picture_of(graph, room=50).width <= 50


def test_many_inputs_of_one_decision_stand_in_rows() -> None:
    inputs = {f"input{number}": "" for number in range(12)}
    graph = decisions(top=" ".join(inputs), **inputs)
    picture = picture_of(graph, room=80)
    assert picture.width <= 80
    assert Reading(picture).needs() == drawn(graph)
    users = {f"user{number}": "base" for number in range(12)}
    assert picture_of(decisions(base="", **users), room=80).width <= 80


def test_what_requires_itself_is_marked() -> None:
    assert "↻" in picture_of(decisions(a="a")).text


def test_large_graphs_lose_no_line() -> None:
    graph = random_graph(150, 450)
    assert Reading(picture_of(graph)).needs() == drawn(graph)


@pytest.mark.long
def test_a_graph_stranger_than_any_leaves_its_longest_lines_out() -> None:
    chain = [Edge(str(n), str(n + 1), "information") for n in range(1_500)]
    jumps = [Edge(str(n), str(n + 700), "authority") for n in range(800)]
    graph = Graph({str(n): Node(str(n), "", "decision") for n in range(1_501)}, (*chain, *jumps))
    picture = picture_of(graph)
    assert 0 < len(picture.left_out) < len(jumps)
    assert all(edge.kind == "authority" for edge in picture.left_out)
    assert picture.boxes.keys() == graph.nodes.keys()


@pytest.mark.parametrize("name", ["dish.dmn", "compensation.dmn", "discount.dmn"])
def test_the_models_of_the_sandbox(name: str) -> None:
    graph = graph_of(dmn.read((RESOURCES / name).read_bytes()))
    assert Reading(picture_of(graph, room=80)).needs() == drawn(graph)


@pytest.mark.skipif(not KIT, reason="C8TUI_TCK does not name the folder of the kit")
def test_the_models_of_the_kit() -> None:
    files = sorted(Path(KIT).rglob("*.dmn"))
    assert files
    for file in files:
        graph = graph_of(dmn.read(file.read_bytes()))
        for room in (80, 160):
            assert Reading(picture_of(graph, room=room)).needs() == drawn(graph), file.name


# The order within layers: no crossing where there need be none.


def count(*pairs: tuple[int, int], nodes: int) -> tuple[int, list[list[int]]]:
    arcs = arcs_of(*pairs)
    layered = layered_graph_of(nodes, arcs, layers_of(nodes, arcs))
    ordered(layered)
    place = [0] * len(layered.layer)
    for row in layered.rows:
        for index, item in enumerate(row):
            place[item] = index
    return crossings(layered, place), layered.rows


def test_crossed_lines_are_counted() -> None:
    arcs = arcs_of((0, 3), (1, 2))
    layered = layered_graph_of(4, arcs, [0, 0, 1, 1])
    assert crossings(layered, [0, 1, 0, 1]) == 1
    assert crossings(layered, [0, 1, 1, 0]) == 0


def test_what_can_be_drawn_without_crossings_is() -> None:
    assert count((0, 5), (1, 4), (2, 3), (0, 4), nodes=6)[0] == 0
    assert count((0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (2, 6), nodes=7)[0] == 0


def test_what_cannot_crosses_as_little_as_can_be() -> None:
    assert count(*((upper, lower) for upper in (0, 1, 2) for lower in (3, 4, 5)), nodes=6)[0] == 9


def test_a_line_that_goes_on_does_so_between_boxes() -> None:
    arcs = arcs_of(*((0, lower) for lower in range(1, 6)))
    layered = layered_graph_of(6, arcs, [0, 1, 1, 1, 1, 2])
    ordered(layered)
    assert layered.rows[1] == [1, 2, 6, 3, 4]


# Layers: below is what is needed, near to those who need it; nets share their trunks.


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
    layered = layered_graph_of(3, arcs_of((0, 1), (0, 2)), [0, 1, 1])
    assert layered.nets == [Net(0, "information", False, True)]
    layered = layered_graph_of(4, arcs_of((0, 3), (1, 3), (2, 3)), [0, 0, 0, 1])
    assert layered.nets == [Net(3, "information", False, False)]


def test_a_star_has_one_joint_in_each_layer_that_it_passes() -> None:
    layered = layered_graph_of(4, arcs_of((0, 1), (0, 2), (0, 3), (1, 2)), [0, 1, 2, 2])
    dummies = range(4, len(layered.layer))
    assert [layered.layer[dummy] for dummy in dummies] == [1]
    assert [layered.links[link].upper for link in layered.path(2)] == [4, 0]
    assert [layered.links[link].lower for link in layered.path(1)] == [2, 4]


# Channels: no two nets run over each other, also where their columns are crossed.


def test_straight_lines_need_no_row_and_others_share_one_while_they_do_not_meet() -> None:
    tracks, rows = tracks_of([ChannelNet(0, (5,), (5,)), ChannelNet(1, (8,), (10,)), ChannelNet(2, (20,), (14,))])
    assert tracks == {1: Track(0), 2: Track(0)}
    assert rows == 1


def test_who_ends_in_a_column_stands_above_who_begins_there() -> None:
    tracks, _ = tracks_of([ChannelNet(0, (5,), (10,)), ChannelNet(1, (10,), (20,))])
    assert tracks[1].row < tracks[0].row


def test_a_circle_of_columns_takes_a_dogleg() -> None:
    tracks, _ = tracks_of([ChannelNet(0, (5,), (10,)), ChannelNet(1, (10,), (5,))])
    doglegs = [track.dogleg for track in tracks.values() if track.dogleg is not None]
    assert len(doglegs) == 1
    assert doglegs[0][1] not in (5, 10)


def cells_of(net: ChannelNet, track: Track, rows: int) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The cells that a net covers along rows, and along columns."""
    across, down = set(), set()
    upper, column = track.dogleg or (track.row, net.tops[0])
    down |= {(top, y) for top in net.tops for y in range(-1, upper + 1)}
    down |= {(column, y) for y in range(upper, track.row + 1)}
    down |= {(bottom, y) for bottom in net.bottoms for y in range(track.row, rows + 1)}
    if track.dogleg:
        across |= {(x, upper) for x in range(min(*net.tops, column), max(*net.tops, column) + 1)}
        ends = (*net.bottoms, column)
    else:
        ends = (*net.tops, *net.bottoms)
    across |= {(x, track.row) for x in range(min(ends), max(ends) + 1)}
    return across, down


@given(st.permutations(range(12)), st.permutations(range(12)), st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_no_two_nets_share_a_run(tops: list[int], bottoms: list[int], sizes: list[int]) -> None:
    nets, at = [], 0
    for net, size in enumerate(sizes):
        nets.append(ChannelNet(net, (tops[net],), tuple(bottoms[at : at + size])))
        at += size
    tracks, rows = tracks_of(nets)
    covered = [cells_of(net, tracks[net.number], rows) for net in nets if net.number in tracks]
    for (across, down), (other_across, other_down) in combinations(covered, 2):
        assert not across & other_across
        assert not down & other_down


# Ports: a column for every net at each side, in line with the other end where it can be.


def test_one_line_between_overlapping_boxes_is_straight() -> None:
    layered = layered_graph_of(2, arcs_of((0, 1)), [0, 1])
    ports = ports_of(layered, [10, 14], [11, 11])
    assert ports.bottom[0, 0] == ports.top[1, 0] == 10


def test_lines_of_several_stars_have_columns_of_their_own_in_the_order_of_where_they_come_from() -> None:
    layered = layered_graph_of(4, [*arcs_of((0, 2), (0, 3), (1, 2), (1, 3))], [0, 0, 1, 1])
    ports = ports_of(layered, [30, 5, 10, 40], [11, 11, 11, 11])
    assert len({ports.top[2, net] for net in range(len(layered.nets))}) == len(layered.nets) == 2
    assert ports_needed(layered) == [1, 1, 2, 2]
    left = next(number for number, net in enumerate(layered.nets) if net.center == 1)
    assert ports.top[2, left] < ports.top[2, 1 - left]


def test_ports_are_within_their_box() -> None:
    layered = layered_graph_of(8, arcs_of(*((upper, lower) for upper in range(7) for lower in (7,))), [0] * 7 + [1])
    ports = ports_of(layered, [upper * 11 for upper in range(7)] + [60], [9] * 8)
    assert all(abs(column - 60) <= 3 for (item, _), column in ports.top.items() if item == 7)


# Wires: strokes from box to box, and heads at those that need.


def test_a_straight_line_is_one_stroke_with_a_head() -> None:
    layered = layered_graph_of(2, arcs_of((0, 1)), [0, 1])
    wiring = wiring_of(layered, ports_of(layered, [5, 5], [11, 11]), [4, 4])
    assert wiring.tops == [0, 6]
    assert wiring.height == 10
    assert wiring.strokes == [Stroke(0, 0, False, 5, 3, 6)]
    assert wiring.heads == [Head(0, 0, 5, 4, True)]


def test_a_line_back_has_its_head_below() -> None:
    layered = layered_graph_of(2, [Arc(0, 1, "information", back=True)], [0, 1])
    wiring = wiring_of(layered, ports_of(layered, [5, 5], [11, 11]), [4, 4])
    assert wiring.heads == [Head(0, 0, 5, wiring.tops[1] - 1, False)]


def test_a_bent_line_has_three_strokes() -> None:
    layered = layered_graph_of(2, arcs_of((0, 1)), [0, 1])
    strokes = wiring_of(layered, ports_of(layered, [5, 25], [11, 11]), [4, 4]).strokes
    assert [(stroke.across, stroke.at, stroke.begin, stroke.end) for stroke in strokes] == [
        (False, 5, 3, 5), (True, 5, 5, 25), (False, 25, 5, 6),
    ]  # fmt: skip


# Columns: as near as can be to what is wanted, and apart.


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
    layered = layered_graph_of(4, arcs, layers_of(4, arcs))
    ordered(layered)
    middles = middles_of(layered, [9, 9, 9, 9])
    assert sorted(middles[1:]) == [4, 15, 26]
    assert middles[0] == 15


def test_a_long_line_is_straight() -> None:
    arcs = arcs_of((0, 1), (1, 2), (2, 3), (4, 3), (4, 0))
    layered = layered_graph_of(5, arcs, layers_of(5, arcs))
    ordered(layered)
    middles = middles_of(layered, [9] * 5 + [1] * (len(layered.layer) - 5))
    assert len({middles[dummy] for dummy in range(5, len(layered.layer))}) == 1
