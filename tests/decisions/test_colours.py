"""FEEL in pieces: everything stays, kinds are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.colours import LONGEST, coloured


def test_kinds_are_named() -> None:
    assert [piece for piece in coloured('if x > 1.5 then "a" /* why */ else date') if piece[1]] == [
        ("if", "keyword"), (">", "sign"), ("1.5", "number"), ("then", "keyword"), ('"a"', "string"),
        (" /* why */ ", "comment"), ("else", "keyword"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", '"open', "§", "1 " * LONGEST])
def test_what_is_no_feel_or_too_long_is_one_plain_piece(text: str) -> None:
    assert coloured(text) == ([(text, "")] if text else [])


@given(st.text(alphabet='ab1"/*\n .<>`', max_size=30))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(piece for piece, _ in coloured(text)) == text
