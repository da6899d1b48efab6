from __future__ import annotations

import pytest

from c8tui.forms import patterns
from c8tui.forms.patterns import NoPattern, matches


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("b", "abc", True),
        ("^b", "abc", False),
        ("^[A-Z]{2}\\d{3}$", "AB123", True),
        ("^[A-Z]{2}\\d{3}$", "AB123\n", False),
        ("^\\d+$", "١٢", False),
        ("^\\w+$", "é", False),
        ("\\s", "a\u00a0b", True),
        ("\\S", "\u00a0", False),
        ("[\\s]", "\u2003", True),
        ("a.b", "a\u2028b", False),
        ("[^]", "\n", True),
        ("[]", "a", False),
        ("^[[a]$", "[", True),
        ("^[a&&b]$", "&", True),
        ("^a{,2}$", "a{,2}", True),
        ("^a{2}$", "aa", True),
        ("^a{b}$", "a{b}", True),
        ("^(?<y>\\d)\\k<y>$", "11", True),
        ("^(a)\\1$", "aa", True),
        ("^\\p$", "p", True),
        ("^\\-\\/\\|$", "-/|", True),
        ("^\\u0041\\x42$", "AB", True),
        ("^\\A", "A", True),
        ("(?<=a)b(?!c)", "abd", True),
        ("a|^$", "", True),
        ("^[\\b]$", "\b", True),
        ("^a+?b*?c??$", "aab", True),
        ("^\\d{5}(?:-\\d{4})?$", "12345-6789", True),
        ("]", "]", True),
        ("}", "}", True),
    ],
)
def test_as_javascript_has_it(pattern: str, text: str, found: bool) -> None:
    assert matches(pattern, text) is found


@pytest.mark.parametrize("pattern", ["(", "a++", "*a", "[a", "a\\", "(?i)a", "(?>a)", "a{2}{3}", ")", "{1}"])
def test_no_regular_expression_is_told(pattern: str) -> None:
    with pytest.raises(NoPattern, match="is no regular expression"):
        matches(pattern, "a")


def test_a_search_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "PATIENCE", 0.02)
    with pytest.raises(NoPattern, match="takes too long"):
        matches("^(a|aa|a?)+(b|c)(?<!x)\\1$", "a" * 60 + "!")
