"""The inbox as a whole: marks of our own writes, the cursor, read-only profiles."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.model.user_tasks import OPEN_STATES, Changeset
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.registry import commands_of
from c8tui.tui.screens.polling import CATCH_UP_S
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, inbox_of, row_of, text_of, until

OPEN = {"$in": list(OPEN_STATES)}
NEAREST_DUE = [("dueDate", "ASC"), ("priority", "DESC"), ("creationDate", "ASC")]
SEARCH = "/user-tasks/search"


async def test_the_cursor_stays_on_its_task_when_others_come_before_it(sandbox: Sandbox, open_session: Any) -> None:
    colleague = await open_session(sandbox, "ben")
    async with app_on(await open_session(sandbox)) as (app, pilot):
        inbox = inbox_of(app)
        await pilot.press("j", "j", "j")
        here = inbox.current
        assert here is not None
        last = await a_task(colleague, due_date=None)
        await Step("change", changeset=Changeset(due_date="2020-01-01T00:00:00Z")).send(colleague.user_tasks, last)
        await pilot.press("r")
        await until(pilot, lambda: inbox.listed.cursor == 4)
        assert inbox.current.user_task_key == here.user_task_key  # type: ignore[union-attr]
        first = inbox.listed.item(0)
        assert first is not None
        assert first.user_task_key == last.user_task_key


async def test_a_write_that_the_index_does_not_show_yet_is_marked_and_looked_after_soon(open_session: Any) -> None:
    sandbox = Sandbox(lag_ms=30_000)
    async with app_on(await open_session(sandbox)) as (app, pilot):
        inbox = inbox_of(app)
        task = await a_task(inbox.session, assignee=None)
        assert inbox.listed.rows is not None
        inbox.listed.cursor = inbox.listed.rows.index_of(task.user_task_key) or 0
        await pilot.press("c")
        await until(pilot, lambda: inbox.polling._timer is not None and inbox.polling._timer._interval == CATCH_UP_S)
        row = row_of(app, task)
        assert row.startswith(">~")
        assert " demo " in row
        sandbox.clock.at += 31
        inbox.polling.now()
        await until(pilot, lambda: inbox.polling._timer is not None and inbox.polling._timer._interval == 5)
        row = row_of(app, task)
        assert "~" not in row
        assert " demo " in row


async def test_a_read_only_profile_refuses_every_command_that_writes(sandbox: Sandbox, open_session: Any) -> None:
    async with app_on(await open_session(sandbox, read_only=True)) as (app, pilot):
        inbox = inbox_of(app)
        writing = [command for command in commands_of("inbox") if command.writes and command.keys]
        assert len(writing) >= 9
        for command in writing:
            await pilot.press(command.keys[0])
            assert app.screen is inbox, command.id
            told = f"{command.title}: this profile is read-only"
            await until(pilot, lambda told=told: told in text_of(app))  # type: ignore[misc]
        assert sandbox.commands_sent() == []
        assert "read-only" in text_of(app).splitlines()[0]


async def test_what_a_bulk_step_changes_is_drawn_together(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        inbox, drawn = inbox_of(app), 0
        real = inbox.listed.redraw

        def counted() -> None:
            nonlocal drawn
            drawn += 1
            real()

        monkeypatch.setattr(inbox.listed, "redraw", counted)
        tasks = [task for task in inbox.listed.loaded() if task.assignee == "demo" and task.state == "CREATED"]
        assert len(tasks) > 5
        run = sandbox_session.outbox.put(sandbox_session.task_records, Step("complete", "demo"), tasks)
        await until(pilot, lambda: run.over and drawn)
        assert 0 < drawn < 3 * len(tasks)
