"""The limits of an evaluation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from c8tui import feel
from c8tui.feel.problems import Stopped
from c8tui.feel.run import MOST_WARNINGS, Limits, Run, Scope
from tests.feel.said import value, warned


def test_steps_calls_and_sizes_are_counted() -> None:
    run = Run("x", Limits(steps=3, calls=1, size=5))
    run.tick(3)
    with pytest.raises(Stopped, match="stopped after 3 steps"):
        run.tick()
    other = Run("x", Limits(calls=1, size=5))
    other.enter()
    with pytest.raises(Stopped, match="more than 1 deep"):
        other.enter()
    assert other.measured(["ab", 1]) == ["ab", 1]
    with pytest.raises(Stopped, match="larger than 5"):
        other.measured([["ab"], ["abc"]])


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("for i in 1..1000000000 return i", "stopped after 500,000 steps at 1:1"),
        ("for i in 1..1000, j in 1..1000 return i", "stopped after 500,000 steps at 1:1"),
        ("(function(f) f(f))(function(f) f(f))", "functions call each other more than 80 deep at 1:1"),
        ("{f: function(n) f(n + 1), r: f(1)}.r", "functions call each other more than 80 deep at 1:1"),
        ('for i in 1..100000 return string join(for j in 1..100 return "x")', "stopped after 500,000 steps at 1:1"),
    ],
)
def test_what_goes_on_and_on_is_stopped(source: str, said: str) -> None:
    assert warned(source) == [said]


def doubled(times: int, first: str = "[1, 1]") -> str:
    """A context whose last entry is 2 ** times as large as its first."""
    entries = [f"a0: {first}"] + [f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, times)]
    return "{" + ", ".join(entries)


@pytest.mark.parametrize(
    "end",
    [
        *("}", ", r: string(a59)}.r", ", r: a59 = a58}.r", ", r: distinct values([a59, a59])}.r"),
        *(", r: flatten(a59)}.r", ", r: a59 in [a59]}.r", ", r: (function(x: list<number>) x)(a59)}.r"),
        *(", r: list contains([a58], a59)}.r", ", r: a59 instance of list<list<number>>}.r", ", r: is(a59, a59)}.r"),
    ],
)
def test_values_that_double_are_stopped(end: str) -> None:
    (said, *_) = warned(doubled(60) + end)
    assert "larger than" in said or "stopped after" in said


def test_strings_that_double_are_stopped() -> None:
    entries = ", ".join(['a0: "xx"', *(f"a{n}: a{n - 1} + a{n - 1}" for n in range(1, 40))])
    assert "a value is larger than 1,000,000" in warned("{" + entries + "}")[0]


def test_now_stands_still_and_warnings_have_an_end() -> None:
    assert value("now() = now()") is True
    moment = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert str(feel.evaluate("now()", {}, now=moment).value) == "2026-11-25T10:00:00Z"
    assert len(feel.evaluate("for i in 1..100 return i.x", {}).warnings) == MOST_WARNINGS


def test_scopes_are_nested() -> None:
    outer = Scope({"a": 1}, None, Run("x"))
    assert outer.inner({"b": 2}).outer is outer
