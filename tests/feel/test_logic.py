"""Three-valued logic."""

from __future__ import annotations

from itertools import product

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


VALUES = (True, False, None)
WORDS = {True: "true", False: "false", None: "null"}


def test_words_are_what_the_tables_of_python_say() -> None:
    """The least of false < unknown < true is `and`, the greatest is `or`."""
    rank = {False: 0, None: 1, True: 2}
    for left, right, third in product(VALUES, repeat=3):
        words = [WORDS[one] for one in (left, right, third)]
        assert value(" and ".join(words)) is min(left, right, third, key=rank.__getitem__)
        assert value(" or ".join(words)) is max(left, right, third, key=rank.__getitem__)
        assert value(f"not({words[0]})") is (None if left is None else not left)
        assert value(f"all([{', '.join(words)}])") is value(" and ".join(words))
        assert value(f"any([{', '.join(words)}])") is value(" or ".join(words))


def test_many() -> None:
    assert (all_of([True, None]), all_of([None, False]), all_of([])) == (None, False, True)
    assert (any_of([False, None]), any_of([None, True]), any_of([])) == (None, True, False)
