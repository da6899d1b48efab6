"""The dialog of a run: the countdown, the progress, pause and stop, and what became of each task."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.runs import Run
from c8tui.session.session import Session
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.run import RunDialog, keys, outcomes, progress
from tests.sandboxes import NO_TASKS, Sandbox, every_task
from tests.tui.apps import dialog_on, text_of, until


def a_run(number: int = 4) -> Run:
    tasks = [UserTask(user_task_key=str(n), name=f"Task {n}") for n in range(number)]
    return Run.of("1", NO_TASKS, Step("complete", "demo"), tasks)


def test_progress_in_a_line() -> None:
    run = a_run()
    run.held_until = 104.2
    assert progress(run, 100.0) == "Sent in 5 s; press u to undo."
    run.starts(100.0)
    assert progress(run, 100.0) == f"[{'.' * 24}]  0/4"
    for item, state in zip(run.items.values(), ("done", "refused"), strict=False):
        item.state = state  # type: ignore[assignment]
    assert progress(run, 101.0) == f"[{'#' * 12}{'.' * 12}]  2/4   1 refused   2.0/s   1 s left"
    run.state = "paused"
    assert progress(run, 101.0).endswith("paused")
    run.state = "finished"
    assert progress(run, 101.0) == "1 completed, 1 refused, 2 not sent"
    run.state = "taken_back"
    assert progress(run, 101.0) == "Undone: nothing was sent."


def test_a_line_for_each_and_the_keys_that_apply() -> None:
    run = a_run(1)
    item = run.first
    item.state, item.why = "refused", "budget \x1b[2J exceeded"
    assert [*outcomes(run)] == [(item.record, "refused    Task 0   budget \\x1b[2J exceeded")]
    run.state = "finished"
    assert keys(run).startswith("r try again")
    item.state, item.why = "done", ""
    assert keys(run) == "enter open   y copy   esc close"
    assert [*outcomes(run)] == [(item.record, "completed  Task 0")]


def test_every_marked_task_has_its_outcome_what_failed_first() -> None:
    run = a_run(2)
    other = UserTask(user_task_key="9", name="Bens")
    run.skipped = ((other, "held by ben"), (UserTask(user_task_key="8"), "held by ben"))
    run.items["0"].state, run.items["1"].state, run.items["1"].why = "done", "refused", "no"
    assert [words.split()[0] for _, words in outcomes(run)] == ["refused", "skipped", "skipped", "completed"]
    assert (other, "skipped    Bens   held by ben") in [*outcomes(run)]
    assert run.words() == "1 completed, 1 refused, 2 skipped: held by ben"
    run.skipped = (*run.skipped, (UserTask(user_task_key="7"), "gone"))
    assert run.words().endswith("3 skipped: 2 held by ben, 1 gone")


async def some(session: Session, number: int) -> list[UserTask]:
    tasks = [task for _, task in await every_task(session) if not task.assignee and task.state == "CREATED"]
    return [task for task in tasks if task.tenant_id == "<default>"][:number]


async def test_it_reports_what_was_refused_and_tries_it_again(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks = await some(sandbox_session, 3)
    await sandbox.faults(f"deny=budget exceeded@/v2/user-tasks/{tasks[1].user_task_key}/completion")
    outbox = sandbox_session.outbox
    run = outbox.put(sandbox_session.task_records, Step("complete", "demo"), tasks)
    async with dialog_on(RunDialog(run, outbox), (100, 24)) as (app, pilot):
        await until(pilot, lambda: "2 completed, 1 refused" in text_of(app))
        await until(pilot, lambda: "budget exceeded" in text_of(app))
        await sandbox.faults()
        await pilot.press("r")
        await until(pilot, lambda: "1 completed" in text_of(app) and "budget" not in text_of(app))
        assert len([line for line in await sandbox.log() if line.endswith("/completion")]) == 3
        await pilot.press("escape")
        assert app.results == [None]


async def test_enter_goes_to_the_task_and_y_copies_all(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks = await some(sandbox_session, 2)
    await sandbox.faults(f"deny=no@/v2/user-tasks/{tasks[1].user_task_key}/completion")
    run = sandbox_session.outbox.put(sandbox_session.task_records, Step("complete", "demo"), tasks)
    async with dialog_on(RunDialog(run, sandbox_session.outbox), (100, 24)) as (app, pilot):
        await until(pilot, lambda: "1 completed, 1 refused" in text_of(app) and app.focused)
        await pilot.press("y")
        assert app.clipboard.splitlines()[0] == "1 completed, 1 refused"
        assert {row.split("\t")[0] for row in app.clipboard.splitlines()[1:]} == {task.user_task_key for task in tasks}
        await pilot.press("enter")
        assert app.results == [tasks[1].user_task_key]


@pytest.mark.parametrize("key", ["u", "s"])
async def test_a_held_run_is_taken_back_or_sent_now(sandbox: Sandbox, open_session: Any, key: str) -> None:
    session = await open_session(sandbox, undo_s=5.0)
    never = asyncio.Event()
    session.outbox.sleep = lambda _: never.wait()
    tasks = await some(session, 2)
    run = session.outbox.put(session.task_records, Step("claim", "demo"), tasks)
    async with dialog_on(RunDialog(run, session.outbox)) as (app, pilot):
        assert "Sent in 5 s; press u to undo." in text_of(app)
        await pilot.press(key)
        if key == "u":
            assert app.results == [None]
            assert sandbox.commands_sent() == []
        else:
            await until(pilot, lambda: "2 claimed" in text_of(app))


async def test_it_pauses_goes_on_and_stops(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks, outbox, gate = await some(sandbox_session, 30), sandbox_session.outbox, asyncio.Event()

    async def slowly(request: Any) -> None:
        if request.url.path.endswith("/assignment") and len(sandbox.commands_sent()) > 10:
            await gate.wait()

    sandbox.meddle = slowly
    run = outbox.put(sandbox_session.task_records, Step("claim", "demo"), tasks)
    async with dialog_on(RunDialog(run, outbox), (100, 24)) as (app, pilot):
        await until(pilot, lambda: run.finished >= 10)
        await pilot.press("p")
        await until(pilot, lambda: "p resume" in text_of(app))
        await pilot.press("p")
        await until(pilot, lambda: "p pause" in text_of(app))
        await pilot.press("u")
        assert not run.stopping, "what is being sent is not stopped without a question"
        await pilot.press("ctrl+x")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert f"{run.finished} of 30 are finished" in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RunDialog))
        assert not run.stopping
        await pilot.press("ctrl+x")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: run.stopping)
        assert app.results == []
        gate.set()
        await until(pilot, lambda: "not sent" in text_of(app))
        assert len(await sandbox.log()) == run.counts["done"] < 30
