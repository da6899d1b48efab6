"""Completions of today, their pace, and the counts of views: one small search each, honest about what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.session.identity import Identity
from c8tui.session.session import Session
from c8tui.session.stats import COUNT_LIFETIME_S, PACE_S, CompletionStats, Count, Counts
from c8tui.session.views import BUILT_IN, View
from c8tui.state import State
from tests.clocks import Clock
from tests.sandboxes import Sandbox, every_task

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


# Counts of views: one small search each, not too often, and honest about what they are

BY_ID = {view.id: view for view in BUILT_IN}
NOBODY = Identity(user=None, groups=(), display_name="")


@pytest.fixture
def counts(sandbox: Sandbox, sandbox_session: Session) -> Counts:
    found = sandbox_session.counts
    found.clock = sandbox.clock
    return found


async def test_each_is_asked_for_with_one_task_and_not_too_often(
    sandbox: Sandbox, sandbox_session: Session, counts: Counts
) -> None:
    me = sandbox_session.identity.named("demo", ("sales", "support"))
    everything = await every_task(sandbox_session)
    assert counts.words(BY_ID["open"]) == ""
    sandbox.sent.clear()
    await counts.refresh([BY_ID["open"], BY_ID["mine"]], me)
    assert counts.words(BY_ID["open"]) == str(len(everything))
    assert [body["page"] for body in sandbox.bodies("/user-tasks/search")] == [{"limit": 1}] * 2
    await counts.refresh([BY_ID["open"], BY_ID["mine"]], me)
    assert len(sandbox.sent) == 2
    sandbox.clock.at += COUNT_LIFETIME_S
    await counts.refresh([BY_ID["open"]], me)
    assert len(sandbox.sent) == 3
    sandbox.clock.at += 1
    counts.wrote()
    await counts.refresh([BY_ID["open"]], me)
    assert len(sandbox.sent) == 4


async def test_mine_or_my_groups_counts_what_is_both_once(sandbox_session: Session, counts: Counts) -> None:
    me = sandbox_session.identity.named("demo", ("sales", "support"))
    tasks = [task for _, task in await every_task(sandbox_session)]
    mine = {t.user_task_key for t in tasks if t.assignee == "demo"}
    groups = {t.user_task_key for t in tasks if {"sales", "support"} & set(t.candidate_groups)}
    await counts.refresh([BY_ID["mine-or-groups"]], me)
    assert mine & groups
    assert counts.words(BY_ID["mine-or-groups"]) == str(len(mine | groups))


async def test_a_failure_keeps_the_old_number_and_says_so(
    sandbox: Sandbox, sandbox_session: Session, counts: Counts
) -> None:
    await counts.refresh([BY_ID["open"]], sandbox_session.identity)
    before = counts.words(BY_ID["open"])
    sandbox.clock.at += COUNT_LIFETIME_S
    await sandbox.faults("500@/v2/user-tasks/search")
    await counts.refresh([BY_ID["open"], BY_ID["mine"]], sandbox_session.identity)
    assert counts.words(BY_ID["open"]) == f"{before}?"
    assert counts.words(BY_ID["mine"]) == ""


async def test_nobodys_tasks_are_not_counted(sandbox: Sandbox, counts: Counts) -> None:
    sandbox.sent.clear()
    await counts.refresh([BY_ID["mine"]], NOBODY)
    assert sandbox.sent == []
    assert counts.words(BY_ID["mine"]) == ""


def test_a_bound_says_so() -> None:
    assert Count(BY_ID["open"], 10_000, True, 0.0).words() == "10,000+"
    assert Count(BY_ID["open"], 1_204, False, 0.0, failed=True).words() == "1,204?"


async def test_a_view_that_has_changed_is_counted_anew(sandbox_session: Session, counts: Counts) -> None:
    view = View("own", "Own")
    await counts.refresh([view], NOBODY)
    changed = view.with_conditions({"name": "no such name"})
    assert counts.words(view) != counts.words(changed) == ""
    assert not counts.is_due(view)
    assert counts.is_due(changed)
    await counts.refresh([changed], NOBODY)
    assert counts.words(changed) == "0"
