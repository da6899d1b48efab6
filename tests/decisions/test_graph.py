"""The graph of a model: every element, every requirement, and what is wrong, told and drawn."""

from __future__ import annotations

import pytest

from c8tui.decisions.graph import Edge, Node, graph_of, hint_of
from c8tui.feel import dmn
from c8tui.feel.dmn_model import (
    Box,
    ContextBox,
    Decision,
    Definitions,
    FunctionBox,
    Import,
    InputData,
    KnowledgeModel,
    KnowledgeSource,
    LiteralBox,
    RelationBox,
    Service,
    TableBox,
    UnknownBox,
)
from tests.decisions.graphs import decisions, element, model
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_xml, table_xml


def test_nodes_know_their_kind_and_their_logic() -> None:
    table = table_xml(["a", "b"], ["c"], [["1", "2", "3"]] * 6, policy="FIRST")
    graph = graph_of(dmn.read(model_xml(decision_xml("d", table, inputs=["a"]), input_xml("a", "number"))))
    assert list(graph.nodes.values()) == [
        Node("d", "d", "decision", "table F 2x6", "table FIRST, 2 inputs, 6 rules"),
        Node("a", "a", "input", "number", "number"),
    ]
    assert graph.edges == (Edge("d", "a", "information"),)
    assert graph.problems == ()


@pytest.mark.parametrize(
    ("logic", "hint"),
    [
        (None, "no logic"), (LiteralBox(), "literal"), (ContextBox(), "context"), (RelationBox(), "relation"),
        (TableBox(hit_policy="COLLECT", aggregation="SUM"), "table C+ 0x0"), (UnknownBox(), "unknown logic"),
    ],
)  # fmt: skip
def test_every_logic_has_a_word(logic: Box | None, hint: str) -> None:
    assert hint_of(logic)[0] == hint


def test_a_knowledge_model_is_what_its_function_does() -> None:
    own = KnowledgeModel("k", "k", "", "", "k", "", logic=FunctionBox(body=LiteralBox()))
    java = KnowledgeModel("j", "j", "", "", "j", "", logic=FunctionBox(kind="Java"))
    nodes = graph_of(model(own, java)).nodes
    assert [(node.kind, node.hint) for node in nodes.values()] == [
        ("knowledge", "literal"),
        ("knowledge", "Java function"),
    ]


def test_edges_have_the_kind_of_what_is_needed_and_stand_once() -> None:
    graph = graph_of(
        model(
            element(Decision, "d", ["k", "i", "i", "s"], ["law"]), element(KnowledgeModel, "k"),
            element(InputData, "i"), element(KnowledgeSource, "law"), element(Service, "s"),
        )
    )  # fmt: skip
    assert [(edge.needed, edge.kind) for edge in graph.edges] == [
        ("k", "knowledge"), ("i", "information"), ("s", "knowledge"), ("law", "authority"),
    ]  # fmt: skip
    assert [edge.needing for edge in graph.needed_by("law")] == ["d"]
    assert graph.needs("law") == ()


def test_parts_of_a_service_that_its_outputs_need_anyway_are_implied() -> None:
    service = Service("s", "s", "", "", "s", "", (), (), ("out",), ("inner", "other"), ("given",), ("i",))
    rest = [element(Decision, "out", ["inner"]), element(Decision, "inner", ["i"]), element(InputData, "i")]
    graph = graph_of(model(service, *rest, element(Decision, "other"), element(Decision, "given")))
    assert [(edge.needed, edge.part, edge.implied) for edge in graph.needs("s")] == [
        ("out", "output", False), ("inner", "encapsulated", True), ("other", "encapsulated", False),
        ("given", "input", False), ("i", "input", True),
    ]  # fmt: skip


def test_what_is_not_there_is_a_node_and_told_once() -> None:
    graph = graph_of(dmn.read(model_xml(decision_xml("d", literal_xml("1"), requires=["lost"]))))
    assert graph.nodes["lost"].kind == "missing"
    assert graph.problems == ("d requires lost, which is not there",)
    graph = graph_of(model(element(Decision, "d", [], ["gone"])))
    assert graph.nodes["gone"].kind == "missing"
    assert graph.problems == ("d names gone, which is not there",)


def test_what_is_imported_is_named_as_its_own_model_does() -> None:
    other = model(KnowledgeModel("k", "Rate", "", "", "Rate", ""))
    here = Definitions("m", "urn:a", {"d": element(Decision, "d", ["urn:m#k", "urn:z#q"])},
                       imports=(Import("lib", "urn:m", other), Import("far", "urn:z")))  # fmt: skip
    graph = graph_of(here)
    assert graph.nodes["urn:m#k"] == Node("urn:m#k", "Rate", "imported", "knowledge of lib", "knowledge of lib")
    assert (graph.nodes["urn:z#q"].name, graph.nodes["urn:z#q"].hint) == ("q", "of far")
    assert [edge.kind for edge in graph.edges] == ["knowledge", "information"]


def test_a_circle_is_told_and_one_of_its_edges_goes_back() -> None:
    graph = decisions(a="b", b="c", c="a", d="d")
    assert graph.problems == ("a circle: a requires b requires c requires a", "d requires itself")
    assert [(edge.needing, edge.needed) for edge in graph.edges if edge.back] == [("c", "a"), ("d", "d")]
    long = decisions(**{f"d{number}": f"d{(number + 1) % 30}" for number in range(30)})
    assert long.problems[0].endswith("requires d7 requires … requires d0")


def test_deep_models_are_no_matter() -> None:
    graph = decisions(**{f"d{number}": f"d{(number + 1) % 5_000}" for number in range(5_000)})
    assert [edge.needing for edge in graph.edges if edge.back] == ["d4999"]


def test_what_has_no_name_is_called_by_its_id() -> None:
    assert [Node("a", "", "input").title, Node("", "", "input").title] == ["a", "no name"]
