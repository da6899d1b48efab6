"""What becomes of steps is told on whichever screen is seen, and undo holds while the cluster is away."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from c8tui.session.actions import Step
from c8tui.state import State
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.run import RunDialog
from c8tui.tui.widgets.notice import Notice
from tests.sandboxes import Sandbox, a_task, every_task
from tests.tui.apps import app_on, dialog, row_of, select, text_of, until

SCREENS = ("inbox", "decisions", "evaluations", "topology", "jobs")


@pytest.mark.parametrize("screen", SCREENS)
async def test_what_a_crash_left_is_asked_about_on_the_first_screen(
    sandbox: Sandbox, open_session: Any, tmp_path: Path, screen: str
) -> None:
    state = State(tmp_path / "state.json")
    dead = await sandbox.session(state=state, undo_s=600.0)
    dead.outbox.sleep = lambda _: asyncio.Event().wait()
    task = await a_task(dead, assignee="demo")
    dead.outbox.put(dead.task_records, Step("complete", "demo"), [task])
    await asyncio.sleep(0)
    await dead.close()
    session = await open_session(sandbox, state=state)
    async with app_on(session, screen) as (app, pilot):
        await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: "nothing was sent" in text_of(app))
        assert await sandbox.log() == []


@pytest.mark.parametrize(
    "screen", ["inbox", "jobs", *(pytest.param(one, marks=pytest.mark.long) for one in SCREENS[1:4])]
)
async def test_a_run_of_many_shows_its_progress_everywhere_and_esc_does_not_stop_it(
    sandbox: Sandbox, open_session: Any, screen: str
) -> None:
    session, gate = await open_session(sandbox), asyncio.Event()
    free = [task for _, task in await every_task(session) if task.state == "CREATED" and not task.assignee][:20]

    async def slowly(request: Any) -> None:
        if request.url.path.endswith("/assignment") and len(sandbox.commands_sent()) > 5:
            await gate.wait()

    sandbox.meddle = slowly
    async with app_on(session, screen, size=(80, 24)) as (app, pilot):
        run = session.outbox.put(session.task_records, Step("claim", "demo"), free)
        await until(pilot, lambda: run.finished >= 5)
        await until(pilot, lambda: f"claiming {run.finished}/20 (R)" in text_of(app).splitlines()[0])
        await pilot.press("R")
        await dialog(app, pilot, RunDialog)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, RunDialog))
        assert not run.stopping
        gate.set()
        await until(pilot, lambda: run.over)
        await until(pilot, lambda: "R details" in str(app.screen.query_one(Notice).text))
        assert run.counts["done"] + run.counts["refused"] == 20


async def test_what_waits_for_the_cluster_says_so_and_is_taken_back(sandbox: Sandbox, open_session: Any) -> None:
    session, gate = await open_session(sandbox, undo_s=1.0), asyncio.Event()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 1:  # the window of undo is over at once, the pause before the next try is not
            await gate.wait()

    session.outbox.sleep = sleep
    task = await a_task(session, assignee="demo")
    async with app_on(session, size=(100, 24)) as (app, pilot):
        await sandbox.faults("unavailable")
        run = session.outbox.put(session.task_records, Step("complete", "demo"), [task])
        await until(pilot, lambda: run.trouble)
        await until(pilot, lambda: "waiting for the cluster, u to undo" in text_of(app).splitlines()[0])
        assert session.user_tasks.overlay.mark(task.user_task_key) == "waiting for the cluster, u to undo"
        await select(app, task)
        await until(pilot, lambda: "waiting, u undo" in row_of(app, task))
        assert "completing" in row_of(app, task)
        assert "done" not in row_of(app, task)
        await pilot.press("q")
        await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: "waiting for the cluster, u to undo" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ChoiceDialog))
        await pilot.press("u")
        await until(pilot, lambda: run.state == "taken_back")
        await until(pilot, lambda: "Undone" in str(app.screen.query_one(Notice).text))
        assert session.user_tasks.overlay.mark(task.user_task_key) is None
        await sandbox.faults()
        gate.set()
        assert sandbox.commands_sent() == []


async def test_the_look_before_a_command_can_be_taken_back(sandbox: Sandbox, open_session: Any) -> None:
    session, never = await open_session(sandbox, undo_s=1.0), asyncio.Event()
    session.outbox.sleep = lambda _: asyncio.sleep(0)
    task = await a_task(session, assignee="demo")

    async def hangs(request: Any) -> None:
        if request.url.path.endswith(task.user_task_key):
            await never.wait()

    sandbox.meddle = hangs
    run = session.outbox.put(session.task_records, Step("complete", "demo"), [task])
    for _ in range(50):
        await asyncio.sleep(0)
    assert run.state == "running"
    assert session.outbox.take_back() is run
    await session.outbox.wait(run)
    assert run.state == "taken_back"
    assert sandbox.commands_sent() == []


async def test_what_waits_is_said_once_in_its_row_and_undo_as_long_as_it_holds(
    sandbox: Sandbox, open_session: Any
) -> None:
    session, sent = await open_session(sandbox, undo_s=5.0), asyncio.Event()

    async def held(seconds: float) -> None:
        await (sent.wait() if seconds == 5.0 else asyncio.sleep(seconds))

    async def slowly(request: Any) -> None:
        if request.url.path.endswith("/completion"):
            await gate.wait()

    session.outbox.sleep, gate, sandbox.meddle = held, asyncio.Event(), slowly
    mine = [task for _, task in await every_task(session) if task.assignee == "demo" and task.state == "CREATED"][:2]
    async with app_on(session, size=(100, 30)) as (app, pilot):
        await select(app, mine[0])
        run = session.outbox.put(session.task_records, Step("complete", "demo"), mine)
        said = "Completing 2 tasks. Sent in 5 s; press u to undo."
        await until(pilot, lambda: app.screen.query_one(Notice).text == said)
        await until(pilot, lambda: row_of(app, mine[0]).count("completing") == 1)
        sent.set()
        await until(pilot, lambda: run.state == "running" and said not in text_of(app))
        gate.set()
        await until(pilot, lambda: "2 completed   R details" in text_of(app))
