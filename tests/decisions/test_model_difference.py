"""The difference of whole files: elements, requirements, kinds of logic, lines, types."""

from __future__ import annotations

from difflib import restore

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions import model_difference as module
from c8tui.decisions.difference import Change, SheetDifference
from c8tui.decisions.model_difference import (
    DiffLine,
    ElementDifference,
    LinesDifference,
    ModelDifference,
    lines_difference,
    logic_difference,
    model_difference,
)
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml

TABLE = table_xml(["x"], ["y"], [["1", "2"]])


def told(found: ModelDifference) -> list[tuple[str, str]]:
    return [
        (each.what, (each.after or each.before).id)  # type: ignore[union-attr]  # one of them is there
        for each in found.elements
    ]


def only(found: ModelDifference, name: str) -> ElementDifference:
    return next(each for each in found.elements if each.after is not None and each.after.id == name)


def test_nothing_differs() -> None:
    model = model_of(decision_xml("d", TABLE, inputs=["x"]), decision_xml("e", literal_xml("1")), input_xml("x"))
    found = model_difference(model, model_of(decision_xml("d", TABLE, inputs=["x"]),
                                             decision_xml("e", literal_xml("1")), input_xml("x")))  # fmt: skip
    assert found.same
    assert found.summary() == "no difference"


def test_added_removed_and_changed() -> None:
    before = model_of(decision_xml("a", TABLE), decision_xml("b", TABLE), input_xml("x"))
    after = model_of(decision_xml("c", TABLE), decision_xml("a", table_xml(["x"], ["y"], [["1", "3"]])),
                     input_xml("x", "number"))  # fmt: skip
    found = model_difference(before, after)
    assert told(found) == [("added", "c"), ("changed", "a"), ("changed", "x"), ("removed", "b")]
    assert found.summary() == "1 decision added, 1 decision removed, 1 decision changed, 1 input changed"
    assert not found.same
    logic = only(found, "a").logic
    assert isinstance(logic, SheetDifference)
    assert logic.summary() == "1 changed (1 cell)"
    assert only(found, "a").changes == ()
    assert only(found, "x").changes == (Change("type", "", "number"),)


def test_another_kind_of_logic() -> None:
    found = model_difference(model_of(decision_xml("a", TABLE)), model_of(decision_xml("a", literal_xml("2"))))
    (element,) = found.elements
    assert element.changes == (Change("logic", "decision table", "literal expression"),)
    assert isinstance(element.logic, LinesDifference)
    assert [line.text for line in element.logic.lines if line.sign == "+"] == ["2"]
    gone = model_difference(model_of(decision_xml("a", literal_xml("2"))), model_of(decision_xml("a", "")))
    assert gone.elements[0].changes == (Change("logic", "literal expression", "no logic"),)
    assert gone.elements[0].logic == LinesDifference((DiffLine("-", "2"),))


def test_requirements() -> None:
    before = model_of(decision_xml("a", TABLE, inputs=["x", "y"]), *map(input_xml, "xyz"))
    after = model_of(decision_xml("a", TABLE, inputs=["z", "y"]), *map(input_xml, "xyz"))
    assert only(model_difference(before, after), "a").changes == (
        Change("requires", "x", ""),
        Change("requires", "", "z"),
    )


def test_a_new_id_of_the_same_name_is_the_same_element() -> None:
    before = model_of(decision_xml("a", TABLE, requires=["b"]), decision_xml("b", TABLE))
    renamed = decision_xml("b", TABLE).replace('id="b"', 'id="B2"')
    found = model_difference(before, model_of(decision_xml("a", TABLE, requires=["B2"]), renamed))
    assert told(found) == [("same", "a"), ("same", "B2")]


def test_one_id_of_two_kinds_is_not_the_same_element() -> None:
    found = model_difference(model_of(input_xml("a")), model_of(decision_xml("a", TABLE)))
    assert told(found) == [("added", "a"), ("removed", "a")]


def test_services_and_texts() -> None:
    service = '<decisionService id="s" name="s"><outputDecision href="#{}"/></decisionService>'
    decisions = decision_xml("a", TABLE), decision_xml("b", TABLE)
    found = model_difference(model_of(service.format("a"), *decisions), model_of(service.format("b"), *decisions))
    assert only(found, "s").changes == (Change("output decision", "a", ""), Change("output decision", "", "b"))
    assert found.summary() == "1 decision service changed"
    asked = decision_xml("a", "<question>why?</question>" + TABLE)
    found = model_difference(model_of(decision_xml("a", TABLE)), model_of(asked))
    assert found.elements[0].changes == (Change("question", "", "why?"),)


def test_types() -> None:
    def item(name: str, type_ref: str) -> str:
        return f'<itemDefinition name="{name}"><typeRef>{type_ref}</typeRef></itemDefinition>'

    found = model_difference(
        model_of(item("a", "string"), item("b", "string"), item("c", "string")),
        model_of(item("a", "string"), item("b", "number"), item("d", "string")),
    )
    assert found.types == (("changed", "b"), ("added", "d"), ("removed", "c"))
    assert found.summary() == "1 type added, 1 type removed, 1 type changed"


def test_no_logic_on_either_side() -> None:
    assert logic_difference(None, None) is None


def test_lines() -> None:
    found = lines_difference(["a", "b", "c", "d"], ["a", "B", "c", "x", "d"])
    assert [(line.sign, line.text) for line in found.lines] == [
        (" ", "a"), ("-", "b"), ("+", "B"), (" ", "c"), ("+", "x"), (" ", "d"),
    ]  # fmt: skip
    assert found.summary() == "2 lines added, 1 removed"
    assert lines_difference(["a"], []).summary() == "1 line removed"
    assert lines_difference(["a"], ["a"]).summary() == "no difference"


def test_too_many_lines_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LINES", 2)
    found = lines_difference(["a", "b", "c", "d", "z"], ["a", "x", "c", "y", "z"])
    assert "".join(line.sign for line in found.lines) == " ---+++ "
    assert found.limits == ("more than 2 lines not compared one by one",)
    assert found.summary() == "3 lines added, 3 removed, more than 2 lines not compared one by one"


TEXTS = st.lists(st.sampled_from("abc"), max_size=8)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_told_from_the_difference(before: list[str], after: list[str]) -> None:
    found = lines_difference(before, after)
    marked = [f"{line.sign} {line.text}" for line in found.lines]
    assert list(restore(marked, 1)) == before
    assert list(restore(marked, 2)) == after
    assert found.same == (before == after)
