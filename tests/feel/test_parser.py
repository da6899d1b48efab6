"""What binds how tightly, and what the parser refuses."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from c8tui import feel
from c8tui.feel.parser import parse, parse_tests
from tests.feel.said import mistake, value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3 ** 2", 19),
        ("-3 ** 2", 9),
        ("3 ** 2 ** 3", 729),
        ("10 - 2 - 3", 5),
        ("true or false and false", True),
        ("1 + 1 = 2 and 2 > 1", True),
        ("1 instance of number and true", True),
        ("2 between 1 and 3 and true", True),
        ("a.b.c + 1", 4),
        ("xs[2] + xs[-1]", 5),
        ("not(true) or true", True),
        ("// only a comment\n1", 1),
        ('"a" in ("a", "b") and 5 in [1..9]', True),
        ("5 in (1..9)", True),
        ("1 in < 5", True),
    ],
)
def test_precedence(source: str, expected: object) -> None:
    assert value(source, a={"b": {"c": 3}}, xs=[1, 2, 3]) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "expected an expression at 1:1"),
        ("1 +", "expected an expression at 1:4"),
        ("1 2", "did not expect 2 at 1:3"),
        ("1 between 2 3", "expected and, found 3, at 1:13"),
        ("x instance 5", "expected of, found 5, at 1:12"),
        ("f(a: 1, 2)", "expected a name, found 2, at 1:9"),
        ("a\n+ *", "expected an expression, found *, at 2:3"),
    ],
)
def test_mistakes_have_their_place(source: str, said: str) -> None:
    assert mistake(source) == said


def test_tests() -> None:
    assert parse_tests("-").tests == ()
    assert parse_tests("not(1, 2)").negated
    assert not parse_tests("not(x) or y").negated
    assert len(parse_tests("< 5, [1..2], x").tests) == 3


def test_depth_and_chains_have_an_end_but_long_sums_are_fine() -> None:
    for deep in ("(" * 10_000 + "1", "[" * 10_000, "-" * 10_000 + "1", "if " * 5_000, "{a:" * 5_000):
        assert "nested deeper" in mistake(deep)
    assert "steps in a row" in mistake("a" + ".b" * 1_000)
    assert "steps in a row" in mistake("a" + "(1)" * 1_000)
    assert value(" and ".join(["true"] * 5_000)) is True


FEW = feel.Limits(steps=20_000)
PIECES = st.sampled_from(
    [
        *("1", "a", '"s"', "+", "-", "*", "**", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "=", "<", "in"),
        *("and", "or", "not", "if", "then", "else", "for", "return", "some", "satisfies", "function", "instance"),
        *("of", "null", "@", "between", "date", "max", "item", "?", "list", "for i in", "`q`", "external", "->"),
    ]
)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=12))
def test_any_text_is_a_mistake_or_comes_to_something(pieces: list[str]) -> None:
    source = " ".join(pieces)
    with suppress(feel.FeelSyntaxError):
        feel.to_json(feel.evaluate(source, feel.to_feel({"a": {"b": [1]}}), limits=FEW).value)
    with suppress(feel.FeelSyntaxError):
        feel.unary_test(source, None, {}, limits=FEW)


def test_parsing_gives_a_tree() -> None:
    assert parse("1").at == 0


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("2 in ([5, 2])[2]", True),
        ("5 in ([5, 2])[2]", False),
        ("1 in ({b: 1}).b", True),
        ("3 in (1) + 2", True),
        ("3 in (1, 2) = false", True),
        ("null in ([1, 2, 3])[item > 0.5]", False),
    ],
)
def test_what_is_in_parentheses_behind_in_may_begin_an_operand(source: str, expected: bool) -> None:
    assert value(source) is expected
