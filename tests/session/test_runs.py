"""A run counts what has become of its tasks, and says how long it will still take."""

from __future__ import annotations

import pytest

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.runs import Run
from tests.sandboxes import NO_TASKS


def a_run(number: int) -> Run:
    return Run.of("1", NO_TASKS, Step("complete", "demo"), [UserTask(user_task_key=str(n)) for n in range(number)])


def test_a_task_that_is_named_twice_is_one() -> None:
    task = UserTask(user_task_key="7")
    assert len(Run.of("1", NO_TASKS, Step("claim", "demo"), [task, task]).items) == 1


def test_what_became_of_it_in_words() -> None:
    run = a_run(6)
    assert run.words() == "6 not sent"
    for item, state in zip(run.items.values(), ("done", "done", "refused", "unknown", "sending"), strict=False):
        item.state = state  # type: ignore[assignment]
    assert run.words() == "2 completed, 1 refused, 1 unknown, 2 not sent"
    assert run.finished == 4
    assert [item.record.user_task_key for item in run.of_state("refused", "unknown")] == ["2", "3"]


def test_a_held_run_tells_when_it_will_be_sent() -> None:
    run = a_run(1)
    run.held_until = 105.0
    assert run.seconds_left(102.0) == 3.0
    assert run.seconds_left(200.0) == 0.0


def test_rate_and_time_left_are_those_of_now_not_of_before_a_pause() -> None:
    run = a_run(10)
    run.starts(100.0)
    assert (run.rate(110.0), run.seconds_left(110.0)) == (None, None)
    for item in [*run.items.values()][:4]:
        item.state = "done"
    assert run.rate(102.0) == pytest.approx(2.0)
    assert run.seconds_left(102.0) == pytest.approx(3.0)
    run.state = "paused"
    assert run.seconds_left(200.0) is None
    run.starts(500.0)
    assert run.rate(501.0) is None
    [*run.items.values()][4].state = "done"
    assert run.rate(501.0) == pytest.approx(1.0)


def test_what_is_over_is_over() -> None:
    run = a_run(1)
    assert not run.over
    for state in ("finished", "taken_back"):
        run.state = state
        assert run.over


def test_a_run_waits_for_the_cluster_also_while_that_is_tried_once_more() -> None:
    run = Run.of("r", NO_TASKS, Step("complete", "demo"), [UserTask(user_task_key="1")])
    run.starts(0.0)
    assert (run.revocable, run.waits) == (True, False)
    run.failures, run.trouble, run.state = 1, "away", "paused"
    assert run.waits
    run.starts(1.0)
    assert run.waits
    run.first.state = "sending"
    assert (run.revocable, run.waits) == (False, False)
