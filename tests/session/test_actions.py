"""A step as a value: what it is called, what it changes, when it cannot be done, that it is sent so, and again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.model.variables import Variable
from c8tui.session.actions import VERBS, Step
from c8tui.session.last_action import LastAction
from c8tui.session.session import Session
from tests.sandboxes import Sandbox, a_task

FREE = UserTask(user_task_key="1", state="CREATED")
BENS = UserTask(user_task_key="1", state="CREATED", assignee="ben")


@pytest.mark.parametrize(
    ("step", "effect", "values"),
    [
        (Step("claim", "demo"), {"assignee": "demo"}, ""),
        (Step("take_over", "demo"), {"assignee": "demo"}, ""),
        (Step("unclaim", "demo"), {"assignee": None}, ""),
        (Step("assign", "demo", assignee="anna"), {"assignee": "anna"}, "to anna"),
        (Step("complete", "demo"), {"state": "COMPLETED"}, "with its variables unchanged"),
        (
            Step("complete", "demo", variables={"ok": True, "sum": Decimal("1.10")}),
            {"state": "COMPLETED"},
            '{"ok":true,"sum":1.10}',
        ),
        (Step("change", "demo", changeset=Changeset(priority=90)), {"priority": 90}, "priority 90"),
        (
            Step("change", "demo", changeset=Changeset(due_date="", candidate_groups=("a", "b"))),
            {"due_date": None, "candidate_groups": ("a", "b")},
            "due date none, candidate groups a, b",
        ),
    ],
)
def test_what_it_changes_and_how_it_is_told(step: Step, effect: dict[str, Any], values: str) -> None:
    assert step.effect() == effect
    assert step.values() == values
    assert step.done == VERBS[step.kind].done


@pytest.mark.parametrize(
    ("step", "task", "why"),
    [
        (Step("claim", "demo"), BENS, "assigned to ben; take over with t"),
        (Step("unclaim", "demo"), FREE, "unassigned"),
        (Step("take_over", "demo"), FREE, "unassigned; claim it with c"),
        (Step("complete", "demo"), BENS, "assigned to ben; take over with t first"),
        (Step("assign", "demo", assignee="anna"), BENS, None),
        (Step("change", "demo"), UserTask(user_task_key="1", state="COMPLETED"), "it is completed"),
    ],
)
def test_why_it_cannot_be_done(step: Step, task: UserTask, why: str | None) -> None:
    assert step.why_not(task) == why


async def test_it_sends_what_it_says(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    where = f"/user-tasks/{task.user_task_key}"
    steps = (
        Step("claim", "demo"),
        Step("unclaim", "demo"),
        Step("assign", "demo", assignee="anna"),
        Step("take_over", "demo"),
        Step("change", "demo", changeset=Changeset(priority=7)),
        Step("complete", "demo", variables={"sum": Decimal("1.10")}),
    )
    for step in steps:
        await step.send(sandbox_session.user_tasks, await sandbox_session.user_tasks.task(task.user_task_key))
    assert sandbox.commands() == [
        (f"POST {where}/assignment", {"assignee": "demo", "allowOverride": False, "action": "claim"}),
        (f"DELETE {where}/assignee", None),
        (f"POST {where}/assignment", {"assignee": "anna", "allowOverride": True, "action": "assign"}),
        (f"POST {where}/assignment", {"assignee": "demo", "allowOverride": True, "action": "assign"}),
        (f"PATCH {where}", {"changeset": {"priority": 7}}),
        (f"POST {where}/completion", {"variables": {"sum": 1.1}}),
    ]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step("claim", "demo"), 'Claimed "Check invoice"'),
        (Step("take_over", "demo"), 'Took over "Check invoice" from ben'),
        (Step("assign", "demo", assignee="anna"), 'Assigned "Check invoice": to anna'),
        (Step("change", "demo", changeset=Changeset(priority=80)), 'Changed "Check invoice": priority 80'),
        (Step("complete", "demo", variables={"ok": True}), 'Completed "Check invoice"'),
    ],
)
def test_what_was_done_is_told_in_a_sentence(step: Step, told: str) -> None:
    task = UserTask(user_task_key="1", name="Check invoice", state="CREATED", assignee="ben")
    assert step.said_of(task) == told


# What was done last, and how another task differs from the one it was done to

APPROVE = Step("complete", "anna", variables={"approved": True})


async def test_the_last_step_is_remembered_with_what_was_seen_of_the_task(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo")
    assert sandbox_session.last_action.last is None
    sandbox_session.last_action.record(APPROVE, task)
    assert sandbox_session.last_action.last == LastAction(APPROVE, task, None)
    detail = await sandbox_session.details.fetch(task)
    run = sandbox_session.outbox.put(sandbox_session.task_records, Step("complete", "demo"), (task,))
    assert sandbox_session.last_action.last == LastAction(Step("complete", "demo"), task, detail.variables)
    await sandbox_session.outbox.wait(run)


async def test_how_another_task_differs(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session)
    one, other = (Variable(name="amount", value=value) for value in ("10", "12.5"))
    assert LastAction(APPROVE, task, (one,)).differs(task, (one,)) == ()
    assert LastAction(APPROVE, task, (one,)).differs(task, (other,)) == ("amount: 10 -> 12.5",)
    (unseen,) = LastAction(APPROVE, task, None).differs(task, (other,))
    assert "differences unknown" in unseen
    sign = msgspec.structs.replace(task, element_id="sign", name="Sign")
    assert LastAction(APPROVE, task, (one,)).differs(sign, (other,)) == (
        f"another kind of task: Sign, not {task.name}",
    )


async def test_it_is_done_by_whoever_does_it_now(sandbox_session: Session) -> None:
    step = LastAction(APPROVE, await a_task(sandbox_session), None).step_for("ben")
    assert (step.kind, step.user, step.variables) == ("complete", "ben", {"approved": True})
