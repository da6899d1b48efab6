"""Functions of strings."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", 3, 3)', "oba"),
        ('substring("foobar", -2, 1)', "a"),
        (r'string length("\U01F40Eab")', 3),
        ('upper case("aBc4")', "ABC4"),
        ('substring before("foobar", "bar")', "foo"),
        ('substring before("foobar", "xyz")', ""),
        ('substring after("foobar", "ob")', "ar"),
        ('substring after("", "a")', ""),
        ('contains("foobar", "of")', False),
        ('starts with("foobar", "fo")', True),
        ('ends with("foobar", "r")', True),
        ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
        ('string join(["a", null, "c"], "-")', "a-c"),
        ('string join(["a", "b"], ", ", "[", "]")', "[a, b]"),
        ('string join(["a", "b"], ", ", "[")', None),
        ('string join("a", ", ")', "a"),
        ('string join(list: ["a", "b"])', "ab"),
        ('matches("ab cd", "ab\\\\ scd", "x")', True),
        ('matches("b", "^(a)?\\\\1b")', True),
        ('matches("a", "(a)[\\\\1]")', None),
        ('matches("\u212a", "k", "i")', True),
        ('trim("  a ")', "a"),
        ('is blank(" ")', True),
        ('to base64("FEEL")', "RkVFTA=="),
        ("string length(uuid())", 36),
        ('extract("a1b22", "[0-9]+")', ["1", "22"]),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


def test_what_has_no_answer() -> None:
    assert warned('substring("a", 0)') == ["substring: positions count from 1 at 1:10"]
    assert warned("string join([1])") == ["string join: list holds more than strings at 1:12"]
