"""Expressions made up by a grammar of FEEL: mostly of the right types, always the same ones."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

CONTEXT: dict[str, Any] = {
    "a": 5,
    "b": 2.5,
    "name": "Ann",
    "flag": True,
    "nothing": None,
    "xs": [1, 2, 3, 4],
    "words": ["one", "two", "three"],
    "person": {"name": "Bob", "age": 42, "tags": ["x", "y"]},
    "people": [{"name": "Ann", "age": 30}, {"name": "Bob", "age": 42}],
}
"""The variables that every expression may speak of."""

Text = st.SearchStrategy[str]
DEPTH = 3


def form(pattern: str, *parts: Text) -> Text:
    """A pattern with `{}` for each of its parts."""
    return st.tuples(*parts).map(lambda values: pattern.format(*values))


def braced(pattern: str, *parts: Text) -> Text:
    """The same for patterns that have braces of their own, written `<` and `>`."""
    return form(pattern, *parts).map(lambda text: text.replace("<<", "{").replace(">>", "}"))


@functools.cache
def number(depth: int) -> Text:
    """An expression that should come to a number."""
    leaves = st.one_of(
        st.integers(-20, 100).map(str),
        st.sampled_from(["0.5", "1.25", "-3.75", "1000000", "a", "b", "person.age", "xs[1]", "xs[-1]", "nothing"]),
    )
    if not depth:
        return leaves
    n, t, xs = number(depth - 1), text(depth - 1), numbers(depth - 1)
    return st.one_of(
        leaves,
        *(form(f"{{}} {sign} {{}}", n, n) for sign in "+-*/"),
        form("({}) ** 2", n),
        form("-({})", n),
        *(form(f"{one}({{}})", n) for one in ("abs", "floor", "ceiling", "sqrt")),
        *(form(f"{one}({{}}, 1)", n) for one in ("round up", "round down", "round half up", "decimal")),
        form("modulo({}, 7)", n),
        *(form(f"{one}({{}})", xs) for one in ("count", "sum", "min", "max", "mean", "median", "product")),
        form("string length({})", t),
        form("if {} then {} else {}", truth(depth - 1), n, n),
        form("({})[1]", xs),
        form("(function(x) x + {})({})", n, n),
        form('number("{}")', st.integers(0, 999).map(str)),
        form("{}.day", day(0)),
        form("duration({}).days", st.sampled_from(['"P1D"', '"P3DT4H"', '"-P2D"'])),
        braced("<<q: {}, r: q * 2>>.r", n),
    )


@functools.cache
def text(depth: int) -> Text:
    """An expression that should come to a string."""
    leaves = st.sampled_from(
        [
            '"a"',
            '"foobar"',
            '""',
            '"é ü"',
            '"1;2;3"',
            r'"a\nb"',
            r'"\u00e9"',
            '"Ann"',
            "name",
            "words[2]",
            "person.name",
        ]
    )
    if not depth:
        return leaves
    t, n = text(depth - 1), number(0)
    return st.one_of(
        leaves,
        form("{} + {}", t, t),
        *(form(f"{one}({{}})", t) for one in ("upper case", "lower case", "trim")),
        *(form(f"{one}({{}}, {{}})", t, t) for one in ("substring before", "substring after")),
        form("substring({}, {})", t, st.integers(1, 4).map(str)),
        form("substring({}, {}, {})", t, st.integers(1, 4).map(str), st.integers(1, 3).map(str)),
        form('replace({}, "[aeiou]", "_")', t),
        form('string join({}, "-")', texts(depth - 1)),
        form("if {} then {} else {}", truth(depth - 1), t, t),
        form("string({})", n),
        form("day of week({})", day(0)),
        form("month of year({})", day(0)),
    )


@functools.cache
def truth(depth: int) -> Text:
    """An expression that should come to true or false."""
    leaves = st.sampled_from(["true", "false", "flag", "nothing", "null"])
    if not depth:
        return leaves
    n, t, p, xs = number(depth - 1), text(depth - 1), truth(depth - 1), numbers(depth - 1)
    return st.one_of(
        leaves,
        *(form(f"{{}} {sign} {{}}", n, n) for sign in ("=", "!=", "<", "<=", ">", ">=")),
        *(form(f"{{}} {sign} {{}}", t, t) for sign in ("=", "!=", "<")),
        *(form(f"{{}} {sign} {{}}", day(0), day(0)) for sign in ("=", "<", ">=")),
        *(form(f"({{}}) {sign} ({{}})", p, p) for sign in ("and", "or")),
        form("not({})", p),
        form("{} between {} and {}", n, n, n),
        form("{} in [{}..{}]", n, number(0), number(0)),
        form("{} in ({}, {})", n, number(0), number(0)),
        form("{} in (< {}, > {})", n, number(0), number(0)),
        form("{} in {}", n, xs),
        form("some x in {} satisfies x > {}", xs, n),
        form("every x in {} satisfies x < {}", xs, n),
        *(form(f"{one}({{}}, {{}})", t, t) for one in ("contains", "starts with", "ends with")),
        form('matches({}, "^[a-f]+")', t),
        form("list contains({}, {})", xs, n),
        form("odd({})", st.integers(0, 9).map(str)),
        form("all([{}, {}])", p, p),
        form("any([{}, {}])", p, p),
        form("{} instance of number", st.one_of(n, t)),
        form("{} instance of string", st.one_of(number(0), text(0))),
        form("is defined({})", st.sampled_from(["a", "name", "xs"])),
    )


@functools.cache
def numbers(depth: int) -> Text:
    """An expression that should come to a list of numbers."""
    leaves = st.one_of(st.sampled_from(["xs", "[]", "[3]"]), form("[{}, {}]", number(0), number(0)))
    if not depth:
        return leaves
    n, xs = number(depth - 1), numbers(depth - 1)
    return st.one_of(
        leaves,
        form("({})[item > {}]", xs, number(0)),
        form("for x in {} return x * {}", xs, number(0)),
        form("for i in 1..{} return i + {}", st.integers(1, 5).map(str), n),
        form("for i in 1..3, j in {} return i * j", leaves),
        form("for i in 1..4 return if i = 1 then 1 else i * partial[-1]"),
        form("append({}, {})", xs, n),
        form("concatenate({}, {})", xs, xs),
        *(form(f"{one}({{}})", xs) for one in ("reverse", "distinct values", "flatten")),
        form("sort({}, function(x, y) x < y)", xs),
        form("union({}, {})", xs, xs),
        form("index of({}, {})", xs, number(0)),
        form("insert before([1, 2], 1, {})", n),
        form("remove([1, 2, 3], {})", st.integers(1, 3).map(str)),
        form("sublist([1, 2, 3], {})", st.integers(1, 3).map(str)),
        st.sampled_from(["people.age", "people[age > 35].age", 'people[name = "Ann"].age']),
    )


@functools.cache
def texts(depth: int) -> Text:
    """An expression that should come to a list of strings."""
    leaves = st.one_of(st.sampled_from(["words", "person.tags", "people.name"]), form("[{}]", text(0)))
    return leaves if not depth else st.one_of(leaves, form('split({}, ";")', text(depth - 1)))


@functools.cache
def day(depth: int) -> Text:
    """An expression that should come to a date."""
    days = st.dates(date(1971, 1, 1), date(2099, 12, 31)).map(lambda found: found.isoformat())
    written = st.one_of(form('date("{}")', days), form('@"{}"', days))
    if not depth:
        return written
    return st.one_of(
        written,
        form("{} + duration({})", written, st.sampled_from(['"P1D"', '"P1M"', '"-P1Y"', '"P40D"'])),
        form('date(date and time("{}T10:30:00Z"))', days),
    )


def other() -> Text:
    """Durations, moments, contexts, ranges, and what has no right type."""
    durations = st.sampled_from(['"P1D"', '"PT36H"', '"P1Y2M"', '"-P1M"', '"PT1M30S"'])
    moments = st.sampled_from(["2026-03-01T10:30:00Z", "2026-07-01T10:30:00+02:00", "2026-11-25T23:59:59"])
    n, t = number(1), text(1)
    return st.one_of(
        form("duration({})", durations),
        form("duration({}) + duration({})", durations, durations),
        form('date and time("{}")', moments),
        form('date and time("{}").{}', moments, st.sampled_from(["year", "month", "hour", "minute"])),
        form('date and time("{}") + duration("PT1H")', moments),
        form("{} - {}", day(0), day(0)),
        braced("<<x: {}, y: {}>>", n, t),
        form("get value(person, {})", st.sampled_from(['"name"', '"age"', '"none"'])),
        form('context put(person, "age", {}).age', n),
        form("get entries({}).key", st.just("person")),
        form("{} + {}", n, t),
        form("{} < {}", n, t),
        form("abs({})", t),
        form("{}.missing", st.sampled_from(["person", "nothing", "a"])),
        st.sampled_from(["missing", "missing.part", "xs[10]", "xs[0]", "1 / 0", "null + 1", "-null", "person.tags[2]"]),
    )


@functools.cache
def corpus(many: int) -> tuple[str, ...]:
    """So many different expressions, the same ones every time.

    They are drawn in a process of their own: hypothesis takes constants from every module of ours that is loaded.
    """
    code = f"import json; from tests.feel.grammar import drawn; print(json.dumps(drawn({many})))"
    root = Path(__file__).parents[2]
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    return tuple(json.loads(found.stdout))


def drawn(many: int) -> tuple[str, ...]:
    """So many expressions; which ones depends on the modules that are loaded."""
    kinds = (number(DEPTH), text(DEPTH), truth(DEPTH), numbers(DEPTH), day(1), other())
    found: dict[str, None] = {}

    @settings(
        max_examples=4 * many,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(*kinds))
    def draw(expression: str) -> None:
        if len(found) < many and len(expression) < 300:
            found.setdefault(expression)

    draw()
    return tuple(found)
