"""Item definitions: allowed values, lists, components, functions, circles."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui import feel
from c8tui.feel.dmn_misfits import MOST_MISFITS, misfits, refused_by_camunda
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


# Where values depart from types: items, members, allowed values.


TYPES_OF_DMN_MISFITS = (
    '<itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "blue"</text></allowedValues>'
    '</itemDefinition><itemDefinition name="tCar"><itemComponent name="colour"><typeRef>tColour</typeRef>'
    '</itemComponent><itemComponent name="doors"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tCars" isCollection="true"><typeRef>tCar</typeRef></itemDefinition>'
    '<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef><typeConstraint>'
    "<text>count(?) &lt; 3</text></typeConstraint></itemDefinition>"
    '<itemDefinition name="tMap"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/>'
    "</functionItem></itemDefinition>"
)


@pytest.mark.parametrize(
    ("type_ref", "value", "expected"),
    [
        ("tColour", "red", []),
        ("tColour", "pink", ['x is "pink", not one of "red", "blue"']),
        ("tColour", None, []),
        ("tColour", 5, ["x is 5, a number, where a string is wanted"]),
        ("tCars", [{"colour": "red", "doors": 4}], []),
        (
            "tCars",
            [{"colour": "red", "doors": "four"}, {"colour": "pink"}],
            [
                'x[1].doors is "four", a string, where a number is wanted',
                'x[2].colour is "pink", not one of "red", "blue"',
                "x[2].doors is missing, so it is null",
            ],
        ),
        ("tFew", [1, 2, 3], ["x is [1, 2, 3], not one of count(?) < 3"]),
        ("tNone", 1, ["x is of the type tNone, which is not in the file"]),
        ("tMap", 1, ["x is 1, a number, where a function is wanted"]),
        ("Any", 1, []),
        ("", 1, []),
        ("tFew", ["a" * 100], [f'x[1] is "{"a" * 59}…, a string, where a number is wanted']),
    ],
)
def test_what_departs_is_named(type_ref: str, value: Any, expected: list[str]) -> None:
    known = types_of(model(TYPES_OF_DMN_MISFITS), Run(""))
    assert misfits(feel.to_feel(value), reference(type_ref), known, "x") == expected


def test_not_everything_is_told() -> None:
    assert len(misfits(feel.to_feel(["a"] * 1_000), Type("list", items=Type("number")), {}, "x")) == MOST_MISFITS


@pytest.mark.parametrize(
    ("value", "type_ref", "refused"),
    [
        (5, "number", False),
        ("5", "number", True),
        (None, "number", False),
        ("5", "feel:number", True),
        ([5], "number", True),
        ("5", "tNumber", False),
        ("5", "Any", False),
        ("5", "integer", False),
        ("5", "", False),
    ],
)
def test_what_camunda_refuses(value: Any, type_ref: str, refused: bool) -> None:
    assert bool(refused_by_camunda(feel.to_feel(value), type_ref)) is refused
