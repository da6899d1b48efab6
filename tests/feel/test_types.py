"""Types: what conforms, and what is made to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from c8tui.feel.python_values import to_feel
from c8tui.feel.types import Type, coerced, conforms, is_instance, kind_within, simple_type
from c8tui.feel.values import Function
from tests.feel.said import value

PERSON = Type("context", entries=(("name", Type("string")), ("age", Type("number"))))


@pytest.mark.parametrize(
    ("data", "type_", "fits"),
    [
        ({"name": "a", "age": 1, "more": 2}, PERSON, True),
        ({"name": "a"}, PERSON, False),
        ({"name": None, "age": 1}, PERSON, True),
        ([1, None], Type("list", items=Type("number")), True),
        ([1, "a"], Type("list", items=Type("number")), False),
        (1, Type("Any"), True),
        (1, Type("named", "unheard of"), False),
    ],
)
def test_conformance(data: Any, type_: Type, fits: bool) -> None:
    assert conforms(to_feel(data), type_, {}) is fits


def test_names_stand_for_types_and_circles_for_none() -> None:
    known = {"a": Type("named", "b"), "b": Type("number"), "c": Type("named", "c")}
    assert conforms(Decimal(1), Type("named", "a"), known)
    assert not conforms(Decimal(1), Type("named", "c"), known)
    small = Type("both", of=(Type("named", "a"),), allowed=lambda number: number < 5)
    assert (conforms(Decimal(1), small, known), conforms(Decimal(9), small, known)) == (True, False)
    assert kind_within(small, known) == "number"


def test_types_that_narrow_others_are_looked_through() -> None:
    known = {"a": Type("both", of=(Type("number"),), allowed=lambda number: number < 5), "b": Type("named", "a")}
    call = Function("", (("x", Type("named", "b")),), lambda run, x: x, result=Type("named", "a"))
    assert conforms(call, Type("function", parameters=(Type("number"),), result=Type("number")), known)
    assert not conforms(call, Type("function", parameters=(Type("string"),), result=Type("number")), known)
    circle = {"a": Type("both", of=(Type("named", "b"),)), "b": Type("both", of=(Type("named", "a"),))}
    assert not conforms(Decimal(1), Type("named", "a"), circle)
    assert coerced(Decimal(1), Type("named", "a"), circle) == (None, False)
    assert kind_within(Type("named", "a"), circle) == "unknown"


def test_single_values_and_lists_of_one() -> None:
    number, many = Type("number"), Type("list", items=Type("number"))
    assert coerced([Decimal(1)], number, {}) == (1, True)
    assert coerced(Decimal(1), many, {}) == ([1], True)
    assert coerced("x", number, {}) == (None, False)
    assert coerced(None, number, {}) == (None, True)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 instance of number", True),
        ("null instance of number", False),
        ("null instance of null", True),
        ("[1, 2] instance of list<number>", True),
        ('{a: "x"} instance of context<a: string>', True),
        ("[1..2] instance of range<number>", True),
        ('@"P1D" instance of days and time duration', True),
        ('date and time("2026-01-01T00:00:00") instance of date and time', True),
        ("(function(a: number) a) instance of function<number> -> number", True),
        ("(function(a: number, b) a) instance of function<number> -> number", False),
        ("abs instance of function", True),
        ("null instance of Any", False),
        ("[] instance of list<number>", True),
        ("[null] instance of list<number>", True),
        ("{a: 1} instance of context<a: number, b: string>", False),
        ("{a: {b: [1]}} instance of context<a: context<b: list<number>>>", True),
        ('@"P1Y" instance of days and time duration', False),
        ('@"P1Y" instance of duration', True),
        ('[@"2026-01-01"..@"2026-02-01"] instance of range<date>', True),
        ("(function() 1) instance of function<> -> number", True),
        ("(function(f: function<number> -> number) f(1)) instance of function<function<number>->number> -> Any", True),
        ("1 instance of tUnheardOf", False),
    ],
)
def test_instance_of(source: str, expected: bool) -> None:
    assert value(source) is expected


def test_names_of_types() -> None:
    assert simple_type("feel:string") == Type("string")
    assert simple_type("yearMonthDuration") == Type("years and months duration")
    assert simple_type("tPerson") == Type("named", "tPerson")


def test_an_instance_may_have_a_value_that_is_not_allowed() -> None:
    small = Type("number", allowed=lambda value: bool(value < 4))
    listed = Type("list", items=Type("both", of=(Type("named", "small"),), allowed=lambda value: False))
    for value_, type_ in (
        (Decimal(9), small),
        ([Decimal(9)], listed),
        ({"a": Decimal(9)}, Type("context", entries=(("a", small),))),
    ):
        assert (is_instance(value_, type_, {"small": small}), conforms(value_, type_, {"small": small})) == (
            True,
            False,
        )
    assert not is_instance("a", small, {})
