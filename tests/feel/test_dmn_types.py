"""Item definitions: allowed values, lists, components, functions, circles."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.feel.dmn_types import reference, types_of
from c8tui.feel.run import Run
from c8tui.feel.types import Type
from tests.feel.models import decision, failure, literal, model, result, standard_result

TYPES = (
    '<itemDefinition name="tGrade"><typeRef>number</typeRef><allowedValues><text>[1..6]</text></allowedValues>'
    '</itemDefinition><itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>'
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="grade"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef>'
    "<typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>"
    '<itemDefinition name="tSmall"><typeRef>tGrade</typeRef><allowedValues><text>&lt; 3</text></allowedValues>'
    '</itemDefinition><itemDefinition name="tBroken"><typeRef>number</typeRef><allowedValues><text>1 +</text>'
    '</allowedValues></itemDefinition><itemDefinition name="tTree"><itemComponent name="of" isCollection="true">'
    "<typeRef>tTree</typeRef></itemComponent></itemDefinition>"
    '<itemDefinition name="tMap"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/>'
    "</functionItem></itemDefinition>"
    '<itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>'
)


@pytest.mark.parametrize(
    ("type_ref", "source", "expected"),
    [
        ("tGrade", "3", 3),
        ("tGrade", "9", None),
        ("tGrade", "[3]", 3),
        ("tGrades", "3", [3]),
        ("tGrades", "[1, 9]", None),
        ("tPerson", '{name: "a", grade: 2}', {"name": "a", "grade": 2}),
        ("tPerson", '{name: "a", grade: 9}', None),
        ("tLoop", "1", None),
        ("tPair", "[1, 2]", [1, 2]),
        ("tPair", "[1]", None),
        ("tPair", "1", None),
        ("tSmall", "2", 2),
        ("tSmall", "5", None),
        ("tSmall", "0", None),
        ("tBroken", "7", 7),
        ("tTree", "{of: [{of: []}]}", {"of": [{"of": []}]}),
        ("tTree", "{of: [{of: 1}]}", None),
        ("tMap", '"a"', None),
        ("tUnheardOf", "1", None),
        ("tPerson", '{name: "a"}', None),
        ("tPerson", "{name: null, grade: 1, more: 2}", {"name": None, "grade": 1, "more": 2}),
        ("date and time", 'date("2026-01-01")', "2026-01-01T00:00:00Z"),
        ("number", '"a"', None),
        ("feel:string", '"a"', "a"),
    ],
)
def test_in_the_standard_a_decision_comes_to_its_type(type_ref: str, source: str, expected: Any) -> None:
    assert standard_result(model(TYPES + decision(literal(source), type_ref=type_ref))) == expected


@pytest.mark.parametrize(
    ("type_ref", "source", "expected"),
    [
        ("tGrade", "9", 9),
        ("tGrade", "[3]", [3]),
        ("tGrades", "3", 3),
        ("tPerson", '{name: "a", grade: 9}', {"name": "a", "grade": 9}),
        ("tPerson", '{name: "a"}', {"name": "a"}),
        ("tPair", "[1]", [1]),
        ("tLoop", "1", 1),
        ("tUnheardOf", "1", 1),
        ("number", "1", 1),
        ("feel:string", '"a"', "a"),
        ("string", "null", None),
        ("date and time", 'date("2026-01-01")', "2026-01-01"),
    ],
)
def test_camunda_keeps_what_is_not_of_a_type_of_the_file(type_ref: str, source: str, expected: Any) -> None:
    assert result(model(TYPES + decision(literal(source), type_ref=type_ref))) == expected


@pytest.mark.parametrize(
    ("type_ref", "source", "said"),
    [
        ("number", '"a"', '"a" is a string, where a number is wanted'),
        ("feel:string", "[1, 2]", "[1, 2] is a list, where a string is wanted"),
        ("number", "[1]", "[1] is a list, where a number is wanted"),
        ("dateTime", 'date("2026-01-01")', "2026-01-01 is a date, where a date and time is wanted"),
    ],
)
def test_camunda_fails_where_a_result_is_not_of_its_built_in_type(type_ref: str, source: str, said: str) -> None:
    assert failure(model(decision(literal(source), type_ref=type_ref))) == said


def test_references() -> None:
    assert reference("") == Type("Any")
    assert reference("x.tA", "p.") == Type("named", "p.x.tA")
    assert types_of(model(TYPES), Run(""))["tGrades"].kind == "list"
