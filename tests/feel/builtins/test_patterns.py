"""Regular expressions: found, replaced, and stopped when they take too long."""

from __future__ import annotations

import re

import pytest

from c8tui.feel.builtins.xpath import NotAPattern, translated
from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('matches("foobar", "^fo*b")', True),
        ('matches("FOO", "foo", "i")', True),
        (r'matches("a\nb", "a.b")', False),
        (r'matches("a\nb", "a.b", "s")', True),
        (r'matches("a\nb", "^b$", "m")', True),
        ('matches("12-34", "[0-9]{2}-[0-9]{2,900000}")', True),
        ('matches("a.b", "a.b", "q")', True),
        ('matches("axb", "a.b", "q")', False),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('replace("abracadabra", "a.*?a", "*")', "*c*bra"),
        ('replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3")', "(012) 345-6789"),
        ('replace("a.b", "\\\\.", "\\\\$")', "a$b"),
        ('replace("abc", "(b)", "<$12>")', "a<b2>c"),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('matches("a", "(")', "the pattern cannot be read"),
        ('matches("a", "a", "z")', "flags 'z' are not of s, m, i, x"),
        ('replace("abc", ".*?", "x")', "the pattern matches the empty text"),
        ('replace("abc", "b", "$")', "the replacement has a $ without a number"),
        ('matches("a", "a{1000000000}")', "the pattern repeats more than 200,000 times"),
        ('matches("a", "((a{100}){100}){100}")', "the pattern repeats more than 200,000 times"),
        (r'matches("a", "\\\\{1000000000}")', "the pattern repeats more than 200,000 times"),
        (f'matches("a", "{"a" * 10_001}")', "the pattern is longer than 10,000 characters"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert said in warned(source)[0]


def test_a_pattern_that_never_ends_is_stopped() -> None:
    (said,) = warned(f'replace("{"a" * 60}!", "(a|aa)+$", "")')
    assert said.startswith("replace: the pattern takes too long on this text")


# Patterns of XPath in other words.


@pytest.mark.parametrize(
    ("pattern", "letters", "expected"),
    [
        ("a.b$", "", r"a[^\n\r]b\Z"),
        ("a.b$", "sm", "a.b$"),
        (r"\.\$[.$]", "", r"\.\$[.$]"),
        (r"\i\c*", "", r"[\p{L}_:][\p{L}\p{N}.:_\-]*"),
        (r"\p{IsBasicLatin}", "", r"\p{InBasicLatin}"),
        (" a [ ] b", "x", "a[ ]b"),
        ("[a[b]", "", r"[a\[b]"),
        (r"a\ sb", "x", r"a\sb"),
        (r"\p{ I s BasicLatin }", "x", r"\p{InBasicLatin}"),
        (r"\[ a \] [\] x] b", "x", r"\[a\][\] x]b"),
        (r"a \\ s", "x", r"a\\s"),
        (r"(a)\1", "", r"(a)(?:(?(1)\1|))"),
        (r"(a)\12", "", r"(a)(?:(?(1)\1|))2"),
        (r"(?:a)(b)\1", "", r"(?:a)(b)(?:(?(1)\1|))"),
    ],
)
def test_in_other_words(pattern: str, letters: str, expected: str) -> None:
    assert translated(pattern, letters) == (expected, False)


def test_a_class_less_a_class() -> None:
    assert translated("[a-z-[aeiou]]+", "") == ("[a-z--[aeiou]]+", True)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(a)[\1]", r"there is no \1 in a class"),
        (r"1[a\0]", r"there is no \0 in a class"),
        (r"\0", r"there is no \0"),
        (r"(.)\3", r"\3 refers to a group that is not there"),
        (r"\1(a)", r"\1 refers to a group that is not there"),
    ],
)
def test_references_that_xpath_refuses(pattern: str, why: str) -> None:
    with pytest.raises(NotAPattern, match=re.escape(why) + "$"):
        translated(pattern, "")
