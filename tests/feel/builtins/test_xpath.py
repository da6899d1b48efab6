"""Patterns of XPath in other words."""

from __future__ import annotations

import pytest

from c8tui.feel.builtins.xpath import translated


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
    ],
)
def test_in_other_words(pattern: str, letters: str, expected: str) -> None:
    assert translated(pattern, letters) == (expected, False)


def test_a_class_less_a_class() -> None:
    assert translated("[a-z-[aeiou]]+", "") == ("[a-z--[aeiou]]+", True)
