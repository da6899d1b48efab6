"""A key that acts on one task acts on the marked ones, after a preview; what is done is unmarked."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static, TextArea

from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.run import RunDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.tasks.stream import StreamScreen
from tests.sandboxes import Sandbox, every_task
from tests.tui.apps import app_on, closed, dialog, enter, inbox_of, notice, text_of, until


async def mark(app: C8App, pilot: Pilot[Any], number: int, **fields: Any) -> list[str]:
    """Mark so many settled tasks with these values; their keys."""
    listed = inbox_of(app).listed
    wanted = {"state": "CREATED", "tenant_id": "<default>", **fields}
    fits = [task for task in listed.loaded() if all(getattr(task, name) == value for name, value in wanted.items())]
    chosen = fits[:number]
    assert len(chosen) == number
    listed.marks = {task.user_task_key: task for task in chosen}
    inbox_of(app).tell()
    await pilot.pause()
    return [*listed.marks]


async def through(app: C8App, pilot: Pilot[Any]) -> None:
    """Say confirm to the preview, and leave the report."""
    await dialog(app, pilot, BulkPreview)
    await pilot.press("y")
    await dialog_of_run(app, pilot)
    await until(pilot, lambda: app.screen.run.over)  # type: ignore[attr-defined]
    await pilot.press("escape")
    await closed(app, pilot)


async def dialog_of_run(app: C8App, pilot: Pilot[Any]) -> RunDialog:
    await until(pilot, lambda: isinstance(app.screen, RunDialog))
    screen = app.screen
    assert isinstance(screen, RunDialog)
    return screen


def log_of(lines: list[str], ending: str) -> list[str]:
    return sorted(line.split("/")[2] for line in lines if line.endswith(ending))


async def test_claiming_many_leaves_out_what_others_hold_and_unmarks_what_is_done(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        listed = inbox_of(app).listed
        of_ben = await mark(app, pilot, 2, assignee="ben")
        await pilot.press("c")
        await until(pilot, lambda: "none of the 2 marked tasks: held by ben" in notice(app))
        assert [*listed.marks] == of_ben
        keys = await mark(app, pilot, 3, assignee=None)
        listed.marks.update((task.user_task_key, task) for task in listed.loaded() if task.user_task_key in of_ben)
        await pilot.press("a")
        await dialog(app, pilot, FieldsDialog)
        assert "now: unassigned 3, ben 2" in text_of(app)
        await pilot.press("escape")
        await closed(app, pilot)
        held = of_ben[0]
        listed.marks.pop(of_ben[1])
        await pilot.press("c")
        await dialog(app, pilot, BulkPreview)
        assert "Claim 3 tasks?" in text_of(app)
        assert "1 held by ben" in text_of(app)
        await pilot.press("enter")  # no
        await closed(app, pilot)
        assert sandbox.commands_sent() == []
        await pilot.press("c")
        await through(app, pilot)
        assert log_of(await sandbox.log(), "/assignment") == sorted(keys)
        assert all(body["allowOverride"] is False for body in sandbox.bodies("/assignment"))
        assert [*inbox_of(app).listed.marks] == [held]
        assert "3 claimed, 1 skipped: held by ben" in notice(app)
        await pilot.press("R")
        await dialog_of_run(app, pilot)
        await until(pilot, lambda: "3 claimed, 1 skipped: held by ben" in text_of(app))
        lines = [line.split()[1] for line in text_of(app).splitlines() if line.startswith("│") or " │ " in line[:6]]
        assert [word for word in lines if word in ("skipped", "claimed")] == ["skipped", *["claimed"] * 3]


async def test_values_are_asked_for_once(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        keys = await mark(app, pilot, 3, assignee=None)
        await pilot.press("p")
        asked = await dialog(app, pilot, FieldsDialog)
        assert asked.title_text() == "Set priority of 3 marked tasks"
        asked.query_one(Input).value = "77"
        await pilot.press("ctrl+s")
        await through(app, pilot)
        patches = [r for r in sandbox.sent if r.method == "PATCH"]
        assert sorted(r.url.path.split("/")[-1] for r in patches) == sorted(keys)
        assert {json.loads(r.content)["changeset"]["priority"] for r in patches} == {77}


@pytest.mark.parametrize(("way", "variables"), [("same", {"approved": True}), ("none", {})])
async def test_completing_many_with_the_same_variables_or_none(
    sandbox: Sandbox, sandbox_session: Session, way: str, variables: dict[str, Any]
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        keys = await mark(app, pilot, 4, assignee="demo")
        await pilot.press("x")
        ways = await dialog(app, pilot, ChoiceDialog)
        ways.query_one(OptionList).highlighted = ["same", "none"].index(way)
        await pilot.press("enter")
        if way == "same":
            editor = await dialog(app, pilot, VariablesDialog)
            editor.query_one(TextArea).text = json.dumps(variables)
            await pilot.press("ctrl+s")
        await through(app, pilot)
        assert log_of(await sandbox.log(), "/completion") == sorted(keys)
        assert sandbox.bodies("/completion") == [{"variables": variables}] * 4
        assert sandbox_session.stats.today == 4


async def test_completing_many_one_by_one_is_a_stream_of_them(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        keys = await mark(app, pilot, 2, assignee="demo")
        await pilot.press("x")
        ways = await dialog(app, pilot, ChoiceDialog)
        ways.query_one(OptionList).highlighted = 2
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StreamScreen) and app.screen.current)
        stream = app.screen
        assert isinstance(stream, StreamScreen)
        seen = []
        while stream.current is not None:
            seen.append(stream.current.user_task_key)
            await pilot.press("n")
            await until(pilot, lambda: stream.current is None or stream.current.user_task_key != seen[-1])
        assert seen == keys


async def test_leaving_while_something_is_held_asks(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, undo_s=5.0)
    never = asyncio.Event()
    session.outbox.sleep = lambda _: never.wait()
    tasks = [task for _, task in await every_task(session) if task.assignee == "demo" and task.state == "CREATED"][:2]
    async with app_on(session) as (app, pilot):
        session.outbox.put(session.task_records, Step("complete", "demo"), tasks)
        await pilot.press("q")
        asked = await dialog(app, pilot, ChoiceDialog)
        assert "completing 2" in text_of(app)
        await pilot.press("escape")
        await closed(app, pilot)
        assert not app._exit
        await pilot.press("q")
        asked = await dialog(app, pilot, ChoiceDialog)
        asked.query_one(OptionList).highlighted = 1
        await pilot.press("enter")
        await until(pilot, lambda: app._exit)
        assert len(log_of(await sandbox.log(), "/completion")) == 2


async def test_what_an_earlier_one_left_is_asked_about_and_nothing_is_sent_unasked(
    sandbox: Sandbox, open_session: Any, tmp_path: Path
) -> None:
    state = State(tmp_path / "state.json")
    dead = await sandbox.session(state=state, undo_s=600.0)
    dead.outbox.sleep = lambda _: asyncio.Event().wait()
    tasks = [task for _, task in await every_task(dead) if task.assignee == "demo" and task.state == "CREATED"][:3]
    dead.outbox.put(dead.task_records, Step("complete", "demo", variables={"ok": 1}), tasks)
    await asyncio.sleep(0)
    await dead.close()
    session = await open_session(sandbox, state=state)
    async with app_on(session) as (app, pilot):
        asked = await dialog(app, pilot, ChoiceDialog)
        assert asked.query_one("#about", Static).content == "c8tui stopped before completing 3 tasks; nothing was sent."
        await pilot.press("enter")  # Decide later
        await closed(app, pilot)
        assert sandbox.commands_sent() == []
        await pilot.press("q")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("escape")
        await closed(app, pilot)
        (run,) = session.outbox.runs
        session.outbox.go_on(run)
        await until(pilot, lambda: run.over)
        assert sandbox.bodies("/completion") == [{"variables": {"ok": 1}}] * 3
        assert [*(tmp_path / "journal").iterdir()] == []


async def test_marking_by_text_and_completing_in_the_window_can_be_undone(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, undo_s=5.0)
    never = asyncio.Event()
    session.outbox.sleep = lambda _: never.wait()
    async with app_on(session) as (app, pilot):
        await enter(pilot, "m", "demo")
        marked = len(inbox_of(app).listed.marks)
        assert marked > 1
        await pilot.press("x")
        ways = await dialog(app, pilot, ChoiceDialog)
        ways.query_one(OptionList).highlighted = 1
        await pilot.press("enter")
        await dialog(app, pilot, BulkPreview)
        await pilot.press("y")
        await dialog_of_run(app, pilot)
        await pilot.press("b")
        await closed(app, pilot)
        assert "u undo" in text_of(app).splitlines()[-1]
        await pilot.press("u")
        assert notice(app).startswith("Undone: completing")
        assert sandbox.commands_sent() == []
        assert len(inbox_of(app).listed.marks) == marked
