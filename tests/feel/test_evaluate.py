"""The way in."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from c8tui import feel
from c8tui.feel import code, evaluate
from c8tui.feel import syntax as s
from c8tui.feel.evaluate import LONGEST_KEPT, names_for
from c8tui.feel.logic import all_of, any_of
from c8tui.feel.problems import Stopped
from c8tui.feel.run import MOST_WARNINGS, Limits, Run, Scope
from tests.feel.said import value, warned


def test_an_expression_is_parsed_once() -> None:
    assert feel.parse("1 + 1") is feel.parse("1 + 1")
    assert feel.parse("a - b").evaluate(feel.to_feel({"a": 3, "b": 1})).value == 2
    assert feel.evaluate("a - b", feel.to_feel({"a": 3, "b": 1, "a - b": 9})).value == 9


def test_long_expressions_are_not_kept() -> None:
    long = "1" + " + 1" * (LONGEST_KEPT // 4)
    assert feel.parse(long) is not feel.parse(long)
    assert feel.unary_tests(long) is not feel.unary_tests(long)
    assert feel.unary_tests("1") is feel.unary_tests("1")


def test_why_it_was_stopped_comes_first() -> None:
    outcome = feel.evaluate("for i in 1..1000000000 return i.x", {}, limits=feel.Limits(steps=1_000))
    assert len(outcome.warnings) == MOST_WARNINGS + 1
    assert str(outcome.warnings[0]) == "stopped after 1,000 steps at 1:1"


def test_only_syntax_raises() -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.evaluate("1 +", {})
    with pytest.raises(feel.FeelSyntaxError):
        feel.unary_test("<", 1, {})
    assert feel.evaluate("1 + null.a", {}) == feel.Outcome(None, (feel.Warned("null has no a", 1, 9),))


def test_too_deep_an_evaluation_is_null() -> None:
    expression = feel.parse("1")

    def code(scope: Scope) -> object:
        return code(scope)

    expression = type(expression)("x", code, frozenset())
    assert str(expression.evaluate({}).warnings[0]) == "the evaluation goes too deep at 1:1"


def test_names_that_matter() -> None:
    data = feel.to_feel({"a-b": 1, "x": {"c-d": 2}})
    assert names_for("a", data) == frozenset()
    assert names_for("a - b", data) == {"a-b"}
    assert names_for("x.c-d", data) == {"a-b", "c-d"}
    assert Run("x").source == "x"


# The limits of an evaluation.


def test_steps_calls_and_sizes_are_counted() -> None:
    run = Run("x", Limits(steps=3, calls=1, size=5))
    run.tick(3)
    with pytest.raises(Stopped, match="stopped after 3 steps"):
        run.tick()
    other = Run("x", Limits(calls=1, size=5))
    other.enter()
    with pytest.raises(Stopped, match="more than 1 deep"):
        other.enter()
    assert other.measured(["ab", 1]) == ["ab", 1]
    with pytest.raises(Stopped, match="larger than 5"):
        other.measured([["ab"], ["abc"]])


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("for i in 1..1000000000 return i", "stopped after 500,000 steps at 1:1"),
        ("for i in 1..1000, j in 1..1000 return i", "stopped after 500,000 steps at 1:1"),
        ("(function(f) f(f))(function(f) f(f))", "functions call each other more than 80 deep at 1:1"),
        ("{f: function(n) f(n + 1), r: f(1)}.r", "functions call each other more than 80 deep at 1:1"),
        ('for i in 1..100000 return string join(for j in 1..100 return "x")', "stopped after 500,000 steps at 1:1"),
    ],
)
def test_what_goes_on_and_on_is_stopped(source: str, said: str) -> None:
    assert warned(source) == [said]


def doubled(times: int, first: str = "[1, 1]") -> str:
    """A context whose last entry is 2 ** times as large as its first."""
    entries = [f"a0: {first}"] + [f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, times)]
    return "{" + ", ".join(entries)


@pytest.mark.parametrize(
    "end",
    [
        *("}", ", r: string(a59)}.r", ", r: a59 = a58}.r", ", r: distinct values([a59, a59])}.r"),
        *(", r: flatten(a59)}.r", ", r: a59 in [a59]}.r", ", r: (function(x: list<number>) x)(a59)}.r"),
        *(", r: list contains([a58], a59)}.r", ", r: a59 instance of list<list<number>>}.r", ", r: is(a59, a59)}.r"),
    ],
)
def test_values_that_double_are_stopped(end: str) -> None:
    (said, *_) = warned(doubled(60) + end)
    assert "larger than" in said or "stopped after" in said


def test_strings_that_double_are_stopped() -> None:
    entries = ", ".join(['a0: "xx"', *(f"a{n}: a{n - 1} + a{n - 1}" for n in range(1, 40))])
    assert "a value is larger than 1,000,000" in warned("{" + entries + "}")[0]


def test_now_stands_still_and_warnings_have_an_end() -> None:
    assert value("now() = now()") is True
    moment = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert str(feel.evaluate("now()", {}, now=moment).value) == "2026-11-25T10:00:00Z"
    assert len(feel.evaluate("for i in 1..100 return i.x", {}).warnings) == MOST_WARNINGS


def test_scopes_are_nested() -> None:
    outer = Scope({"a": 1}, None, Run("x"))
    assert outer.inner({"b": 2}).outer is outer


# Expressions and unary tests with the values that the standard, its kit and Camunda's engine give them.


LINES = (Path(__file__).parent / "cases" / "expressions.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("expression") or case["unary test"])
def test_value(case: dict[str, Any]) -> None:
    context = feel.to_feel(case.get("context", {}))
    if "expression" in case:
        found = feel.evaluate(case["expression"], context).value
    else:
        found = feel.unary_test(case["unary test"], feel.to_feel(case["input"]), context).value
    assert feel.to_json(found) == case["expected"]
    assert type(feel.to_json(found)) is type(case["expected"])


# Arguments and what a parameter takes.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("max(1, 2, 3)", 3),
        ("max([1, 2, 3])", 3),
        ("max(5)", 5),
        ('upper case(["a"])', "A"),
        ("count(5)", 1),
        ("append([1], 2, 3)", [1, 2, 3]),
        ("concatenate([1], 2, [3])", [1, 2, 3]),
        ("floor(n: 1.5)", 1),
        ('is(value1: @"2021-02-13")', False),
        ("is(value2: null)", True),
        ("list contains(list: [1, null])", True),
        ('get or else(default: "a")', "a"),
        ("(function(a, b) [a, b])(b: 1)", [None, 1]),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("abs()", "abs: n is missing at 1:4"),
        ("abs(1, 2)", "abs: it takes at most 1 arguments at 1:4"),
        ('abs("a")', "abs: n cannot be a string at 1:4"),
        ("abs(null)", "abs: n cannot be null at 1:4"),
        ("list contains(element: 1)", "list contains: list is missing at 1:14"),
        ("get or else()", "get or else: value is missing at 1:12"),
        ("abs(m: 1)", "abs: there is no parameter m at 1:4"),
        ("append()", "append: list is missing at 1:7"),
        ("concatenate(null)", "concatenate: null does not fit at 1:12"),
    ],
)
def test_what_does_not_fit(source: str, said: str) -> None:
    assert warned(source) == [said]


# Compilers by kind of node.


_USED = evaluate
NEVER_ALONE = {s.Node, s.Compare, s.Test}
"""Compare and Test are parts of unary tests, which compile them."""


def test_every_kind_of_node_has_one() -> None:
    kinds = {kind for _, kind in inspect.getmembers(s, inspect.isclass) if issubclass(kind, s.Node)}
    assert kinds - set(code._COMPILERS) == NEVER_ALONE


# Names, collections, paths, if.


def test_names_are_looked_up_from_inside_out() -> None:
    assert value("{a: 2, b: {a: 3, c: a}.c, d: a}", a=1) == {"a": 2, "b": 3, "d": 2}
    assert value("abs(-1)") == 1
    assert value("abs", abs=5) == 5
    assert warned("missing") == ["there is no missing at 1:1"]


def test_a_null_variable_is_null_without_a_warning() -> None:
    assert feel.evaluate("x", {"x": None}).warnings == ()


def test_conditions_are_true_or_not() -> None:
    assert value('if "true" then 1 else 2') == 2


# Calls of functions of FEEL's own and of built-in ones.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{f: function(a, b) a - b, r: f(b: 1, a: 3)}.r", 2),
        ("(function(x: number) x)([5])", 5),
        ("(function(xs: list<number>) count(xs))(5)", 1),
        ('substring(start position: 2, string: "abc")', "bc"),
        ("sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]),
        ("(for f in [abs] return f(-2))[1]", 2),
        ("{n: 10, f: function(x) x + n}.f(1)", 11),
        ("(function() 5)()", 5),
        ("{n: 1, f: function(x) x + n, g: {n: 100, r: f(1)}}.g.r", 2),
        ("(function(f: function<number> -> number) f(2))(function(x: number) x * 10)", 20),
        ("{twice: function(f) function(x) f(f(x)), r: twice(function(y) y * 3)(2)}.r", 18),
        ("date(year: 2026, day: 25, month: 11)", "2026-11-25"),
        ('replace(pattern: "b", input: "abc", replacement: "x")', "axc"),
        ("decimal(scale: 1, n: 2.25)", 2.2),
    ],
)
def test_values_of_code_calls(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("nothing(1)", "there is no nothing at 1:1"),
        ("(1)(2)", "a number cannot be called at 1:4"),
        ("(function(a) a)(1, 2)", "the function takes 1 arguments, not 2 at 1:16"),
        ("(function(a: string) a)(1)", "a of the function cannot be a number at 1:24"),
        ("(function(a) a)(b: 1)", "the function takes (a), not (b) at 1:16"),
        (
            "(function(f: function<string> -> number) f)(function(x: number) x)",
            "f of the function cannot be a function at 1:44",
        ),
        ('replace(input: "a")', "replace: pattern is missing at 1:8"),
        ("(function(a) external {})(1)", "external functions are not called at 1:2"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert said in warned(source)


# for, some, every, filters.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("for x in 5 return x + 1", [6]),
        ("for d in date(2026,2,27)..date(2026,3,1) return d.day", [27, 28, 1]),
        ("for i in [1..3] return i", [1, 2, 3]),
        ("for x in [1, 2], y in [x, 10 * x] return y", [1, 10, 2, 20]),
        ("some x in [null, 2] satisfies x > 1", True),
        ("some x in [null] satisfies x > 1", None),
        ("every x in [2, null] satisfies x > 1", None),
        ("every x in [0, null] satisfies x > 1", False),
        ("[1, 2, 3][item >= 2]", [2, 3]),
        ("[{a: 1}, {a: 2}][a = 2]", [{"a": 2}]),
        ("[{item: 1}, {item: 2}][item = 2]", [{"item": 2}]),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][n]", 2),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("5[1]", 5),
        ("5[item > 3]", [5]),
        ("null[item > 3]", []),
        ("[1, 2, 3][item > 1][item > 2]", [3]),
        ("for i in 1..3 return partial", [[], [[]], [[], [[]]]]),
        ("for i in [1, 2], j in [3, 4] return count(partial)", [0, 1, 2, 3]),
        ("for i in 1..2 return for j in 1..2 return count(partial)", [[0, 1], [0, 1]]),
        ("for i in 2..-1 return i", [2, 1, 0, -1]),
        ("for i in ]1..4[ return i", [2, 3]),
        ("for i in [1..1] return i", [1]),
        ("for i in [] return i", []),
        ("for x in {a: 1} return x.a", [1]),
        ("every x in [] satisfies null", True),
        ("some x in [] satisfies null", False),
        ("some x in [1], y in [x + 1] satisfies y = 2", True),
        ("[1, 2, 3][-4]", None),
        ("[1, 2, 3][true]", [1, 2, 3]),
        ("[1, 2, 3][null]", []),
        ("[[1, 2], [3]][count(item) = 2]", [[1, 2]]),
        ("[{x: 1}, {x: 2}][n = x]", [{"x": 2}]),
        ("[{n: 1}, {n: 2}][n = 1]", [{"n": 1}]),
        ("[{x: 1}, {x: null}][x = null]", [{"x": None}]),
    ],
)
def test_values_of_code_loops(source: str, expected: object) -> None:
    assert value(source, n=2) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[1, 2][3]", "a list of 2 has no element 3 at 1:7"),
        ('[1, 2]["a"]', "a filter cannot be a string at 1:7"),
        ("for x in null return x", "there is nothing to go over at 1:10"),
        ('for x in ["a".."c"] return x', "a loop cannot go over a range of string at 1:10"),
    ],
)
def test_what_has_no_answer_of_code_loops(source: str, said: str) -> None:
    assert warned(source) == [said]


# Unary tests: of decision tables, and behind in.


@pytest.mark.parametrize(
    ("tests", "tested", "passes"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("5, 6", 6, True),
        ("not(5, 6)", 6, False),
        ("not(null)", None, False),
        ("< 5", 4, True),
        ("< 5", "a", None),
        ("[1..3]", 3, True),
        ("[1..3)", 3, False),
        ("list", 2, True),
        ("limit", 10, True),
        ("> limit", 11, True),
        ("? > 3 and ? < limit", 5, True),
        ('contains(?, "a")', "bar", True),
        ("true", True, True),
        ("? = 3 or null", 4, None),
        ("null", None, True),
        ("[1, 2]", [1, 2], True),
        ("!= 3", 4, True),
        ("not(< 3, > 5)", 4, True),
        ("not(? > 3)", 4, False),
        ("? + 1 = 5, 7", 4, True),
        ("count(?) = 2", [1, 2], True),
        ("every x in ? satisfies x > 0", [1, 2], True),
        ("? in [1..5]", 4, True),
        ("[1..3], [7..9]", 8, True),
        ("]1..3[", 3, False),
        ("list contains(?, 2)", [1, 2], True),
        ("null, 3", 3, True),
        ("false", False, True),
        ("? != null", None, False),
    ],
)
def test_what_passes(tests: str, tested: object, passes: object) -> None:
    context = feel.to_feel({"list": [1, 2], "limit": 10})
    assert feel.unary_test(tests, feel.to_feel(tested), context).value is passes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 in [1, 2]", True),
        ("1 in [null..null]", None),
        ("1 in ([2..3], < 2)", True),
        ('"a" in "a"', True),
        ("[1] in [[1], [2]]", True),
        ("5 in [[1..3], [4..6]]", True),
        ("3 between 1 and 5", True),
        ("null in [null]", True),
    ],
)
def test_in_and_between(source: str, expected: object) -> None:
    assert value(source) is expected


def test_kinds_that_do_not_go_together() -> None:
    assert warned('1 between "a" and 3') == ["there is no a number between a string and a number at 1:3"]


@pytest.mark.parametrize(
    ("tests", "tested", "camunda", "standard"),
    [
        ("amount > 100", "Acme", True, None),
        ("amount < 100", "Acme", False, None),
        ("3 > 1", None, True, False),
        ("3 > 1", False, True, False),
        ("3 < 1", False, True, True),
        ("yes", "Acme", True, None),
        ("true", "Acme", None, None),
        ("true", False, False, False),
        ("false", False, True, True),
        ("not(true)", False, True, True),
        ("not(amount < 100)", "Acme", True, None),
        ("not(amount > 100)", "Acme", False, None),
        ('not(list contains(list, "B"))', "Acme", True, None),
        ('"Zeta", amount > 100', "Acme", True, None),
        ('not(amount < 100), "Zeta"', "Acme", True, None),
        ('starts with(cellInput, "A")', "Acme", True, False),
        ("cellInput = true", False, False, True),
        ("not(cellInput > 3)", 2, True, True),
        ("? = true", False, False, False),
        ("amount > 100 and ? = 3", 3, True, True),
        ("list contains(list, ?)", 9, False, False),
        ("missing > 3", "Acme", False, False),
        ("null", None, True, True),
        ("[1..3], amount < 100", 2, True, True),
        ("amount < 100", [False], False, True),
    ],
)
def test_dialects(tests: str, tested: object, camunda: object, standard: object) -> None:
    context = feel.to_feel({"list": [1, 2], "amount": 200, "yes": True})
    value = feel.to_feel(tested)
    assert feel.unary_test(tests, value, context).value is camunda
    assert feel.unary_test(tests, value, context, dialect=feel.Dialect.STANDARD).value is standard


def test_the_input_of_a_cell_is_no_variable() -> None:
    tests = feel.unary_tests("cellInput = limit")
    assert tests.free == {"?", "limit"}
    variable = feel.to_feel({"cellInput": 1, "limit": 1})
    assert feel.unary_test("cellInput = limit", feel.to_feel(2), variable).value is False
    outcome = feel.unary_test("cellInput = limit", feel.to_feel(True), variable, dialect=feel.Dialect.STANDARD)
    assert outcome.value is True


def test_in_is_of_the_standard_in_every_dialect() -> None:
    assert value('"Acme" in (3 > 1)') is None


# Three-valued logic.


TABLE = [
    ("true", "true", True, True),
    ("true", "false", False, True),
    ("true", "null", None, True),
    ("false", "null", False, None),
    ("null", "null", None, None),
    ("true", '"x"', None, True),
    ("false", "0", False, None),
]


@pytest.mark.parametrize(("left", "right", "both", "either"), TABLE)
def test_and_and_or(left: str, right: str, both: bool | None, either: bool | None) -> None:
    assert (value(f"{left} and {right}"), value(f"{right} and {left}")) == (both, both)
    assert (value(f"{left} or {right}"), value(f"{right} or {left}")) == (either, either)


VALUES = (True, False, None)
WORDS = {True: "true", False: "false", None: "null"}


def test_words_are_what_the_tables_of_python_say() -> None:
    """The least of false < unknown < true is `and`, the greatest is `or`."""
    rank = {False: 0, None: 1, True: 2}
    for left, right, third in product(VALUES, repeat=3):
        words = [WORDS[one] for one in (left, right, third)]
        assert value(" and ".join(words)) is min(left, right, third, key=rank.__getitem__)
        assert value(" or ".join(words)) is max(left, right, third, key=rank.__getitem__)
        assert value(f"not({words[0]})") is (None if left is None else not left)
        assert value(f"all([{', '.join(words)}])") is value(" and ".join(words))
        assert value(f"any([{', '.join(words)}])") is value(" or ".join(words))


def test_many() -> None:
    assert (all_of([True, None]), all_of([None, False]), all_of([])) == (None, False, True)
    assert (any_of([False, None]), any_of([None, True]), any_of([])) == (None, True, False)


# What stands behind a dot.


MOMENT = 'date and time("2026-11-25T10:30:15+01:00")'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('date("2026-11-25").year', 2026),
        ('date("2026-11-25").weekday', 3),
        (f"{MOMENT}.hour", 10),
        (f"{MOMENT}.time offset", "PT1H"),
        (f"{MOMENT}.timezone", None),
        ('date and time("2026-11-25T10:30:15@Europe/Paris").timezone', "Europe/Paris"),
        ('date and time("2026-07-25T10:30:15@Europe/Paris").time offset', "PT2H"),
        ('time("10:30:15").second', 15),
        ('duration("-P1DT26H3M").days', -2),
        ('duration("P1DT26H3M").hours', 2),
        ('duration("P1Y14M").years', 2),
        ('duration("-P1Y2M").months', -2),
        ("[1..3).end", 3),
        ("[1..3).end included", False),
        ("{a: {b: 1}}.a.b", 1),
        ("[{a: 1}, {a: 2}].a", [1, 2]),
    ],
)
def test_parts(source: str, expected: object) -> None:
    assert value(source) == expected


def test_what_is_not_there() -> None:
    assert warned("{a: 1}.b") == ["a context has no b at 1:7"]
    assert warned("null.b") == ["null has no b at 1:5"]
    assert warned('"x".length') == ["a string has no length at 1:4"]
