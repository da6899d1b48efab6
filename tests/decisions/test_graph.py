"""The graph of a model: every element, every requirement, and what is wrong, told and drawn."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.diagram import picture_of
from c8tui.decisions.graph import Edge, Node, graph_of, hint_of
from c8tui.decisions.graph_boxes import WIDEST, PlacedBox, text_of
from c8tui.decisions.kinds import ELEMENT_NAMES, NodeKind
from c8tui.decisions.picture import GraphHighlights
from c8tui.decisions.walking import Way, nearest
from c8tui.decisions.wording import described
from c8tui.diagrams.labels import cut
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


# Boxes: borders by kind, names on one line or two, everything in exactly the cells that it takes.


def cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def rows(box: PlacedBox) -> list[str]:
    return ["".join(text for text, _ in box.row(y)) for y in range(box.y, box.y + box.height)]


def box_of(kind: NodeKind, name: str = "Dish", hint: str = "", width: int = 15, height: int = 3) -> PlacedBox:
    return PlacedBox("id", kind, 0, 0, width, height, text_of(name, hint, kind))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Dish", ["Dish"]),
        ("Post-bureau risk category", ["Post-bureau", "risk category"]),
        ("RequiredMonthlyInstallment", ["RequiredMonthly", "Installment"]),
        ("snake_case_of_a_name", ["snake_case_", "of_a_name"]),
        ("a\n b", ["a b"]),
        ("x" * 40, ["x" * (WIDEST - 1) + "…"]),
    ],
)
def test_names_are_broken_between_words_or_cut(name: str, lines: list[str]) -> None:
    assert [line.rstrip() for line in text_of(name, "", "input").lines] == lines


@given(st.text("ab 漢é-C", max_size=90), st.text("ab 漢", max_size=40))
def test_every_line_of_a_box_is_as_wide_as_the_box(name: str, hint: str) -> None:
    text = text_of(name, hint, "input", cells)
    box = PlacedBox("id", "input", 3, 5, text.width + 6, 6, text)
    assert text.width % 2 == 1
    assert text.width <= WIDEST + 1
    assert {cells(row) for row in rows(box)} == {box.width}


def test_kinds_differ_by_border_and_by_word() -> None:
    drawn = {kind: rows(box_of(kind)) for kind in ELEMENT_NAMES}
    assert len({tuple(lines[0]) for lines in drawn.values()}) == len(ELEMENT_NAMES)
    assert all(kind in lines[-1] for kind, lines in drawn.items())
    assert drawn["service"] == ["╔═════════════╗", "║  Dish       ║", "╚ service ════╝"]


def test_lines_meet_the_top_of_a_box() -> None:
    text = text_of("a", "", "decision")
    box = PlacedBox("id", "decision", 10, 0, 15, 3, text, ((14, False), (16, True)), itself=True)
    assert rows(box)[0] == "┌───┴─╨───────┐"
    assert rows(box)[2] == "└ decision ──↻┘"


def test_a_text_is_cut_by_cells() -> None:
    assert cut("漢字漢字", 8, cells) == "漢字漢字"
    assert cut("漢字漢字", 6, cells) == "漢字…"


# Pictures: windows of their rows, wide characters cut at the edge, what stands out.


def cells_of_picture(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def plain(spans: list[tuple[str, str]]) -> str:
    return "".join(text for text, _ in spans)


def test_a_window_shows_a_part_of_a_row_and_blanks_beyond() -> None:
    picture = picture_of(decisions(dish="season", season=""))
    assert plain(picture.line(1)) == "│ dish      │"
    assert plain(picture.line(1, 4, 8)) == "sh  "
    assert plain(picture.line(1, -2, 4)) == "  │ di"
    assert plain(picture.line(1, 11, 15)) == " │  "
    assert plain(picture.line(99, 0, 3)) == "   "


def test_half_of_a_wide_character_is_a_blank() -> None:
    picture = picture_of(decisions(漢字=""), width=cells_of_picture)
    assert plain(picture.line(1)) == "│ 漢字      │"
    assert [plain(picture.line(1, begin, begin + 3)) for begin in (1, 2, 3)] == [" 漢", "漢 ", " 字"]
    assert cells_of_picture(plain(picture.line(1, 0, 3))) == 3


def test_the_current_node_its_neighbours_and_their_lines_stand_out() -> None:
    graph = decisions(top="left right", left="base", right="", base="")
    picture = picture_of(graph)
    highlights = picture.highlights(graph, "left")
    assert highlights[:3] == ("left", frozenset({"base"}), frozenset({"top"}))
    styles = {style for y in range(picture.height) for _, style in picture.line(y, highlights=highlights)}
    assert styles >= {
        "decision-current",
        "name-current",
        "name-needed",
        "name-needing",
        "name",
        "wire",
        "wire-highlighted",
    }
    assert {style for line in picture.lines for _, style in line} == {"", "decision", "name", "hint", "word", "wire"}
    assert picture.highlights(graph, "base").links < highlights.links


def test_what_is_not_drawn_has_no_light() -> None:
    graph = decisions(a="a")
    assert picture_of(graph).highlights(graph, "a") == GraphHighlights("a", frozenset("a"), frozenset("a"))


def test_nodes_are_read_from_the_top_and_from_the_left() -> None:
    assert picture_of(decisions(base="", left="base", right="base", top="left right")).order == [
        "top", "left", "right", "base",
    ]  # fmt: skip


# Steps over a picture lead along the lines, else to the nearest box.


@pytest.mark.parametrize(
    ("here", "way", "there"),
    [
        ("top", "down", "left"), ("left", "right", "right"), ("right", "left", "left"), ("right", "down", "base"),
        ("base", "up", "left"), ("top", "up", None), ("left", "left", None), ("base", "down", "alone"),
        ("alone", "up", "base"),
    ],
)  # fmt: skip
def test_steps(here: str, way: Way, there: str | None) -> None:
    graph = decisions(top="left right", left="base", right="base", base="", alone="")
    assert nearest(picture_of(graph, room=30), graph, here, way) == there


def test_what_requires_itself_does_not_hold_the_step() -> None:
    graph = decisions(a="a b", b="")
    assert nearest(picture_of(graph), graph, "a", "down") == "b"


# Nodes in words.


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
