"""Stream mode: opens, claims, shows, completes and goes on, past what somebody else holds."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from textual.pilot import Pilot
from textual.widgets import TextArea

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.tasks.stream import StreamScreen
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, dialog, list_of, notice, select, text_of, until


async def streaming(app: C8App, pilot: Pilot[Any], task: UserTask) -> StreamScreen:
    """A stream that begins at a task, which is ours."""
    select_now(app, task)
    await pilot.press("S")
    await until(pilot, lambda: isinstance(app.screen, StreamScreen))
    screen = app.screen
    assert isinstance(screen, StreamScreen)
    await ours(pilot, screen, task)
    return screen


def select_now(app: C8App, task: UserTask) -> None:
    listed = list_of(app).listed
    assert listed.rows is not None
    index = listed.rows.index_of(task.user_task_key)
    assert index is not None
    listed.cursor = index


async def ours(pilot: Pilot[Any], screen: StreamScreen, task: UserTask) -> None:
    """The stream is at this task, which is claimed."""
    await until(pilot, lambda: at(screen) == task.user_task_key and screen.current.assignee == "demo")  # type: ignore[union-attr]
    await until(pilot, lambda: screen.walk.claims._claiming is None)


def at(screen: StreamScreen) -> str | None:
    return screen.current.user_task_key if screen.current else None


def said(screen: StreamScreen) -> str:
    return screen.query_one("Notice").text  # type: ignore[attr-defined,no-any-return]


def sent(sandbox: Sandbox, task: UserTask) -> list[str]:
    """What was sent about a task, as the ends of the paths."""
    where = f"/user-tasks/{task.user_task_key}"
    return [line.split(where)[0] + line.split(where)[1] for line in sandbox.commands_sent() if where in line]


async def free(session: Session, number: int) -> list[UserTask]:
    """The first tasks that nobody holds."""
    rows = list_rows = session.user_tasks.rows(_open(), session.identity)
    await list_rows.load(0, 99)
    tasks = [task for _, task in rows.loaded() if not task.assignee and task.state == "CREATED"]
    return [task for task in tasks if task.tenant_id == "<default>"][:number]


def _open() -> Any:
    from c8tui.session.views import BUILT_IN

    return BUILT_IN[0]


async def test_claim_show_skip_and_give_back(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        task = (await free(sandbox_session, 1))[0]
        screen = await streaming(app, pilot, task)
        assert (task.name or "?") in text_of(app).splitlines()[1]
        assert sent(sandbox, task) == ["POST /assignment"]
        await until(pilot, lambda: "Variables" in text_of(app))
        await pilot.press("n")
        await until(pilot, lambda: at(screen) != task.user_task_key)
        await until(pilot, lambda: sent(sandbox, task) == ["POST /assignment", "DELETE /assignee"])
        following = screen.current
        assert following is not None
        assert following.assignee in (None, "demo")
        await pilot.press("b")
        await ours(pilot, screen, task)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.screen_stack[0])
        await until(pilot, lambda: notice(app) == f'Released "{task.name}"')
        assert (await sandbox_session.user_tasks.task(task.user_task_key)).assignee is None


async def test_complete_go_on_and_the_same_again(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        task = (await free(sandbox_session, 1))[0]
        screen = await streaming(app, pilot, task)
        await until(pilot, lambda: sandbox_session.details.known(task))
        await pilot.press("x")
        editor = await dialog(app, pilot, VariablesDialog)
        editor.query_one(TextArea).text = '{"approved": true}'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: at(screen) not in (None, task.user_task_key) and app.screen is screen)
        await until(pilot, lambda: "1 done today" in text_of(app))
        await until(pilot, lambda: '. repeats {"approved":true}' in text_of(app))
        second = screen.current
        assert second is not None
        await ours(pilot, screen, second)
        await pilot.press("full_stop")
        await until(pilot, lambda: at(screen) != second.user_task_key)
        await until(pilot, lambda: "2 done today" in text_of(app))
        await pilot.press("X")
        await until(pilot, lambda: "3 done today" in text_of(app))
        bodies = sandbox.bodies("/completion")
        assert bodies == [{"variables": {"approved": True}}, {"variables": {"approved": True}}, {"variables": {}}]


async def test_who_was_faster_is_said_and_the_next_one_comes(
    sandbox: Sandbox, sandbox_session: Session, open_session: Any
) -> None:
    ben = await open_session(sandbox, "ben")
    async with app_on(sandbox_session) as (app, pilot):
        first, second = await free(sandbox_session, 2)
        screen = await streaming(app, pilot, first)
        await Step("claim", "ben").send(ben.user_tasks, second)
        for _ in range(20):
            if "held by ben" in said(screen):
                break
            here = at(screen)
            await pilot.press("n")
            await until(pilot, lambda: at(screen) != here or "held by ben" in said(screen))  # noqa: B023
        await until(pilot, lambda: f'Skipped "{second.name}": held by ben' in said(screen))
        assert at(screen) != second.user_task_key
        assert (await ben.user_tasks.task(second.user_task_key)).assignee == "ben"
        assert screen.stream.passed["held by ben"] >= 1


async def test_what_is_pressed_before_the_claim_is_answered_waits_for_it(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        task = (await free(sandbox_session, 1))[0]
        gate = asyncio.Event()

        async def hold_the_claim(request: httpx.Request) -> None:
            if request.url.path.endswith("/assignment"):
                await gate.wait()

        sandbox.meddle = hold_the_claim
        select_now(app, task)
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, StreamScreen) and app.screen.walk.claims._claiming)
        screen = app.screen
        assert isinstance(screen, StreamScreen)
        await pilot.press("X")
        await until(pilot, lambda: said(screen) == "Claiming it first")
        assert sent(sandbox, task) == ["POST /assignment"]
        gate.set()
        await until(pilot, lambda: sent(sandbox, task) == ["POST /assignment", "POST /completion"])
        await until(pilot, lambda: "1 done today" in text_of(app))


async def test_the_end_says_what_was_left_out(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        list_of(app).listed.action_jump(-1)
        await until(pilot, lambda: list_of(app).current is not None)
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, StreamScreen) and app.screen.stream.index)
        screen = app.screen
        assert isinstance(screen, StreamScreen)
        while screen.current is not None:
            here = at(screen)
            await pilot.press("n")
            await until(pilot, lambda: at(screen) != here)  # noqa: B023
        assert "No more tasks" in text_of(app)
        await pilot.press("X")
        assert "no task is selected" in said(screen)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.screen_stack[0])


async def test_what_changes_while_it_is_read_is_said(
    sandbox: Sandbox, sandbox_session: Session, open_session: Any
) -> None:
    ben = await open_session(sandbox, "ben")
    task = await a_task(sandbox_session, assignee="demo")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, StreamScreen) and at(app.screen) == task.user_task_key)
        screen = app.screen
        assert isinstance(screen, StreamScreen)
        await Step("assign", assignee="clara").send(ben.user_tasks, task)
        await pilot.press("r")
        await until(pilot, lambda: "Changed meanwhile: assignee: demo -> clara" in said(screen))
        await pilot.press("X")
        assert "assigned to clara" in said(screen)
        assert sent(sandbox, task)[-1:] == ["POST /assignment"]  # ben's


async def test_what_is_taken_back_is_shown_again(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, undo_s=5.0)
    never = asyncio.Event()
    session.outbox.sleep = lambda _: never.wait()
    async with app_on(session) as (app, pilot):
        task = (await free(session, 1))[0]
        screen = await streaming(app, pilot, task)
        await pilot.press("X")
        await until(pilot, lambda: at(screen) not in (None, task.user_task_key))
        await until(pilot, lambda: "u undo" in text_of(app).splitlines()[-1])
        await pilot.press("u")
        await until(pilot, lambda: at(screen) == task.user_task_key)
        assert said(screen) == f'Undone: completing "{task.name}"'
        assert sandbox.bodies("/completion") == []
        await pilot.press("n")
        await until(pilot, lambda: "DELETE /assignee" in sent(sandbox, task))
