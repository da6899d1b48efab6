"""What was done last, and how another task differs from the one it was done to."""

from __future__ import annotations

import msgspec

from c8tui.model.variables import Variable
from c8tui.session.actions import Step
from c8tui.session.last_action import LastAction
from c8tui.session.session import Session
from tests.sandboxes import a_task

APPROVE = Step("complete", "anna", variables={"approved": True})


async def test_the_last_step_is_remembered_with_what_was_seen_of_the_task(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo")
    assert sandbox_session.last_action.last is None
    sandbox_session.last_action.record(APPROVE, task)
    assert sandbox_session.last_action.last == LastAction(APPROVE, task, None)
    detail = await sandbox_session.details.fetch(task)
    run = sandbox_session.outbox.put(Step("complete", "demo"), (task,))
    assert sandbox_session.last_action.last == LastAction(Step("complete", "demo"), task, detail.variables)
    await sandbox_session.outbox.wait(run)


async def test_how_another_task_differs(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session)
    one, other = (Variable(name="amount", value=value) for value in ("10", "12.5"))
    assert LastAction(APPROVE, task, (one,)).differs(task, (one,)) == ()
    assert LastAction(APPROVE, task, (one,)).differs(task, (other,)) == ("amount: 10 -> 12.5",)
    (unseen,) = LastAction(APPROVE, task, None).differs(task, (other,))
    assert "not looked at" in unseen
    sign = msgspec.structs.replace(task, element_id="sign", name="Sign")
    assert LastAction(APPROVE, task, (one,)).differs(sign, (other,)) == (
        f"another kind of task: Sign, not {task.name}",
    )


async def test_it_is_done_by_whoever_does_it_now(sandbox_session: Session) -> None:
    step = LastAction(APPROVE, await a_task(sandbox_session), None).step_for("ben")
    assert (step.kind, step.user, step.variables) == ("complete", "ben", {"approved": True})
