"""Three-valued logic."""

from __future__ import annotations

import pytest

from c8tui.feel.logic import all_of, any_of
from tests.feel.said import value

TABLE = [
    ("true", "true", True, True),
    ("true", "false", False, True),
    ("true", "null", None, True),
    ("false", "null", False, None),
    ("null", "null", None, None),
    ("true", '"x"', None, True),
    ("false", "0", False, None),
]


@pytest.mark.parametrize(("left", "right", "both", "either"), TABLE)
def test_and_and_or(left: str, right: str, both: bool | None, either: bool | None) -> None:
    assert (value(f"{left} and {right}"), value(f"{right} and {left}")) == (both, both)
    assert (value(f"{left} or {right}"), value(f"{right} or {left}")) == (either, either)


def test_many() -> None:
    assert (all_of([True, None]), all_of([None, False]), all_of([])) == (None, False, True)
    assert (any_of([False, None]), any_of([None, True]), any_of([])) == (None, True, False)
