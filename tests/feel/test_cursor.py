"""The cursor: what it expects, and what it says when something else is there."""

from __future__ import annotations

import pytest

from c8tui.feel.cursor import DEEPEST, Cursor
from c8tui.feel.names import Names
from c8tui.feel.problems import FeelSyntaxError


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
