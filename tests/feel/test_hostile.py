"""Expressions that are made to hang, to fill the memory or to crash: each ends soon, with null and a reason."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui import feel
from c8tui.feel.values import DEEPEST
from tests.counted import calls
from tests.feel.said import mistake, value, warned

STEPS = "stopped after 100,000 steps at 1:1"
LIMITS = feel.Limits(steps=100_000)
LONG = feel.to_feel(range(400_000))
TEXT = "x" * 900_000


def ones(many: int, sign: str) -> str:
    return sign.join(["1"] * many)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("for i in 1..400000 return count(list)", STEPS),
        ("for i in 1..400000 return list = list", STEPS),
        ("for i in 1..400000 return list instance of list<number>", STEPS),
        ("for i in 1..400000 return [list] in [[list]]", STEPS),
        ("for i in 1..400000 return partition(list, 1)", STEPS),
        ("for i in 1..400000 return upper case(text)", STEPS),
        ("for i in 1..400000 return text + text", "a value is larger than 1,000,000 elements or characters at 1:1"),
        ('for i in 1..400000 return text + "x"', STEPS),
        ('for i in 1..400000 return replace("aaaaaaaaaa", "a", substring(text, 1, 10000))', STEPS),
        (f"for i in 1..400000 return [{ones(1_000, ',')}]", STEPS),
        (f"for i in 1..400000 return {ones(1_000, '+')}", STEPS),
        (f"every i in 1..400000 satisfies {ones(1_000, '+')} > 0", STEPS),
        (f"[1..2][{ones(1_000, '+')} > 0]", ""),
        (f"list[{ones(1_000, '+')} > item]", STEPS),
        (f"list replace(list, function(a, b) {ones(1_000, '+')} = 0, 1)", STEPS),
        ("{long: for i in 1..200 return append(few, i), r: distinct values(long)}.r", STEPS),
        ("{long: for i in 1..50 return append(few, i), r: index of(long, long[50])}.r", ""),
        (f"for i in 1..2 return {'for j in 1..2 return ' * 90}1", STEPS),
        ('for d in date("-999999999-01-01")..date("999999999-12-31") return d', STEPS),
        ("{f: function(n) f(n - 1) + f(n - 2), r: f(70)}.r", "functions call each other more than 80 deep at 1:1"),
        (f"for {', '.join(f'a{n} in [1]' for n in range(5_000))} return 1", STEPS),
        ("string((< list))", "a list cannot be the end of a range at 1:8"),
    ],
)
def test_repeating_what_is_large_is_counted(source: str, said: str) -> None:
    outcome = feel.evaluate(source, {"list": LONG, "few": LONG[:1_400], "text": TEXT}, limits=LIMITS)
    if said:
        assert (outcome.value, str(outcome.warnings[0])) == (None, said)
    else:
        assert outcome.value is not None


def test_the_patterns_of_a_loop_share_their_time() -> None:
    few = feel.Limits(pattern_s=0.1)
    source = f'for i in 1..1000 return matches("{"a" * 40}!", "(a|aa)+$")'
    first, second = feel.evaluate(source, {}, limits=few).warnings
    assert first.message == "patterns took more than 0.1 s"
    assert second.message == "matches: the pattern takes too long on this text"


@pytest.mark.parametrize(
    "source",
    [
        "[" * 10_000,
        "(" * 10_000 + "1" + ")" * 10_000,
        "{a:" * 10_000,
        "-" * 10_000 + "1",
        "x instance of " + "list<" * 10_000,
        "not(" * 10_000,
        "1 in (" * 10_000,
        "function(a) " * 10_000 + "a",
        "]1.." * 10_000,
        "(" * 90 + "a" + (".b" * 99 + ")") * 90,
        "(" * 90 + "1" + (" in 1" * 99 + ")") * 90,
        "(" * 90 + "f" + ("(1)" * 99 + ")") * 90,
        "a" + "[1]" * 10_000,
        "1" + " between 1 and 2" * 10_000,
    ],
)
def test_what_is_nested_too_deep_is_a_mistake(source: str) -> None:
    said = mistake(source)
    assert "nested" in said or "steps in a row" in said
    with pytest.raises(feel.FeelSyntaxError):
        feel.unary_test(source, 1, {})


def test_long_chains_are_read() -> None:
    assert value(ones(100_000, "+")) == 100_000
    assert mistake("1" * 1_000_000) == "longer than 1,000,000 characters at 1:1"
    assert value("if false then 0 else " * 99 + "1") == 1
    assert len(warned("a" * 900_000)[0]) < 200


@pytest.mark.parametrize(
    "source",
    [
        "for i in 1..900 return if i = 1 then [] else [partial[-1]]",
        "string(for i in 1..900 return if i = 1 then [] else {a: partial[-1]})",
    ],
)
def test_values_are_nested_only_so_deep(source: str) -> None:
    assert warned(source) == [f"a value is nested deeper than {DEEPEST} levels at 1:1"]


def test_the_deepest_value_that_is_taken_in_can_be_given_out() -> None:
    deep: Any = 1
    for _ in range(DEEPEST - 1):
        deep = [deep]
    assert value("x", x=deep) == deep
    assert value("string(x)", x=deep) == "[" * (DEEPEST - 1) + "1" + "]" * (DEEPEST - 1)
    assert value("x = [x][1]", x=deep) is True


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("remove([1], 1e5000)", None),
        ("sublist([1], -1e6000)", None),
        ('substring("abc", 1e6000)', ""),
        ('substring("abc", 2, 1e6000)', "bc"),
        ("[1][1e6000]", None),
        ("[1][0.5]", None),
        ("1e99999", None),
        ("9" * 5_000, 9.999999999999999e4999),
        ("2 ** 1e30", None),
        ("1.000000000000000000000000000000001 ** 1e33", 2.718281828459045),
        ("exp(1e6144)", None),
        ("exp(-1e6144)", 0),
        ("log(1e-6143) < 0", True),
        ("decimal(1, 1e30)", None),
        ("round up(1, -6111) > 1e6110", True),
        ("date(1e6000, 1, 1)", None),
        ("date(2026, 1e6000, 1)", None),
        ("time(1, 2, 1e6000)", None),
        ('@"P1D" * 1e6000', None),
        ('@"P1Y" / 1e-6000', None),
        ('date("2026-01-01") + @"P1D" * 1e15', None),
        ('date and time("2026-01-01T00:00:00@Europe/Paris") + @"P1D" * 1e12', None),
        ('date and time(date and time("999999999-12-31T23:59:59-18:00"), "Asia/Tokyo")', None),
        ('date and time("999999999-12-31T23:59:59@America/New_York").time offset', "-PT5H"),
        ("floor(1e6144) = 1e6144", True),
        ("partition([1, 2], 1e17)", [[1, 2]]),
        ("for i in 1e17..1e17 return i", [10**17]),
        ("for i in 1e30..1e31 return i", None),
        ('string length(string join(for i in 1..1000 return "aaaaaaaaaa", ", "))', 11_998),
    ],
)
def test_numbers_that_are_huge(source: str, expected: Any) -> None:
    found = value(source)
    if source.startswith("9"):
        found = float(found) if len(str(found)) < 300 else expected
    assert found == expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("(" * 4_000 + "a" + ")" * 4_000, "(?V1)[[a-z]--[aei]]", "[a-z-[", "[[:", "\\\\"),
        *("\\\\p{IsNothing}", "(?<n>", "*", "a**", "(?P=n)", "[z-a]", "(?i", "(?#"),
    ],
)
def test_patterns_that_cannot_be_read(pattern: str) -> None:
    (said,) = warned(f'matches("aaa", "{pattern}")')
    assert said.startswith("matches: the pattern cannot be read: ")
    assert said.endswith(" at 1:8")


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*a){25}$", "(?R)*"])
def test_patterns_that_would_never_end(pattern: str) -> None:
    few = feel.Limits(pattern_s=0.05)
    outcome = feel.evaluate(f'matches("{"a" * 60}!", "{pattern}")', {}, limits=few)
    assert outcome.value in {None, False}


def test_what_goes_wrong_in_one_call_does_not_count_in_the_next() -> None:
    assert value('for i in 1..100 return context put({a: {b: 1}}, ["a", "b", "c"], i)') == [None] * 100
    assert value("count(for i in 1..500 return (function(x: string) x)(i))") == 500


def test_names_without_number() -> None:
    many = {f"a-{n}": n for n in range(4_900)}
    for n in range(50):
        assert value(f"a-{n} + {n}", **many) == 2 * n
    assert value(" + ".join(f"a-{n}" for n in range(1_000)), **many) == sum(range(1_000))
    few, twice = (calls(value, " + ".join(f"a-{n}" for n in range(many_)), **many) for many_ in (400, 800))
    assert twice < 2.2 * few, "each name is looked up once"
