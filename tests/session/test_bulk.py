"""The plan of a step on many tasks: read again first, and a reason for each one that is left out."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.bulk import FEW, plan, read_again
from c8tui.session.session import Session
from tests.sandboxes import Sandbox, every_task


async def free(session: Session, number: int) -> list[UserTask]:
    tasks = [task for _, task in await every_task(session) if not task.assignee and task.state == "CREATED"]
    return [task for task in tasks if task.tenant_id == "<default>"][:number]


async def test_what_changed_since_somebody_looked_is_left_out_with_the_reason(
    sandbox: Sandbox, sandbox_session: Session, open_session: Any
) -> None:
    ben = await open_session(sandbox, "ben")
    tasks = await free(sandbox_session, 7)
    await Step("claim", "ben").send(ben.user_tasks, tasks[0])
    await Step("claim", "ben").send(ben.user_tasks, tasks[1])
    await Step("change", changeset=Changeset(priority=((tasks[2].priority or 0) + 1) % 100)).send(
        ben.user_tasks, tasks[2]
    )
    await Step("complete", "ben").send(ben.user_tasks, tasks[3])
    gone = msgspec.structs.replace(tasks[4], user_task_key="1")
    found = await plan(sandbox_session.user_tasks, Step("complete", "demo"), [*tasks[:4], gone, *tasks[5:]])
    assert [task.user_task_key for task in found.tasks] == [task.user_task_key for task in tasks[5:]]
    assert dict(found.reasons) == {
        "held by ben": 2,
        f"changed since you looked (priority: {tasks[2].priority} -> {((tasks[2].priority or 0) + 1) % 100})": 1,
        "completed": 1,
        "gone, or you may not see it any more": 1,
    }
    assert found.reasons[0] == ("held by ben", 2)
    assert sum(number for _, number in found.kinds) == 2
    assert sandbox.commands_sent()[-1].endswith("/completion")  # ben's: the plan has sent nothing


@pytest.mark.parametrize(
    ("step", "why"),
    [(Step("claim", "demo"), "yours already"), (Step("take_over", "demo"), "yours already")],
)
async def test_what_makes_no_sense_is_left_out(sandbox_session: Session, step: Step, why: str) -> None:
    (task,) = await free(sandbox_session, 1)
    await Step("claim", "demo").send(sandbox_session.user_tasks, task)
    mine = await sandbox_session.user_tasks.task(task.user_task_key)
    found = await plan(sandbox_session.user_tasks, step, [mine])
    assert found.reasons == [(f"it is {why}".removeprefix("it is "), 1)]


async def test_many_are_read_in_pages_not_one_by_one(sandbox: Sandbox, open_session: Any) -> None:
    sandbox = Sandbox(tasks=800)
    session = await open_session(sandbox)
    tasks = [task for _, task in await every_task(session)]
    assert len(tasks) > FEW
    sandbox.sent.clear()
    found = await read_again(session.user_tasks, tasks)
    assert found.keys() == {task.user_task_key for task in tasks}
    assert len(sandbox.sent) <= 3


async def test_a_few_of_very_many_are_not_looked_for_among_all(sandbox: Sandbox, open_session: Any) -> None:
    sandbox = Sandbox(tasks=6_000)
    session = await open_session(sandbox)
    everything = [task for _, task in await every_task(session)]
    tasks = everything[:: len(everything) // (FEW + 5)]
    sandbox.sent.clear()
    found = await read_again(session.user_tasks, tasks)
    assert found.keys() == {task.user_task_key for task in tasks}
    gets = [request for request in sandbox.sent if request.method == "GET"]
    assert len(gets) == len(tasks)
    assert len(sandbox.sent) - len(gets) == 1


async def test_our_own_writes_count_although_the_index_is_behind(open_session: Any) -> None:
    sandbox = Sandbox(lag_ms=10_000)
    session = await open_session(sandbox)
    tasks = await free(session, 2)
    await Step("claim", "demo").send(session.user_tasks, tasks[0])
    seen = [session.user_tasks.overlay.over(task) for task in tasks]
    found = await plan(session.user_tasks, Step("unclaim", "demo"), seen)
    assert [task.user_task_key for task in found.tasks] == [tasks[0].user_task_key]
    assert found.reasons == [("nobody holds it", 1)]
