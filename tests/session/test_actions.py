"""A step as a value: what it is called, what it changes, when it cannot be done, and that it is sent as it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import VERBS, Step
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
        (Step("complete", "demo"), {"state": "COMPLETED"}, "with its variables as they are"),
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
        (Step("claim", "demo"), BENS, "ben holds it; take over with t"),
        (Step("unclaim", "demo"), FREE, "nobody holds it"),
        (Step("take_over", "demo"), FREE, "nobody holds it; claim it with c"),
        (Step("complete", "demo"), BENS, "ben holds it; take over with t first"),
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
        (Step("claim", "demo"), "claimed Check invoice"),
        (Step("take_over", "demo"), "took over Check invoice from ben"),
        (Step("assign", "demo", assignee="anna"), "assigned Check invoice: to anna"),
        (Step("change", "demo", changeset=Changeset(priority=80)), "changed Check invoice: priority 80"),
        (Step("complete", "demo", variables={"ok": True}), "completed Check invoice"),
    ],
)
def test_what_was_done_is_told_in_a_sentence(step: Step, told: str) -> None:
    task = UserTask(user_task_key="1", name="Check invoice", state="CREATED", assignee="ben")
    assert step.said_of(task) == told
