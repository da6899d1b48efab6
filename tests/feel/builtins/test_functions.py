"""How built-in functions are declared."""

from __future__ import annotations

import pytest

from c8tui import feel
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.builtins.registry import Registry
from tests.feel.said import value, warned


def test_a_declaration_says_the_parameters() -> None:
    made = Registry()
    made.define("f", "a b: number|string, c: duration?")(lambda run, a, c=None: a)
    made.define("f", "list: any*")(lambda run, rest: rest)
    first, second = made.builtins["f"].overloads
    assert [(one.name, one.optional) for one in first.parameters] == [("a b", False), ("c", True)]
    assert first.parameters[0].kinds == {"number", "string"}
    assert first.parameters[1].kinds == {"days and time duration", "years and months duration"}
    assert (second.parameters[0].kinds, second.gathers) == (None, "rest")


ODD = (
    *("null", "true", "0", "1.5", "-1e6144", '""', '"a"', '"2026-01-01"', "[]", "[null]", "[[1], 2]", "{}", "{key: 1}"),
    *('@"999999999-12-31"', '@"23:59:59.999999999+18:00"', '@"-999999999-01-01T00:00:00@Asia/Tokyo"', '@"P999999999D"'),
    *('@"-P999999999Y"', "(< 5)", '["a".."b"]', "abs", "function(a, b) a", "function() 1"),
)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_no_arguments_make_one_raise(name: str) -> None:
    values = [feel.evaluate(source, {}).value for source in ODD]
    few = feel.Limits(steps=2_000, pattern_s=0.1)
    one, two, three = (feel.parse(f"{name}({', '.join('xyz'[:n])})") for n in (1, 2, 3))
    feel.parse(f"{name}()").evaluate({})
    for n, x in enumerate(values):
        feel.to_json(one.evaluate({"x": x}, limits=few).value)
        for m, y in enumerate(values):
            feel.to_json(two.evaluate({"x": x, "y": y}, limits=few).value)
            three.evaluate({"x": x, "y": y, "z": values[(n * 7 + m * 3) % len(values)]}, limits=few)


def test_all_of_dmn_are_there() -> None:
    named = """
    date; date and time; time; number; string; duration; years and months duration; not; substring; string length;
    upper case; lower case; substring before; substring after; replace; contains; starts with; ends with; matches;
    split; string join; list contains; count; min; max; sum; mean; all; any; sublist; append; concatenate;
    insert before; remove; reverse; index of; union; distinct values; flatten; product; median; stddev; mode;
    list replace; decimal; floor; ceiling; round up; round down; round half up; round half down; abs; modulo; sqrt;
    log; exp; odd; even; is; before; after; meets; met by; overlaps; overlaps before; overlaps after; finishes;
    finished by; includes; during; starts; started by; coincides; day of year; day of week; month of year;
    week of year; sort; get value; get entries; context; context put; context merge; now; today; range
    """
    wanted = {" ".join(name.split()) for name in named.split(";")}
    assert wanted - BUILTINS.keys() == set()


# Functions of contexts.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('get value({a: 1}, "a")', 1),
        ('get value({a: {b: 2}}, ["a", "b"])', 2),
        ('get entries({a: 1, b: 2})[key = "b"].value', [2]),
        ('context([{key: "a", value: 1}])', {"a": 1}),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ('context put({a: {b: 1}}, ["a", "b"], 2)', {"a": {"b": 2}}),
        ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
        ("is defined(null)", False),
        ("get or else(null, 1)", 1),
        ("assert(1, true)", 1),
        ("string(1.10)", "1.1"),
        ('string([1, "a", null])', '[1, "a", null]'),
        ("string(null)", None),
        ('number("1 000,0", " ", ",")', 1000),
        ('number("1.5e3")', 1500),
        ('date("2026-11-25")', "2026-11-25"),
        ("date(2026, 11, 25)", "2026-11-25"),
        ('date(date and time("2026-11-25T10:00:00Z"))', "2026-11-25"),
        ('date and time(date("2026-11-25"), time("10:00:00"))', "2026-11-25T10:00:00"),
        ('date and time(date and time("2026-07-01T10:00:00Z"), "Europe/Paris")', "2026-07-01T12:00:00@Europe/Paris"),
        ('time("10:30:00+01:00")', "10:30:00+01:00"),
        ('time(10, 30, 15.5, duration("-PT2H"))', "10:30:15.5-02:00"),
        ('time(date and time("2026-11-25T10:00:00Z"))', "10:00:00Z"),
        ('duration("P1DT1H")', "P1DT1H"),
        ('years and months duration(date("2025-12-15"), date("2026-11-14"))', "P10M"),
        ('years and months duration(date("2026-11-14"), date("2025-12-15"))', "-P10M"),
        ('range("[18..21)")', "[18..21)"),
        ('range("[-1.234567890123456789012345678901234..0]").start + 1.234567890123456789012345678901234', 0),
        ('range("(date(\\"2026-01-01\\")..date(\\"2026-02-01\\")]").end', "2026-02-01"),
        ('day of year(date("2026-12-31"))', 365),
        ('day of week(date("2026-11-25"))', "Wednesday"),
        ('month of year(date and time("2026-11-25T10:00:00"))', "November"),
        ('week of year(date("2027-01-01"))', 53),
        ('last day of month(date("2024-02-10"))', "2024-02-29"),
        ("today() = date(now())", True),
        ("is(now().time offset, null)", False),
        ('is(time("23:00:50z"), time("23:00:50+00:00"))', True),
        ('is(time("23:00:50z"), time("23:00:50"))', False),
        ('is(date("2026-01-01"), time("23:00:50"))', False),
        ("is([1], [1])", True),
        ("list contains([1, null], null)", True),
        ("count([1, 2])", 2),
        ("sublist([4, 5, 6], 2)", [5, 6]),
        ("sublist([4, 5, 6], -2, 1)", [5]),
        ("insert before([1, 3], 1, 2)", [2, 1, 3]),
        ("remove([1, 2, 3], 2)", [1, 3]),
        ("remove([1, 2, 3], -1)", [1, 2]),
        ("list replace([2, 4, 7], 3, 6)", [2, 4, 6]),
        ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", [5, 5, 7, 8]),
        ("reverse([1, 2])", [2, 1]),
        ("index of([1, 2, 2], 2)", [2, 3]),
        ("union([1, 2], [2, 3])", [1, 2, 3]),
        ("distinct values([1, 2, 1, null, null])", [1, 2, None]),
        ("duplicate values([1, 2, 1])", [1]),
        ("flatten([[1, 2], [[3]], 4])", [1, 2, 3, 4]),
        ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
        ("sort([3, 1, 2])", [1, 2, 3]),
        ("is empty([])", True),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ("decimal(1/3, 2)", 0.33),
        ("decimal(2.5, 0)", 2),
        ("floor(-1.5)", -2),
        ("floor(1.56, 1)", 1.5),
        ("ceiling(-1.5)", -1),
        ("round up(-5.5, 0)", -6),
        ("round down(-5.5, 0)", -5),
        ("round half up(5.5, 0)", 6),
        ("round half down(5.5, 0)", 5),
        ("abs(-10)", 10),
        ('abs(duration("-P1Y"))', "P1Y"),
        ("modulo(-12, 5)", 3),
        ("modulo(10.1, 4.5)", 1.1),
        ("sqrt(16)", 4),
        ("decimal(log(10), 8)", 2.30258509),
        ("decimal(exp(5), 8)", 148.41315910),
        ("odd(-3)", True),
        ("even(2.5)", False),
        ("odd(2.5)", False),
        ("even(1e40)", True),
        ("odd(1e40)", False),
        ("odd(1e33 + 1)", True),
        ("abs(-1.234567890123456789012345678901234) = 1.234567890123456789012345678901234", True),
        ("not(true)", False),
        ("not(1)", None),
        ("random number() < 1", True),
        ('cycle(duration("PT1H"))', "R/PT1H"),
        ('cycle(3, duration("P1M"))', "R3/P1M"),
        ("cycle(3)", None),
        ("min([3, 1, 2])", 1),
        ('max(["a", "c", "b"])', "c"),
        ('max(date("2026-01-01"), date("2026-01-02"))', "2026-01-02"),
        ("sum([1, 2.5])", 3.5),
        ('sum([duration("P1D"), duration("PT1H")])', "P1DT1H"),
        ("mean(1, 2, 3)", 2),
        ("product([2, 3, 4])", 24),
        ("median([6, 1, 2, 3])", 2.5),
        ("decimal(stddev([2, 4, 7, 5]), 6)", 2.081666),
        ("mode([6, 3, 9, 6, 6])", [6]),
        ("mode([6, 1, 9, 6, 1])", [1, 6]),
        ("mode([])", []),
        ("all([true, null])", None),
        ("all([])", True),
        ("any([false, true])", True),
        ("any([false, 1])", None),
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", 3, 3)', "oba"),
        ('substring("foobar", -2, 1)', "a"),
        (r'string length("\U01F40Eab")', 3),
        ('upper case("aBc4")', "ABC4"),
        ('substring before("foobar", "bar")', "foo"),
        ('substring before("foobar", "xyz")', ""),
        ('substring after("foobar", "ob")', "ar"),
        ('substring after("", "a")', ""),
        ('contains("foobar", "of")', False),
        ('starts with("foobar", "fo")', True),
        ('ends with("foobar", "r")', True),
        ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
        ('string join(["a", null, "c"], "-")', "a-c"),
        ('string join(["a", "b"], ", ", "[", "]")', "[a, b]"),
        ('string join(["a", "b"], ", ", "[")', None),
        ('string join("a", ", ")', "a"),
        ('string join(list: ["a", "b"])', "ab"),
        ('matches("ab cd", "ab\\\\ scd", "x")', True),
        ('matches("b", "^(a)?\\\\1b")', True),
        ('matches("a", "(a)[\\\\1]")', None),
        ('matches("\u212a", "k", "i")', True),
        ('trim("  a ")', "a"),
        ('is blank(" ")', True),
        ('to base64("FEEL")', "RkVFTA=="),
        ("string length(uuid())", 36),
        ('extract("a1b22", "[0-9]+")', ["1", "22"]),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('get value({a: 1}, "b")', "get value: there is no b at 1:10"),
        ('context([{key: "a"}])', "context: an entry is a context of key and value at 1:8"),
        ('context put({a: 1}, ["a", "b"], 2)', "context put: a is a number at 1:12"),
        ('assert(1, false, "no")', "assert: no at 1:7"),
        ("context merge([1])", "context merge: contexts hold a number at 1:14"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]


# Functions that make values of one kind from another.


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('number("1,000")', 'number: "1,000" is no number at 1:7'),
        ('number("1", "x")', "number: separators are a space, a comma or a point at 1:7"),
        ('number("1", ".", ".")', "number: both separators are the same at 1:7"),
        ('date("2026-02-30")', 'date: "2026-02-30" is no date at 1:5'),
        ("date(2026, 2, 30)", "date: the calendar has no such day at 1:5"),
        ("time(25, 0, 0)", "time: the day has no such time at 1:5"),
        ('duration("x")', 'duration: "x" is no duration at 1:9'),
        ('range("[2..1]")', "range: the ends of a range are of one kind that has an order, the lower one first at 1:6"),
        (
            'range("[1..\\"a\\"]")',
            "range: the ends of a range are of one kind that has an order, the lower one first at 1:6",
        ),
        (
            'range("(..true)")',
            "range: the ends of a range are of one kind that has an order, the lower one first at 1:6",
        ),
        (
            'range("[@\\"1970-01-01\\"..@\\"1970-01-02T00:00:00\\"]")',
            "range: the ends of a range are of one kind that has an order, the lower one first at 1:6",
        ),
        ('range("(..)")', "range: a range needs an end at 1:6"),
        ('range("(<2)")', 'range: "(<2)" is no range at 1:6'),
        ('range("[..2]")', "range: expected an expression, found .., at 1:2 at 1:6"),
        ('range("[null..2]")', "range: the ends of a range are literals at 1:6"),
        ('range("[1+1..2]")', "range: the ends of a range are literals at 1:6"),
        ('range("1")', 'range: "1" is no range at 1:6'),
        ('range("[x..2]")', "range: the ends of a range are literals at 1:6"),
        ('range("[1..")', "range: expected an expression at 1:5 at 1:6"),
    ],
)
def test_what_has_no_answer_of_conversion(source: str, said: str) -> None:
    assert warned(source) == [said]


# Functions that make lists of lists.


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("remove([1], 5)", "remove: a list of 1 has no position 5 at 1:7"),
        ("sublist([1, 2], 1, 5)", "sublist: a list of 2 has no 5 elements from there at 1:8"),
        ('sort([1, "a"])', "sort: there is no order of a string and a number at 1:5"),
        ("list replace([1], function(a, b) 5, 2)", "list replace: match does not answer true or false at 1:13"),
        ("partition([1], 0)", "partition: size is below 1 at 1:10"),
    ],
)
def test_what_has_no_answer_of_lists(source: str, said: str) -> None:
    assert warned(source) == [said]


# Functions of numbers.


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("sqrt(-1)", "sqrt: number is negative at 1:5"),
        ("log(0)", "log: number is not above zero at 1:4"),
        ("modulo(1, 0)", "modulo: divisor is zero at 1:7"),
        ("modulo(1e100, 3)", "modulo: the quotient is too large at 1:7"),
        ("exp(1000000)", "exp: the result is too large at 1:4"),
        ("floor(1, 9999)", "floor: scale 9999 is not within -6111 and 6176 at 1:6"),
    ],
)
def test_what_has_no_answer_of_numeric(source: str, said: str) -> None:
    assert warned(source) == [said]


# How points and ranges lie to each other, by the table of DMN 1.5.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("before(1, 10)", True),
        ("before(1, [1..10])", False),
        ("before(1, (1..10])", True),
        ("before([1..10], 10)", False),
        ("before([1..10), 10)", True),
        ("before([1..10), [10..20])", True),
        ("before([1..10], [10..20])", False),
        ("after(12, [2..5])", True),
        ("after([5..9], 4)", True),
        ("after((10..20], [1..10])", True),
        ("meets([1..5], [5..10])", True),
        ("meets([1..5), [5..10])", False),
        ("met by([5..10], [1..5])", True),
        ("overlaps([5..10], [1..5])", True),
        ("overlaps((5..10], [1..5])", False),
        ("overlaps before([1..5], [3..8])", True),
        ("overlaps before([1..5), (1..5])", True),
        ("overlaps before([1..5], [1..6])", False),
        ("overlaps after([3..8], [1..5])", True),
        ("overlaps after((1..6], [1..6))", True),
        ("finishes(10, [1..10])", True),
        ("finishes([5..10], [1..10])", True),
        ("finishes([5..10), [1..10])", False),
        ("finished by([1..10], [5..10])", True),
        ("includes([1..10], 5)", True),
        ("includes([1..10], [4..6])", True),
        ("includes((1..10], [1..6])", False),
        ("during(5, [1..10])", True),
        ("during([4..6], [1..10))", True),
        ("starts(1, [1..10])", True),
        ("starts([1..5], [1..10])", True),
        ("started by([1..10], [1..5])", True),
        ("coincides(5, 5)", True),
        ("coincides([1..5], [1..5))", False),
        ('during(date("2026-01-05"), [date("2026-01-01")..date("2026-02-01")])', True),
    ],
)
def test_relations(source: str, expected: object) -> None:
    assert value(source) is expected


def test_what_has_no_order() -> None:
    assert warned('before(1, "a")') == ["before: there is no order of a number and a string at 1:7"]


# Functions that sum a list up.


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("sum([])", "sum: list is empty at 1:4"),
        ('mean([1, "a"])', "mean: list holds a string at 1:5"),
        ("stddev([1])", "stddev: a single value has no deviation at 1:7"),
        ("min([{a: 1}])", "min: there is no order of a context at 1:4"),
        ("max([])", "max: list is empty at 1:4"),
    ],
)
def test_what_has_no_answer_of_statistics(source: str, said: str) -> None:
    assert warned(source) == [said]


# Functions of strings.


def test_what_has_no_answer_of_strings() -> None:
    assert warned('substring("a", 0)') == ["substring: positions count from 1 at 1:10"]
    assert warned("string join([1])") == ["string join: list holds more than strings at 1:12"]
