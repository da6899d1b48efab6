"""Completions are counted by day and by minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.session.stats import PACE_S, Tally
from c8tui.state import State
from tests.clocks import Clock

DAY_S = 86_400.0


def test_before_the_first_nothing_is_said() -> None:
    tally = Tally(State(), Clock())
    assert (tally.today, tally.pace, tally.words()) == (0, None, "")


def test_one_is_a_number_but_no_pace() -> None:
    tally = Tally(State(), Clock())
    tally.add()
    assert tally.words() == "1 done today"


def test_the_pace_is_that_of_the_last_ten_minutes() -> None:
    clock = Clock()
    tally = Tally(State(), clock)
    tally.add(2)
    assert tally.pace == 2  # not more, although no time has gone by
    clock.at += 120
    tally.add(4)
    assert tally.pace == pytest.approx(3)
    assert tally.words() == "6 done today, 3.0/min"
    clock.at += PACE_S - 60
    assert tally.pace == pytest.approx(4 * 60 / (PACE_S - 60))
    clock.at += PACE_S
    assert tally.pace is None
    assert tally.today == 6


def test_a_new_day_begins_at_nothing(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "state.json"
    Tally(State(path), clock).add(3)
    Tally(State(path), clock).add()
    assert Tally(State(path), clock).today == 4
    clock.at += DAY_S
    assert Tally(State(path), clock).today == 0
    Tally(State(path), clock).add()
    assert Tally(State(path), clock).today == 1
