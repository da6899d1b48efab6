"""What binds how tightly, and what the parser refuses."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from c8tui import feel
from c8tui.feel import evaluate
from c8tui.feel import syntax as s
from c8tui.feel.cursor import DEEPEST, Cursor
from c8tui.feel.lexer import LONGEST_SOURCE, parts_of, tokens_of, unescaped
from c8tui.feel.names import Names, is_plain, odd_names
from c8tui.feel.parser import parse, parse_tests
from c8tui.feel.problems import FeelSyntaxError, Warned, place_of
from c8tui.feel.python_values import to_feel
from c8tui.feel.reader import Reader
from c8tui.feel.type_syntax import read_type
from c8tui.feel.types import Type
from tests.feel.said import mistake, value, warned


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


# Parentheses, lists, ranges, contexts, @-literals.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(1 + 2) * 3", 9),
        ("[]", []),
        ("[1, [2]]", [1, [2]]),
        ("[1..3]", "[1..3]"),
        ("]1..3[", "(1..3)"),
        ("(1..3]", "(1..3]"),
        ("(< 5)", "(< 5)"),
        ("5 in (>= 5)", True),
        ("5 in (= 5)", True),
        ('{a: 1, "b c": a + 1}', {"a": 1, "b c": 2}),
        ("{}", {}),
        ('@"2026-11-25"', "2026-11-25"),
        ("[1,2,3][item > 1][1]", 2),
        ("3 in ]1..3[ or 3 in [1..3]", True),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[1, 2", "expected ] or , at 1:6"),
        ("(1", "expected ) at 1:3"),
        ("{a: 1", "expected } or , at 1:6"),
        ("{a 1}", "expected : at 1:6"),
        ("(!= 5", "expected ) at 1:6"),
        ("@5", 'expected a string after "@", found 5, at 1:2'),
        ("[1..", "expected an expression at 1:5"),
    ],
)
def test_mistakes_have_their_place_of_brackets(source: str, said: str) -> None:
    assert mistake(source) == said


def test_what_says_nothing_that_exists() -> None:
    assert warned('@"2026-02-30"') == ['@"2026-02-30" is no date, time or duration at 1:1']
    assert warned("[3..1]") == ["no range goes from 3 to 1 at 1:1"]
    assert warned("(< [1])") == ["a list cannot be the end of a range at 1:1"]
    assert warned("[true..true]") == ["a boolean cannot be the end of a range at 1:1"]
    assert warned("{a: 1, a: 2}") == ["a stands twice in the context at 1:1"]


# The cursor: what it expects, and what it says when something else is there.


def cursor(source: str, *names: str) -> Cursor:
    return Cursor(source, Names(names))


def test_signs_are_taken_or_expected() -> None:
    here = cursor("( a")
    assert here.take(")") is None
    assert here.expect("(").text == "("
    with pytest.raises(FeelSyntaxError, match=r"expected \) or ,, found a, at 1:3"):
        here.expect(")", ",")
    assert here.name() == "a"
    with pytest.raises(FeelSyntaxError, match=r"expected \) at 1:4"):
        here.expect(")")
    here.end()


def test_names_are_words_side_by_side_or_odd() -> None:
    assert cursor("full name of it in x").name() == "full name of it"
    assert cursor("a-b c", "a-b").name() == "a-b"
    assert cursor("key with - signs: 1").name_before(":") == "key with - signs"
    with pytest.raises(FeelSyntaxError, match="expected a name"):
        cursor("1").name()
    with pytest.raises(FeelSyntaxError, match="expected :"):
        cursor("a b").name_before(":")


def test_it_goes_only_so_deep() -> None:
    here = cursor("x")
    for _ in range(DEEPEST):
        here.deeper()
    with pytest.raises(FeelSyntaxError, match="nested deeper than 100 levels"):
        here.deeper()


# Tokens.


def test_kinds() -> None:
    source = 'a1 + .5e3 // note\n`x y` /* more */ "s" ** 1..2 é?'
    assert [(token.kind, token.text) for token in tokens_of(source)] == [
        *(("name", "a1"), ("sign", "+"), ("number", ".5e3"), ("name", "x y"), ("string", "s"), ("sign", "**")),
        *(("number", "1"), ("sign", ".."), ("number", "2"), ("name", "é?"), ("end", "")),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\nb", "a\nb"),
        (r"\"\\\'", "\"\\'"),
        (r"\u00e9", "é"),
        (r"\U01F40E", "\U0001f40e"),
        (r"\uD83D\uDC0E", "\U0001f40e"),
        (r"\d", r"\d"),
        (r"\UFFFFFF", r"\UFFFFFF"),
    ],
)
def test_escapes(written: str, meant: str) -> None:
    assert unescaped(written) == meant


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('"abc', 'a string without its closing " at 1:1'),
        ("1 /* x", "a comment without its */ at 1:3"),
        ("a\n §", "'§' means nothing here, at 2:2"),
        ("1" * (LONGEST_SOURCE + 1), "longer than 1,000,000 characters at 1:1"),
    ],
)
def test_what_cannot_be_read(source: str, said: str) -> None:
    with pytest.raises(FeelSyntaxError) as error:
        tokens_of(source)
    assert error.value.message == said


def test_a_name_in_parts() -> None:
    assert (parts_of("loan-amount to pay"), parts_of('"')) == (("loan", "-", "amount", "to", "pay"), ())


# Names that the parser has to be told.


@pytest.mark.parametrize(
    ("name", "plain"),
    [("amount", True), ("first name", True), ("a-b", False), ("in stock", False), ("for", False), ("2nd", False)],
)
def test_plain_ones_need_no_help(name: str, plain: bool) -> None:
    assert is_plain(name) is plain


def test_odd_ones_are_found_at_any_depth() -> None:
    data = {"a-b": 1, "list": [{"c/d": {"in e": 2}}, {"not-looked-at": 1}], "plain one": 3}
    assert odd_names(to_feel(data)) == {"a-b", "c/d", "in e"}


def test_the_longest_counts() -> None:
    names = Names(["a-b", "a-b-c"])
    assert names.find(tokens_of("a - b - c + 1"), 0) == ("a-b-c", 5)
    assert names.find(tokens_of("a - b - d"), 0) == ("a-b", 3)
    assert names.find(tokens_of("a + b"), 0) is None
    assert Names().find(tokens_of('date "and" time'), 0) is None


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("loan-amount + 1", 11),
        ("in stock", True),
        ("x.to-do[1]", "a"),
        ("Mary's age * 2", 60),
        ("first  name", "Ann"),
        ("`loan-amount` - 1", 9),
        ("{new-name: 2, b: new-name + 1}.b", 3),
        ("{a and b: 1}.a and b", 1),
        ("`for` + 1", 5),
        ("`true`", 6),
        ("{`a b`: 1, c: `a b` + 1}.c", 2),
        ('{"for": 1}.for', 1),
        ("for `in` in [1, 2] return `in` * 10", [10, 20]),
        ("for x-y in [1, 2] return x-y", [1, 2]),
        ("(function(a-b) a-b)(3)", 3),
        ("some x/y in [1] satisfies x/y = 1", True),
        ("loan-amount-1", 9),
        ("loan - 1", 4),
        ('"loan-amount"', "loan-amount"),
        ("x . to-do[1]", "a"),
    ],
)
def test_they_work_in_expressions(source: str, value: object) -> None:
    data: dict[str, Any] = {
        "loan-amount": 10,
        "in stock": True,
        "x": {"to-do": ["a"]},
        "Mary's age": 30,
        "first name": "Ann",
    }
    data |= {"for": 4, "true": 6, "loan": 5}
    assert evaluate(source, to_feel(data)).value == value


# What every part of the parser stands on.


def test_only_the_parser_knows_expressions() -> None:
    with pytest.raises(NotImplementedError):
        Reader(Cursor("1", Names())).operand()


def test_lists_may_end_with_a_comma() -> None:
    assert value("[1, 2,]") == [1, 2]
    assert mistake("max(1 2)") == "expected ) or ,, found 2, at 1:7"


# The tree that a text becomes.


def test_nodes_know_their_place() -> None:
    tree = parse("a + [1, b.c]")
    assert isinstance(tree, s.Binary)
    assert (tree.sign, tree.at, tree.left) == ("+", 2, s.Name(0, "a"))
    assert tree.right == s.ListOf(4, (s.Literal(5, Decimal(1)), s.Path(9, s.Name(8, "b"), "c")))


# Types as they are written.


def read(source: str) -> Type:
    cursor = Cursor(source, Names())
    found = read_type(cursor)
    cursor.end()
    return found


def test_nested_types() -> None:
    assert read("list<list<date and time>>") == Type("list", items=Type("list", items=Type("date and time")))
    assert read("context<first name: string, a: any>") == Type(
        "context", entries=(("first name", Type("string")), ("a", Type("Any")))
    )
    assert read("function<number, string> -> date") == Type(
        "function", parameters=(Type("number"), Type("string")), result=Type("date")
    )
    assert read("my.tPerson") == Type("named", "my.tPerson")


@pytest.mark.parametrize(
    ("source", "said"), [("list<", "expected a name"), ("number<a>", "has no members"), ("1", "name")]
)
def test_what_is_none(source: str, said: str) -> None:
    with pytest.raises(FeelSyntaxError, match=said):
        read(source)


# if, for, some, every, function.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('if 1 > 2 then "a" else if true then "b" else "c"', "b"),
        ('if null then "a" else "b"', "b"),
        ("for i in 1..3, j in [10, 20] return i * j", [10, 20, 20, 40, 30, 60]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
        ("every x in [] satisfies x > 1", True),
        ("(function(a: number, b) a + b)(1, 2)", 3),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120),
        ("for the item in [1, 2] return the item + 1", [2, 3]),
    ],
)
def test_values_of_worded(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("if 1 then 2", "expected else at 1:12"),
        ("for x on [1] return x", "expected in at 1:22"),
        ("some x in [1]", "expected satisfies at 1:14"),
        ("function(a", "expected : or , or ) at 1:11"),
    ],
)
def test_mistakes_have_their_place_of_worded(source: str, said: str) -> None:
    assert mistake(source) == said


# What an expression speaks of.


def test_names_within_everything() -> None:
    found = feel.parse("if a > 1 then [b.c, {d: e}] else some x in f satisfies x in (g, > h)").names
    assert found == {"a", "b", "e", "f", "x", "g", "h"}
    assert feel.parse("sum(a)").names == {"sum", "a"}


def test_names_that_it_binds_itself_are_not_free() -> None:
    assert feel.parse("for x in a, y in x.b return x + y + c").free == {"a", "c"}
    assert feel.parse("some x in f satisfies x > g").free == {"f", "g"}
    assert feel.parse("function(p) p + q").free == {"q"}
    assert feel.parse("{k: 1, m: k + n}").free == {"n"}
    assert feel.parse("a[b > 1]").free == {"a", "b"}


# Places in a source.


def test_places_count_from_one() -> None:
    assert [place_of("ab\ncd", offset) for offset in (0, 2, 3, 5)] == [(1, 1), (1, 3), (2, 1), (2, 3)]
    error = FeelSyntaxError("expected )", "ab\ncd", 4)
    assert (error.message, error.line, error.column, error.offset) == ("expected ) at 2:2", 2, 2, 4)
    assert str(Warned("is null", 1, 3)) == "is null at 1:3"
