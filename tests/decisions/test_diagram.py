"""Pictures of whole graphs, read back from their characters: no line lies, no box covers another, none is lost."""

from __future__ import annotations

import os
import random
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from c8tui.decisions.diagram import picture_of
from c8tui.decisions.graph import Edge, Graph, Node, graph_of
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
