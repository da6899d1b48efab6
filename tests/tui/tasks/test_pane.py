"""The pane that tells of the task under the cursor."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx

from c8tui.model.user_tasks import OPEN_STATES, Changeset
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.widgets.facts import Facts
from tests.bench.recorder import recorded
from tests.bench.recorder import until as until_true
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, inbox_of, loaded, select, text_of, until

OPEN = {"$in": list(OPEN_STATES)}
NEAREST_DUE = [("dueDate", "ASC"), ("priority", "DESC"), ("creationDate", "ASC")]
SEARCH = "/user-tasks/search"


async def test_a_wide_screen_tells_everything_of_the_task_under_the_cursor(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(160, 52)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: inbox._task_pane._detail is not None)
        task, detail = inbox.current, inbox._task_pane._detail
        assert task is not None
        assert detail is not None
        assert detail.task.user_task_key == task.user_task_key
        shown = text_of(app)
        assert task.user_task_key in shown
        assert all(variable.name in shown for variable in (detail.variables or ())[:2])


async def test_what_comes_late_about_another_task_is_not_shown(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(160, 45)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: inbox._task_pane._detail is not None)
        shown = inbox._task_pane._detail
        assert shown is not None
        await pilot.press("j")
        await until(pilot, lambda: inbox._task_pane._detail is not shown)
        pane = inbox.query_one("#pane", Facts).text
        inbox._task_pane._show_detail(shown)
        assert inbox.query_one("#pane", Facts).text == pane
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
        await until(pilot, lambda: inbox._task_pane._detail is not None and "Variables  loading" not in text_of(app))


async def test_what_others_change_while_one_looks_is_told_and_what_one_does_oneself_is_not(
    sandbox: Sandbox, open_session: Any
) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee=None, priority=50)
    async with app_on(session, size=(160, 45)) as (app, pilot):
        await select(app, task)
        pane = inbox_of(app).query_one("#pane", Facts)
        await until(pilot, lambda: task.user_task_key in pane.text and "History" in pane.text)
        await pilot.press("c")
        await until(pilot, lambda: "assignee    demo" in pane.text)
        assert "changed since" not in pane.text
        await Step("change", changeset=Changeset(priority=90)).send(ben.user_tasks, task)
        await pilot.press("r")
        await until(pilot, lambda: "changed since you looked: priority: 50 -> 90" in pane.text)
        await pilot.press("j")
        await until(pilot, lambda: task.user_task_key not in pane.text)
        assert "changed since" not in pane.text


async def test_opening_a_task_that_changed_since_its_row_was_drawn_says_so(sandbox: Sandbox, open_session: Any) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee=None)
    async with app_on(session, size=(80, 24)) as (app, pilot):
        await select(app, task)
        await Step("claim", "ben").send(ben.user_tasks, task)
        await pilot.press("enter")
        await until(pilot, lambda: "changed since you looked: assignee: nobody -> ben" in text_of(app))


async def test_a_rest_of_the_cursor_paints_the_pane_once(sandbox: Sandbox) -> None:
    async def opened() -> Session:
        return await sandbox.session(refresh_s=3600.0)

    app = C8App(opened, screen="inbox")
    async with recorded(app) as terminal:
        await until_true(lambda: app.current_mode == "inbox" and loaded(app) and inbox_of(app)._task_pane._detail)
        for _ in range(2):  # the first key paints more than its due
            await terminal.quiet()
            terminal.taken()
            terminal.press("j")
        await terminal.quiet()
        frames, left = terminal.taken(), inbox_of(app).query_one("#pane").region.x
        painted = [frame for frame in frames if any(column > left for column in columns_painted(frame))]
        sizes = [*map(len, frames)]
        assert len(painted) == 1, sizes
        # The others: two rows, the key bar with what applies to the row (650 bytes), the age in the first line (330).
        assert all(len(frame) < 1_100 for frame in frames if frame not in painted), sizes
        assert sum(sizes) < 6_500, sizes


def columns_painted(frame: bytes) -> list[int]:
    """The columns, from 1 on, at which something is painted between the first line and the key bar."""
    spots = re.findall(rb"\x1b\[(\d+);(\d+)H(?!\n|$|\x1b\[\d+;\d+H)", frame)
    return [int(column) for line, column in spots if 1 < int(line) < 40]


async def test_the_next_task_is_there_before_the_cursor_is(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(140, 30)) as (app, pilot):
        listed = inbox_of(app).listed
        following = listed.item(1)
        assert following is not None
        await until(pilot, lambda: sandbox_session.details.known(following))
        third = listed.item(2)
        assert third is not None
        assert sandbox_session.details.known(third) is None
        await pilot.press("j")
        await until(pilot, lambda: sandbox_session.details.known(third))
