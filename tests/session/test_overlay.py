"""Our own writes lie over what the index tells until it agrees, and no longer."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.model.user_tasks import UserTask
from c8tui.session.overlay import LIFETIME_S, Overlay, shows
from tests.clocks import Clock
from tests.sandboxes import NO_TASKS

FREE = UserTask(user_task_key="1", state="CREATED", priority=50)


def told(**changes: Any) -> UserTask:
    """The task as the index tells it, with these changes."""
    fields = {name: getattr(FREE, name) for name in FREE.__struct_fields__}
    return UserTask(**{**fields, **changes})


@pytest.fixture
def overlay() -> Overlay[UserTask]:
    return Overlay(NO_TASKS.key_of, NO_TASKS.overlay.meanwhile, clock=Clock(100))


def look(overlay: Overlay[UserTask], task: UserTask) -> UserTask:
    """What a row shows after the index told `task`."""
    return overlay.over(overlay.seen(task))


def test_pending_then_confirmed_until_the_index_agrees(overlay: Overlay[UserTask]) -> None:
    assert overlay.mark("1") is None
    write = overlay.begin(FREE, assignee="demo")
    assert look(overlay, FREE).assignee == "demo"
    assert (overlay.mark("1"), overlay.waiting) == ("pending", False)
    overlay.confirm(write)
    assert look(overlay, FREE).assignee == "demo"
    assert (overlay.mark("1"), overlay.waiting) == ("index behind", True)
    assert look(overlay, told(assignee="demo")).assignee == "demo"
    assert (overlay.mark("1"), overlay.waiting) == (None, False)
    assert look(overlay, told(assignee="anna")).assignee == "anna"


def test_other_tasks_are_left_alone(overlay: Overlay[UserTask]) -> None:
    overlay.begin(FREE, assignee="demo")
    other = told(user_task_key="2")
    assert look(overlay, other) is other
    assert overlay.mark("2") is None


def test_what_is_pending_stays_though_the_index_shows_it(overlay: Overlay[UserTask]) -> None:
    """Only a write that the cluster confirmed can have been indexed; this is somebody else's."""
    overlay.begin(FREE, priority=50)
    look(overlay, FREE)
    assert overlay.mark("1") == "pending"


def test_a_failed_command_goes_alone(overlay: Overlay[UserTask]) -> None:
    first, second = overlay.begin(FREE, assignee="demo"), overlay.begin(FREE, priority=90)
    third = overlay.begin(FREE, priority=90)
    overlay.confirm(first)
    overlay.confirm(third)
    overlay.roll_back(second)
    seen = look(overlay, FREE)
    assert (seen.assignee, seen.priority) == ("demo", 90)
    assert overlay.mark("1") == "index behind"
    overlay.roll_back(second)  # twice does no harm
    overlay.roll_back(third)
    assert look(overlay, FREE).priority == 50
    overlay.roll_back(first)
    assert overlay.mark("1") is None


def test_the_latest_write_wins_and_its_arrival_settles_those_before(overlay: Overlay[UserTask]) -> None:
    for priority in (10, 20, 30):
        overlay.confirm(overlay.begin(FREE, priority=priority))
    assert look(overlay, told(priority=10)).priority == 30
    assert overlay.mark("1") == "index behind"
    assert look(overlay, told(priority=30)).priority == 30
    assert overlay.mark("1") is None


def test_one_pending_among_confirmed_ones_is_pending(overlay: Overlay[UserTask]) -> None:
    overlay.confirm(overlay.begin(FREE, assignee="demo"))
    overlay.begin(FREE, priority=90)
    assert overlay.mark("1") == "pending"


def test_after_its_lifetime_the_index_is_believed() -> None:
    clock = Clock(100)
    overlay = Overlay(NO_TASKS.key_of, NO_TASKS.overlay.meanwhile, clock=clock)
    write = overlay.begin(FREE, assignee="demo")
    clock.at += 1_000
    assert look(overlay, FREE).assignee == "demo"  # a command may take long
    overlay.confirm(write)
    clock.at += LIFETIME_S - 0.1
    assert look(overlay, FREE).assignee == "demo"
    assert overlay.waiting
    clock.at += 0.1
    assert not overlay.waiting
    assert look(overlay, FREE).assignee is None
    assert overlay.mark("1") is None


@pytest.mark.parametrize("state", ["COMPLETED", "CANCELED", "FAILED"])
def test_a_later_state_overtakes_a_write(overlay: Overlay[UserTask], state: str) -> None:
    overlay.confirm(overlay.begin(FREE, assignee="demo"))
    gone = told(state=state, assignee="anna")
    assert overlay.over(gone) == gone
    assert look(overlay, gone) == gone
    assert overlay.mark("1") is None


@pytest.mark.parametrize("state", ["ASSIGNING", "UPDATING", "COMPLETING"])
def test_a_state_on_the_way_does_not(overlay: Overlay[UserTask], state: str) -> None:
    overlay.confirm(overlay.begin(FREE, assignee="demo"))
    passing = look(overlay, told(state=state))
    assert (passing.state, passing.assignee) == (state, "demo")
    assert overlay.mark("1") == "index behind"


def test_a_completed_task_is_completed_before_the_index_knows(overlay: Overlay[UserTask]) -> None:
    write = overlay.begin(told(assignee="demo"), state="COMPLETED")
    assert look(overlay, told(assignee="demo")).state == "COMPLETING"
    overlay.confirm(write)
    assert look(overlay, told(assignee="demo")).state == "COMPLETED"
    look(overlay, told(assignee="demo", state="COMPLETED"))
    assert overlay.mark("1") is None


def test_dates_are_the_same_when_they_are_the_same_moment() -> None:
    task = told(due_date="2026-12-24T16:00:00.000Z", follow_up_date=None)
    assert shows(task, {"due_date": "2026-12-24T17:00:00+01:00", "follow_up_date": None})
    assert not shows(task, {"due_date": "2026-12-24T17:00:01+01:00"})
    assert not shows(task, {"due_date": None})
    assert not shows(task, {"due_date": "2026-12-24T17:00:00+01:00", "priority": 51})
    assert shows(told(candidate_groups=("a", "b")), {"candidate_groups": ("a", "b")})


def test_whoever_draws_is_told_of_each_step() -> None:
    steps: list[str | None] = []
    overlay = Overlay(NO_TASKS.key_of, NO_TASKS.overlay.meanwhile, clock=Clock(100))
    overlay.on_change = lambda: steps.append(overlay.mark("1"))
    overlay.confirm(overlay.begin(FREE, assignee="demo"))
    overlay.roll_back(overlay.begin(FREE, priority=90))
    assert steps == ["pending", "index behind", "pending", "index behind"]
