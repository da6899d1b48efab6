"""What every part of the parser stands on."""

from __future__ import annotations

import pytest

from c8tui.feel.cursor import Cursor
from c8tui.feel.names import Names
from c8tui.feel.reader import Reader
from tests.feel.said import mistake, value


def test_only_the_parser_knows_expressions() -> None:
    with pytest.raises(NotImplementedError):
        Reader(Cursor("1", Names())).operand()


def test_lists_may_end_with_a_comma() -> None:
    assert value("[1, 2,]") == [1, 2]
    assert mistake("max(1 2)") == "expected ) or ,, found 2, at 1:7"
