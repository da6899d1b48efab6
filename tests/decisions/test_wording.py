"""Nodes in words."""

from __future__ import annotations

from c8tui.decisions.graph import graph_of
from c8tui.decisions.wording import described
from c8tui.feel.dmn_model import Decision, Service
from tests.decisions.graphs import decisions, element, model


def test_what_it_is_what_it_requires_and_what_requires_it() -> None:
    graph = decisions(dish="season guests", season="", guests="")
    assert described(graph, "dish") == "dish, decision, no logic; requires season, guests; required by nothing"
    assert described(graph, "season") == "season, decision, no logic; requires nothing; required by dish"
    assert described(graph, "season", lambda node: node.id.upper()).startswith("SEASON, ")


def test_a_service_consists_of_its_parts() -> None:
    service = Service("s", "s", "", "", "s", "", (), (), ("out",), ("inner",))
    graph = graph_of(model(service, element(Decision, "out", ["inner"]), element(Decision, "inner")))
    assert described(graph, "s") == "s, decision service, 1 output; consists of out, inner; required by nothing"


def test_long_lists_count_and_circles_are_told() -> None:
    many = {f"d{number}": "" for number in range(20)}
    assert "d11, 8 more; required by" in described(decisions(top=" ".join(many), **many), "top")
    assert described(decisions(a="b", b="a"), "a").endswith("required by b; part of a circle")
