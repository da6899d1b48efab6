"""What was sent without an answer is read again while there is patience, and what is true is said."""

from __future__ import annotations

from typing import Any

from c8tui.session.actions import Step
from c8tui.session.outbox import LOOK_PAUSES_S, resolve_unknown
from c8tui.session.runs import Run
from c8tui.session.session import Session
from tests.sandboxes import Sandbox, a_task


async def test_done_not_done_gone_and_unreadable(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    run = Run.of("r", Step("claim", "demo"), [task])
    noted: list[str] = []

    async def looked(*faults: str) -> str:
        run.first.state, run.first.why = "unknown", "cut"
        await sandbox.faults(*faults)
        await resolve_unknown(
            sandbox_session.user_tasks, run, sandbox.clock.sleep, lambda _, item: noted.append(item.state)
        )
        return f"{run.first.state}: {run.first.why}"

    assert await looked() == "unknown: read again: created, held by nobody"
    assert await looked("404@GET:*") == "unknown: it is gone"
    before: Any = sandbox.clock()
    assert (await looked("500@GET:*")).startswith("unknown: cut; and it cannot be read: ")
    assert sandbox.clock() - before >= sum(LOOK_PAUSES_S)
    await sandbox.faults()
    await Step("claim", "demo").send(sandbox_session.user_tasks, task)
    assert await looked() == "done: read again"
    assert noted == ["unknown"] * 3 + ["done"]
