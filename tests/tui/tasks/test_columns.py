"""What a row of the inbox says."""

from __future__ import annotations

from typing import Any

from c8tui.model.user_tasks import OPEN_STATES, Changeset
from c8tui.session.actions import Step
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, inbox_of, row_of, until

OPEN = {"$in": list(OPEN_STATES)}
NEAREST_DUE = [("dueDate", "ASC"), ("priority", "DESC"), ("creationDate", "ASC")]
SEARCH = "/user-tasks/search"


async def test_a_row_says_who_how_urgent_and_since_when(sandbox: Sandbox, open_session: Any) -> None:
    colleague = await open_session(sandbox, "ben")
    async with app_on(await open_session(sandbox), size=(100, 30)) as (app, pilot):
        inbox = inbox_of(app)
        task = inbox.current
        assert task is not None
        await Step("assign", assignee="clara").send(colleague.user_tasks, task)
        await Step("change", changeset=Changeset(priority=100, due_date="2020-01-01T00:00:00Z")).send(
            colleague.user_tasks, task
        )
        await pilot.press("r")
        await until(pilot, lambda: inbox.current and inbox.current.priority == 100)
        row = row_of(app, task)
        for words in (task.name, task.process_name, "clara", "critical", "overdue", " d"):
            assert words
            assert words in row
