"""What becomes of a completion that was set on its way, whichever screen is shown then."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual.widgets import TextArea

from c8tui.session.actions import Step
from c8tui.state import State
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, closed, count_words, dialog, notice, select, text_of, until


async def test_a_refusal_after_the_window_is_told_and_the_draft_stays(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, undo_s=5.0)
    gate = asyncio.Event()
    session.outbox.sleep = lambda _: gate.wait()
    task = await a_task(session, assignee="demo")
    name = session.draft_name("complete", task.user_task_key)
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await pilot.press("x")
        editor = await dialog(app, pilot, VariablesDialog)
        editor.query_one(TextArea).text = '{"approved": true}'
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        assert session.drafts.load(name) == '{"approved": true}'
        await sandbox.faults("deny=budget exceeded*1")
        gate.set()
        await until(pilot, lambda: "budget exceeded" in notice(app))
        assert session.drafts.load(name) == '{"approved": true}'
        await select(app, task)
        await pilot.press("x")
        editor = await dialog(app, pilot, VariablesDialog)
        assert editor.text == '{"approved": true}'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: notice(app) == f'Completed "{task.name}"')
        assert session.drafts.load(name) is None
        assert session.stats.words() == "1 done today"


async def test_an_unknown_outcome_opens_whole(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, undo_s=1.0)
    task = await a_task(session, assignee="demo")
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await sandbox.faults("504@/v2/user-tasks/*/completion*1")
        await pilot.press("x")
        await dialog(app, pilot, VariablesDialog)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "! shows all" in notice(app))
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: isinstance(app.screen, ProblemDialog))
        assert "unknown" in text_of(app)
        assert len(sandbox.bodies("/completion")) == 1


async def test_a_journal_that_cannot_be_written_is_told_and_a_step_is_counted(
    sandbox: Sandbox, open_session: Any, tmp_path: Path
) -> None:
    (tmp_path / "journal").write_text("a file in the way")
    session = await open_session(sandbox, state=State(tmp_path / "state.json"))
    task = await a_task(session, assignee="demo")
    async with app_on(session) as (app, pilot):
        await until(pilot, lambda: count_words(session, "mine"))
        before = int(count_words(session, "mine"))
        session.outbox.put(session.task_records, Step("complete", "demo"), (task,))
        await until(pilot, lambda: "cannot be written to disk" in notice(app))
        await until(pilot, lambda: count_words(session, "mine") == str(before - 1))
