"""Names, collections, paths, if."""

from __future__ import annotations

from c8tui import feel
from tests.feel.said import value, warned


def test_names_are_looked_up_from_inside_out() -> None:
    assert value("{a: 2, b: {a: 3, c: a}.c, d: a}", a=1) == {"a": 2, "b": 3, "d": 2}
    assert value("abs(-1)") == 1
    assert value("abs", abs=5) == 5
    assert warned("missing") == ["there is no missing at 1:1"]


def test_a_null_variable_is_null_without_a_warning() -> None:
    assert feel.evaluate("x", {"x": None}).warnings == ()


def test_conditions_are_true_or_not() -> None:
    assert value('if "true" then 1 else 2') == 2
