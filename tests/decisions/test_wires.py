"""Wires: strokes from box to box, and heads at those that need."""

from __future__ import annotations

from c8tui.decisions.layered_graph import Arc, layered_graph_of
from c8tui.decisions.ports import ports_of
from c8tui.decisions.wires import Head, Stroke, wiring_of
from tests.decisions.test_layered_graph import arcs_of


def test_a_straight_line_is_one_stroke_with_a_head() -> None:
    graph = layered_graph_of(2, arcs_of((0, 1)), [0, 1])
    wiring = wiring_of(graph, ports_of(graph, [5, 5], [11, 11]), [4, 4])
    assert wiring.tops == [0, 6]
    assert wiring.height == 10
    assert wiring.strokes == [Stroke(0, 0, False, 5, 3, 6)]
    assert wiring.heads == [Head(0, 0, 5, 4, True)]


def test_a_line_back_has_its_head_below() -> None:
    graph = layered_graph_of(2, [Arc(0, 1, "information", back=True)], [0, 1])
    wiring = wiring_of(graph, ports_of(graph, [5, 5], [11, 11]), [4, 4])
    assert wiring.heads == [Head(0, 0, 5, wiring.tops[1] - 1, False)]


def test_a_bent_line_has_three_strokes() -> None:
    graph = layered_graph_of(2, arcs_of((0, 1)), [0, 1])
    strokes = wiring_of(graph, ports_of(graph, [5, 25], [11, 11]), [4, 4]).strokes
    assert [(stroke.across, stroke.at, stroke.begin, stroke.end) for stroke in strokes] == [
        (False, 5, 3, 5), (True, 5, 5, 25), (False, 25, 5, 6),
    ]  # fmt: skip
