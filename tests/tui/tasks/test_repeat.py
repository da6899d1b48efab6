"""After an action the next task comes; the last action can be done again, after a look at what differs."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.widgets import TextArea

from c8tui.session.session import Session
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, closed, current, dialog, list_of, notice, select, text_of, until


async def test_nothing_to_repeat_says_so(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("full_stop")
        assert notice(app) == "repeat: nothing has been done yet"


async def test_the_next_task_comes_and_the_same_is_asked_about(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        row = list_of(app).listed.cursor
        await pilot.press("x")
        editor = await dialog(app, pilot, VariablesDialog)
        editor.query_one(TextArea).text = '{"approved": true}'
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == f'Completed "{task.name}"')
        assert list_of(app).listed.cursor in (row, row + 1)  # the index may have taken it out already
        following = await a_task(sandbox_session, assignee=None)
        await select(app, following)
        await pilot.press("full_stop")
        asked = await dialog(app, pilot, ConfirmDialog)
        await until(pilot, lambda: '{"approved":true}' in text_of(app))
        assert asked.title_text() == "Repeat: complete"
        await pilot.press("enter")  # no
        await closed(app, pilot)
        assert len(sandbox.bodies("/completion")) == 1
        await select(app, following)
        await pilot.press("full_stop")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: notice(app) == f'Completed "{following.name}"')
        assert sandbox.bodies("/completion") == [{"variables": {"approved": True}}] * 2


async def test_what_is_taken_back_is_under_the_cursor_again(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, undo_s=5.0)
    gate = asyncio.Event()
    session.outbox.sleep = lambda _: gate.wait()
    task = await a_task(session, assignee="demo")
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await pilot.press("u")
        assert "Nothing to undo: no command waits to be sent." in notice(app)
        await pilot.press("x")
        editor = await dialog(app, pilot, VariablesDialog)
        editor.query_one(TextArea).text = '{"approved": true}'
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: "u undo" in text_of(app).splitlines()[-1])
        assert current(app).user_task_key != task.user_task_key
        await pilot.press("u")
        assert current(app).user_task_key == task.user_task_key
        assert notice(app) == f'Undone: completing "{task.name}"'
        assert sandbox.commands_sent() == []
        await pilot.press("x")  # what was typed is still there
        editor = await dialog(app, pilot, VariablesDialog)
        assert editor.text == '{"approved": true}'
