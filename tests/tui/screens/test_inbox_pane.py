"""The pane that tells of the task under the cursor."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from c8tui.model.user_tasks import OPEN_STATES
from c8tui.session.session import Session
from c8tui.tui import clock
from c8tui.tui.widgets.facts import Facts
from tests.clocks import NOON
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, inbox_of, text_of, until

OPEN = {"$in": list(OPEN_STATES)}
NEAREST_DUE = [("dueDate", "ASC"), ("priority", "DESC"), ("creationDate", "ASC")]
SEARCH = "/user-tasks/search"


@pytest.fixture(autouse=True)
def now_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(NOON, UTC))


async def test_a_wide_screen_tells_everything_of_the_task_under_the_cursor(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(160, 45)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: inbox._detail is not None)
        task, detail = inbox.current, inbox._detail
        assert task is not None
        assert detail is not None
        assert detail.task.user_task_key == task.user_task_key
        shown = text_of(app)
        assert task.user_task_key in shown
        assert all(variable.name in shown for variable in detail.variables[:2])


async def test_what_comes_late_about_another_task_is_not_shown(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(160, 45)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: inbox._detail is not None)
        shown = inbox._detail
        assert shown is not None
        await pilot.press("j")
        await until(pilot, lambda: inbox._detail is not shown)
        pane = str(inbox.query_one("#pane", Facts).query("Static").first().render())
        inbox._show_detail(shown)
        assert str(inbox.query_one("#pane", Facts).query("Static").first().render()) == pane
        assert shown.task.user_task_key not in pane


async def test_while_the_rest_is_on_its_way_the_pane_shows_what_the_list_knows(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    gate = asyncio.Event()

    async def hold_variables(request: httpx.Request) -> None:
        if "variables" in request.url.path:
            await gate.wait()

    sandbox.meddle = hold_variables
    async with app_on(sandbox_session, size=(160, 45)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: "Variables  loading" in text_of(app))
        assert inbox.current is not None
        assert inbox.current.user_task_key in text_of(app)
        gate.set()
        await until(pilot, lambda: inbox._detail is not None and "Variables  loading" not in text_of(app))
