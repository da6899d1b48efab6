"""Completing under one's own name: what is sent, what is asked first, and what is kept when it fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from textual.widgets import Input, TextArea

from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.clocks import NOON
from tests.sandboxes import ADDRESS, Sandbox, a_task
from tests.tui.apps import app_on, closed, dialog, list_of, notice, select, text_of, type_in, until

NOW = datetime.fromtimestamp(NOON, UTC)


async def test_claiming_without_a_name_asks_for_it_once_and_goes_on(sandbox: Sandbox, open_session: Any) -> None:
    state = State()
    session = await open_session(sandbox, None, state=state)
    task = await a_task(session, assignee=None)
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await pilot.press("c")
        await type_in(app, pilot, user="anna")
        await until(pilot, lambda: notice(app) == f'Claimed "{task.name}"')
        assert sandbox.commands()[0][1]["assignee"] == "anna"
        await pilot.press("C")
        await until(pilot, lambda: notice(app) == f'Released "{task.name}"')
        assert app.screen is list_of(app)
    assert state.user_for(ADDRESS) is not None


async def test_completing_sends_the_changes_alone_and_the_next_task_comes(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    task = await a_task(sandbox_session, assignee="demo", element_id="review-invoice")
    where = f"/user-tasks/{task.user_task_key}/completion"
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("x")
        await dialog(app, pilot, FormDialog)
        await pilot.press("ctrl+e")
        editor = await dialog(app, pilot, VariablesDialog)
        before = json.loads(editor.text)
        editor.query_one(TextArea).text = json.dumps({**before, "approved": True, "note": "fine"})
        await until(pilot, lambda: "sends 2 changed: approved boolean, note string" in text_of(app))
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        assert sandbox.commands() == [(f"POST {where}", {"variables": {"approved": True, "note": "fine"}})]
        await until(pilot, lambda: notice(app) == f'Completed "{task.name}"')
        rows = list_of(app).listed.rows
        assert rows is not None
        await until(pilot, lambda: rows.index_of(task.user_task_key) is None)
        assert any(new.process_instance_key == task.process_instance_key for _, new in rows.loaded())


async def test_completing_what_nobody_holds_claims_it_first(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("x")
        await dialog(app, pilot, VariablesDialog)
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        claim = {"assignee": "demo", "allowOverride": False, "action": "claim"}
        assert sandbox.commands() == [
            (f"POST /user-tasks/{task.user_task_key}/assignment", claim),
            (f"POST /user-tasks/{task.user_task_key}/completion", {"variables": {}}),
        ]


async def test_a_collision_while_completing_keeps_what_was_typed(sandbox: Sandbox, open_session: Any) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee=None)
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await pilot.press("x")
        editor = await dialog(app, pilot, VariablesDialog)
        await Step("claim", "ben").send(ben.user_tasks, task)
        typed = '{"note": "mine"}'
        editor.query_one(TextArea).text = typed
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "assignee: nobody -> ben" in text_of(app))
        assert editor.text == typed
        assert len(sandbox.commands()) == 1, "only ben has sent something"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "assigned to ben; take over with t first" in text_of(app))
        assert len(sandbox.commands()) == 1
        await pilot.press("escape")
        await closed(app, pilot)
        assert session.drafts.load(session.draft_name("complete", task.user_task_key)) == typed


async def test_completing_on_a_protected_cluster_wants_its_name(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, protected=True, profile="prod")
    task = await a_task(session, assignee="demo")
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await pilot.press("x")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press(*"prd", "enter")
        await until(pilot, lambda: "Type prod first" in text_of(app))
        app.screen.query_one(Input).value = "prod"
        await pilot.press("enter")
        await dialog(app, pilot, VariablesDialog)
        assert sandbox.commands() == []


async def test_what_somebody_else_holds_is_not_completed(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="ben")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("x")
        assert notice(app) == "complete: assigned to ben; take over with t first"
        assert app.screen is list_of(app)
