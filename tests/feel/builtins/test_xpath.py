"""Patterns of XPath in other words."""

from __future__ import annotations

import re

import pytest

from c8tui.feel.builtins.xpath import NotAPattern, translated


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
