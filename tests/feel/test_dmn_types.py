"""Item definitions: allowed values, lists, components, functions, circles."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.feel.dmn_types import reference, types_of
from c8tui.feel.run import Run
from c8tui.feel.types import Type
from tests.feel.models import decision, literal, model, result

TYPES = (
    '<itemDefinition name="tGrade"><typeRef>number</typeRef><allowedValues><text>[1..6]</text></allowedValues>'
    '</itemDefinition><itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>'
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="grade"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>'
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
        ("number", '"a"', None),
        ("feel:string", '"a"', "a"),
    ],
)
def test_a_decision_comes_to_its_type(type_ref: str, source: str, expected: Any) -> None:
    assert result(model(TYPES + decision(literal(source), type_ref=type_ref))) == expected


def test_references() -> None:
    assert reference("") == Type("Any")
    assert reference("x.tA", "p.") == Type("named", "p.x.tA")
    assert types_of(model(TYPES), Run(""))["tGrades"].kind == "list"
