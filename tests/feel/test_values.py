"""Values in and out of JSON, and as text."""

from __future__ import annotations

import doctest
import enum
import math
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_EVEN, ROUND_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from c8tui import feel
from c8tui.feel import numbers
from c8tui.feel.python_values import to_feel
from c8tui.feel.temporal import Date
from c8tui.feel.types import Type, coerced, conforms, is_instance, kind_within, simple_type
from c8tui.feel.values import DEEPEST, OMITTED, Builtin, Function, Range, kind_of, range_text, text_of, to_json
from tests.feel.said import value


def test_json_comes_back() -> None:
    data = {"a": [1, 2.5, "x", None, True], "b": {"c": -3}}
    inside = to_feel(data)
    assert inside["a"][1] == Decimal("2.5")
    assert (to_json(inside), to_feel(inside)) == (data, inside)


def test_what_has_no_word_is_null() -> None:
    deep: Any = []
    for _ in range(DEEPEST + 5):
        deep = [deep]
    inside = to_feel([float("nan"), float("inf"), deep])
    assert inside[:2] == [None, None]
    assert text_of(inside).count("null") == 3
    assert to_feel((1, 2)) == [1, 2]
    assert to_feel({1: 2}) == {"1": 2}
    assert to_feel(10**7_000) is None


def test_numbers_beyond_those_of_json_are_texts() -> None:
    assert to_json([Decimal("1e300"), Decimal("-1.5e400")]) == [1e300, "-1.5E+400"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ('a"b', 'a"b'),
        (["a", None], '["a", null]'),
        ({"a b": Decimal("1.0"), 'x"': True}, '{a b: 1, "x\\"": true}'),
        (Date(2026, 1, 2), "2026-01-02"),
        (Range(Decimal(1), Decimal(2), False, True), "(1..2]"),
        (Builtin("abs", ()), "function abs"),
    ],
)
def test_texts(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_kinds_and_ranges() -> None:
    some: list[Any] = [None, True, Decimal(1), "", [], {}]
    assert [kind_of(value) for value in some] == [*("Null", "boolean", "number", "string", "list", "context")]
    assert range_text(Range(None, Decimal(5), False, False, "<"), str) == "(< 5)"
    assert range_text(Range(Decimal(5), None, True, False, ">="), str) == "(>= 5)"
    assert range_text(Range(Decimal(5), None, True, False, OMITTED), str) == "(>= 5)"
    assert range_text(Range(Decimal(5), Decimal(5), False, False, "!="), str) == "(!= 5)"
    assert (
        text_of(Range(None, Decimal(5), False, False)) == to_json(Range(None, Decimal(5), False, False)) == "(null..5)"
    )
    assert (to_json(Range(Decimal(1), Decimal(2))), to_json(Decimal(10) ** 30)) == ("[1..2]", 10**30)


# Decimals of 34 digits.


def test_34_digits_and_no_more() -> None:
    third = numbers.divide(Decimal(1), Decimal(3))
    assert str(third) == "0." + "3" * 34
    assert numbers.add(Decimal("0.1"), Decimal("0.2")) == Decimal("0.3")


def test_what_has_no_value_is_none() -> None:
    big = Decimal("9E6144")
    assert numbers.multiply(big, big) is None
    assert numbers.add(big, big) is None
    assert numbers.divide(Decimal(1), Decimal(0)) is None
    assert numbers.power(Decimal(10), Decimal(10) ** 10) is None
    assert numbers.modulo(Decimal(1), Decimal(0)) is None
    assert numbers.read("1e99999") is None
    assert numbers.power(Decimal(0), Decimal(0)) == 1


@pytest.mark.parametrize(("left", "right", "rest"), [(12, 5, 2), (-12, 5, 3), (12, -5, -3), (-12, -5, -2)])
def test_modulo_follows_the_sign_of_the_divisor(left: int, right: int, rest: int) -> None:
    assert numbers.modulo(Decimal(left), Decimal(right)) == rest


def test_rounding_keeps_short_numbers_and_refuses_absurd_scales() -> None:
    assert numbers.rounded(Decimal("2.5"), 0, ROUND_HALF_EVEN) == 2
    assert numbers.rounded(Decimal("1.121"), 2, ROUND_UP) == Decimal("1.13")
    assert numbers.rounded(Decimal(126), -1, ROUND_UP) == 130
    assert numbers.rounded(Decimal("1.5"), 3, ROUND_UP) == Decimal("1.5")
    assert numbers.rounded(Decimal(1), 7000, ROUND_UP) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.5"), ("100", "100"), ("-0", "0"), ("1E+5", "100000"), ("0.000001", "0.000001"), ("1E+50", "1E+50")],
)
def test_text(number: str, text: str) -> None:
    assert numbers.text_of(Decimal(number)) == text


def test_no_digit_is_lost() -> None:
    long = Decimal("-1." + "3" * 33)
    assert str(numbers.absolute(long)) == str(numbers.negated(long)) == str(long)[1:]


def test_odd_ones() -> None:
    assert [numbers.odd(Decimal(text)) for text in ("3", "-3", "4", "0", "1.5", "1e40", "10000000001")] == [
        *(True, True, False, False, None, False, True)
    ]


def test_whole_numbers() -> None:
    assert (numbers.integral(Decimal("3.0")), numbers.integral(Decimal("3.5"))) == (3, None)
    assert numbers.integral(Decimal("1E30")) is None


# Python's values in and out of FEEL, and the example of the package.


MANUAL = Path(__file__).parents[2] / "c8tui" / "topics" / "feel.md"


class Colour(enum.StrEnum):
    RED = "red"


BERLIN = ZoneInfo("Europe/Berlin")
MOMENT = datetime(2026, 7, 1, 10, 30, 5, 250_000)


@pytest.mark.parametrize(
    ("python", "text"),
    [
        (1, "1"),
        (True, "true"),
        (1.5, "1.5"),
        (1e22, "10000000000000000000000"),
        (Decimal("1.10"), "1.1"),
        (Fraction(1, 4), "0.25"),
        (math.nan, "null"),
        (-math.inf, "null"),
        (Decimal("NaN"), "null"),
        (Decimal("Infinity"), "null"),
        (Colour.RED, '"red"'),
        ((1, [2, (3,)]), "[1, [2, [3]]]"),
        (range(3), "[0, 1, 2]"),
        ({"a": {1: date(2026, 1, 2)}}, "{a: {1: 2026-01-02}}"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(10, 30), "10:30:00"),
        (time(10, 30, tzinfo=UTC), "10:30:00Z"),
        (time(10, 30, tzinfo=BERLIN), "10:30:00@Europe/Berlin"),
        (MOMENT, "2026-07-01T10:30:05.25"),
        (MOMENT.replace(tzinfo=UTC), "2026-07-01T10:30:05.25Z"),
        (MOMENT.replace(tzinfo=ZoneInfo("UTC")), "2026-07-01T10:30:05.25Z"),
        (MOMENT.replace(tzinfo=BERLIN), "2026-07-01T10:30:05.25@Europe/Berlin"),
        (MOMENT.replace(tzinfo=timezone(timedelta(hours=-3))), "2026-07-01T10:30:05.25-03:00"),
        (timedelta(days=-1, hours=2), "-PT22H"),
        (timedelta(microseconds=1), "PT0.000001S"),
    ],
)
def test_in(python: object, text: str) -> None:
    outcome = feel.evaluate("{value: x, text: string([x])}", {"x": python})
    assert outcome.value["text"].replace('"', "") == f"[{text}]".replace('"', "")
    assert feel.to_feel(outcome.value["value"]) == outcome.value["value"] == feel.to_feel(python)


@pytest.mark.parametrize("python", [{1, 2}, frozenset("a"), b"a", bytearray(b"a"), 1j, object(), len])
def test_what_feel_has_no_value_for(python: object) -> None:
    with pytest.raises(TypeError, match=r"FEEL has no value for|has no order"):
        feel.to_feel(python)
    for ask in (
        lambda: feel.evaluate("x", {"x": [python]}),
        lambda: feel.unary_test("1", python),
        lambda: feel.dmn.evaluate(feel.dmn.read(MODEL), "d", {"x": python}),
    ):
        with pytest.raises(TypeError):
            ask()


def test_a_parsed_expression_says_what_it_cannot_take() -> None:
    with pytest.raises(TypeError, match="a Python int is no value of FEEL; to_feel makes one of it"):
        feel.parse("a + 1").evaluate({"a": 1})


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("1 + 1", 2),
        ("1 / 8", Decimal("0.125")),
        ("[1, {a: null}]", [1, {"a": None}]),
        ('@"2026-01-02"', date(2026, 1, 2)),
        ('@"10:30:00.5+01:00"', time(10, 30, 0, 500_000, timezone(timedelta(hours=1)))),
        ('@"2026-07-01T10:30:00@Europe/Berlin"', datetime(2026, 7, 1, 10, 30, tzinfo=BERLIN)),
        ('@"2026-07-01T10:30:00Z"', datetime(2026, 7, 1, 10, 30, tzinfo=UTC)),
        ('@"-P1DT2H"', -timedelta(days=1, hours=2)),
        ('@"P1Y2M"', feel.MonthsDuration(14)),
        ('@"12026-01-02"', feel.Date(12026, 1, 2)),
        ('@"10:30:00.123456789"', feel.Time(10, 30, 0, 123_456_789)),
        ('@"12026-01-02T10:00:00"', feel.DateTime(feel.Date(12026, 1, 2), feel.Time(10, 0, 0))),
        ('@"PT0.000000001S"', feel.DaysDuration(1)),
        ('@"P1000000000D"', feel.DaysDuration(86_400 * 10**18)),
        ("[1..2]", feel.Range(Decimal(1), Decimal(2))),
    ],
)
def test_out(source: str, python: object) -> None:
    found = feel.to_python(feel.evaluate(source).value)
    assert (found, type(found)) == (python, type(python))
    assert feel.to_feel(found) == feel.evaluate(source).value


def test_json_of_plain_values() -> None:
    assert feel.to_json({"a": (1, 1.5, None, math.nan), "b": Decimal("NaN")}) == {"a": [1, 1.5, None, None], "b": None}
    assert feel.to_json(feel.to_feel(timedelta(days=1))) == "P1D"


@pytest.mark.parametrize(
    "make",
    [
        *(lambda: feel.Date(2026, 2, 29), lambda: feel.Date(2026, 13, 1), lambda: feel.Date(2026, 1, 0)),
        *(lambda: feel.Date(10**9, 1, 1), lambda: feel.Time(24, 0, 0), lambda: feel.Time(0, 60, 0)),
        *(lambda: feel.Time(0, 0, 60), lambda: feel.Time(0, 0, 0, 10**9), lambda: feel.Time(-1, 0, 0)),
    ],
)
def test_impossible_dates_and_times_are_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="has no"):
        make()


@pytest.mark.parametrize(
    "source",
    [
        *('@"2026-02-29"', 'date("2026-02-29")', "date(2026, 2, 29)", 'date and time("2026-02-29T00:00:00")'),
        *('@"24:00:01"', 'time("25:00:00")', "time(0, 60, 0)", 'date("999999999-12-31") + duration("P1D")'),
        *('date("999999999-12-31") + duration("P1M")', 'date and time("999999999-12-31T24:00:00")'),
        *('range("[@\\"2026-02-29\\"..@\\"2026-03-01\\"]")', '@"2026-02-29T10:00:00"'),
    ],
)
def test_impossible_dates_of_feel_are_null(source: str) -> None:
    assert feel.evaluate(source).value is None


MODEL = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:d"><decision id="d" name="d">'
    "<literalExpression><text>x</text></literalExpression></decision></definitions>"
)


def test_a_model_by_its_path_or_its_text(tmp_path: Path) -> None:
    file = tmp_path / "model.dmn"
    file.write_text(MODEL, encoding="utf-8")
    for source in (MODEL, MODEL.encode(), f"\ufeff\n{MODEL}".strip("\n"), file, str(file)):
        assert feel.dmn.evaluate(feel.dmn.read(source), "d", {"x": 3}).value == 3
    with pytest.raises(feel.DmnError, match=r"nowhere\.dmn cannot be read: No such file"):
        feel.dmn.read(tmp_path / "nowhere.dmn")
    with pytest.raises(feel.DmnError, match="cannot be read"):
        feel.dmn.read(tmp_path)
    with pytest.raises(feel.DmnError, match=r"broken XML at 1:1"):
        feel.dmn.read("")
    assert feel.DmnError is feel.dmn.DmnError


def test_the_examples_of_the_package_and_of_the_manual_run() -> None:
    assert doctest.testmod(feel).attempted > 10
    command = [sys.executable, "-m", "doctest", str(MANUAL)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (0, "")
    assert "feel.evaluate(" in MANUAL.read_text(encoding="utf-8")


def test_every_name_is_exported_once() -> None:
    named = {name: getattr(feel, name) for name in feel.__all__}
    assert len({id(thing) for thing in named.values()}) == len(named)


# Types: what conforms, and what is made to.


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
