"""Completions are counted by day and by minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.session.stats import PACE_S, CompletionStats
from c8tui.state import State
from tests.clocks import Clock

DAY_S = 86_400.0


def test_before_the_first_nothing_is_said() -> None:
    stats = CompletionStats(State(), Clock())
    assert (stats.today, stats.pace, stats.words()) == (0, None, "")


def test_one_is_a_number_but_no_pace() -> None:
    stats = CompletionStats(State(), Clock())
    stats.add()
    assert stats.words() == "1 done today"


def test_the_pace_is_that_of_the_last_ten_minutes() -> None:
    clock = Clock()
    stats = CompletionStats(State(), clock)
    stats.add(2)
    assert stats.pace == 2  # not more, although no time has gone by
    clock.at += 120
    stats.add(4)
    assert stats.pace == pytest.approx(3)
    assert stats.words() == "6 done today, 3.0/min"
    clock.at += PACE_S - 60
    assert stats.pace == pytest.approx(4 * 60 / (PACE_S - 60))
    clock.at += PACE_S
    assert stats.pace is None
    assert stats.today == 6


def test_a_new_day_begins_at_nothing(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "state.json"
    CompletionStats(State(path), clock).add(3)
    CompletionStats(State(path), clock).add()
    assert CompletionStats(State(path), clock).today == 4
    clock.at += DAY_S
    assert CompletionStats(State(path), clock).today == 0
    CompletionStats(State(path), clock).add()
    assert CompletionStats(State(path), clock).today == 1
