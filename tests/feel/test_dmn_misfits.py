"""Where values depart from types: items, members, allowed values."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui import feel
from c8tui.feel.dmn_misfits import MOST_MISFITS, misfits, refused_by_camunda
from c8tui.feel.dmn_types import reference, types_of
from c8tui.feel.run import Run
from c8tui.feel.types import Type
from tests.feel.models import model

TYPES = (
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
    known = types_of(model(TYPES), Run(""))
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
