"""Tokens."""

from __future__ import annotations

import pytest

from c8tui.feel.lexer import LONGEST_SOURCE, parts_of, tokens_of, unescaped
from c8tui.feel.problems import FeelSyntaxError


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
