"""What may be done to a task or a job in every state that there is."""

from __future__ import annotations

import pytest

from c8tui.model.jobs import JOB_STATES, Job
from c8tui.model.user_tasks import OPEN_STATES, UserTask
from c8tui.session.rules import (
    why_not_actionable,
    why_not_claim,
    why_not_complete,
    why_not_take_over,
    why_not_unclaim,
    why_not_work,
)

ENDED = {"COMPLETED": "it is completed", "CANCELED": "it is canceled", "FAILED": "it is failed"}
MOVING = {
    "CREATING": "it is still being created",
    "ASSIGNING": "a listener is deciding on its assignment",
    "UPDATING": "a listener is deciding on its update",
    "COMPLETING": "it is being completed",
    "CANCELING": "it is being canceled",
}


def task(assignee: str | None = None, state: str = "CREATED") -> UserTask:
    return UserTask(user_task_key="1", assignee=assignee, state=state)


def test_every_open_state_is_spoken_of() -> None:
    assert {*MOVING, "CREATED"} == set(OPEN_STATES)


@pytest.mark.parametrize(("state", "reason"), [*MOVING.items(), *ENDED.items(), ("", "it is in an unknown state"),
                                               ("ARCHIVED", "it is archived")])  # fmt: skip
@pytest.mark.parametrize("assignee", [None, "demo", "anna"])
def test_no_command_on_a_task_that_is_not_settled(state: str, reason: str, assignee: str | None) -> None:
    one = task(assignee, state)
    assert why_not_actionable(one) == reason
    for why_not in (why_not_claim, why_not_unclaim, why_not_take_over, why_not_complete):
        assert why_not(one, "demo") == reason


def test_nothing_selected() -> None:
    assert why_not_actionable(None) == "no task is selected"
    for why_not in (why_not_claim, why_not_unclaim, why_not_take_over, why_not_complete):
        assert why_not(None, "demo") == "no task is selected"
    assert why_not_work(None) == "no job is selected"


@pytest.mark.parametrize(
    ("assignee", "claim", "unclaim", "take_over", "complete"),
    [
        (None, None, "unassigned", "unassigned; claim it with c", None),
        ("", None, "unassigned", "unassigned; claim it with c", None),
        ("demo", "already yours", None, "already yours", None),
        ("anna", "assigned to anna; take over with t", "assigned to anna, not you", None,
         "assigned to anna; take over with t first"),
    ],
)  # fmt: skip
def test_who_may_do_what_to_a_settled_task(
    assignee: str | None, claim: str | None, unclaim: str | None, take_over: str | None, complete: str | None
) -> None:
    one = task(assignee)
    assert why_not_actionable(one) is None
    assert why_not_claim(one, "demo") == claim
    assert why_not_unclaim(one, "demo") == unclaim
    assert why_not_take_over(one, "demo") == take_over
    assert why_not_complete(one, "demo") == complete


def test_nobody_completes_what_somebody_holds() -> None:
    """As long as it is not known who we are, only what nobody holds is ours to complete."""
    assert why_not_complete(task("anna"), None) == "assigned to anna; take over with t first"
    assert why_not_complete(task(), None) is None


OVER = {
    "COMPLETED": "it is completed",
    "CANCELED": "it is canceled",
    "ERROR_THROWN": "it is error thrown",
}
"""A migrated job is open, in another version of its process."""


@pytest.mark.parametrize("state", [*JOB_STATES, "SOMETHING_NEW"])
def test_jobs_that_are_over_are_left_alone(state: str) -> None:
    assert why_not_work(Job(job_key="1", state=state)) == OVER.get(state)
