"""What the keys of the inbox send, what the row says then, and what becomes of what cannot be done."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from textual.widgets import Input

from c8tui.model.base import moment
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from tests.clocks import NOON
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, closed, current, dialog, list_of, notice, select, text_of, type_in, until

NOW = datetime.fromtimestamp(NOON, UTC)


# Who holds it


async def test_claiming_never_steals_and_giving_back_shows_too(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    where = f"/user-tasks/{task.user_task_key}/assign"
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("c")
        await until(pilot, lambda: notice(app) == f'Claimed "{task.name}"')
        claim = (f"POST {where}ment", {"assignee": "demo", "allowOverride": False, "action": "claim"})
        assert sandbox.commands() == [claim]
        await until(pilot, lambda: current(app).assignee == "demo")
        assert await sandbox.log() == [f"POST {where}ment"]
        await pilot.press("C")
        await until(pilot, lambda: notice(app) == f'Released "{task.name}"')
        assert sandbox.commands() == [claim, (f"DELETE {where}ee", None)]
        await until(pilot, lambda: current(app).assignee is None)


async def test_taking_over_asks_first_and_names_the_holder(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="ben")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("t")
        await dialog(app, pilot, ConfirmDialog)
        assert "is assigned to ben" in text_of(app)
        await pilot.press("enter")
        await closed(app, pilot)
        assert sandbox.commands() == []
        await pilot.press("t")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: notice(app) == f'Took over "{task.name}" from ben')
        body = {"assignee": "demo", "allowOverride": True, "action": "assign"}
        assert sandbox.commands() == [(f"POST /user-tasks/{task.user_task_key}/assignment", body)]
        await until(pilot, lambda: current(app).assignee == "demo")


async def test_assigning_to_anybody(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="ben")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("a")
        await dialog(app, pilot, FieldsDialog)
        assert "now assigned to ben" in text_of(app)
        await type_in(app, pilot, assignee=" clara ")
        await closed(app, pilot)
        body = {"assignee": "clara", "allowOverride": True, "action": "assign"}
        assert sandbox.commands() == [(f"POST /user-tasks/{task.user_task_key}/assignment", body)]
        await until(pilot, lambda: current(app).assignee == "clara")


async def test_who_was_faster_is_said_and_shown(sandbox: Sandbox, open_session: Any) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee=None)
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await Step("claim", "ben").send(ben.user_tasks, task)
        await pilot.press("c")
        await until(pilot, lambda: notice(app).startswith("Changed since you looked: assigned to ben"))
        assert len(sandbox.commands()) == 1, "only ben has sent something"
        await until(pilot, lambda: current(app).assignee == "ben")
        assert current(app).user_task_key == task.user_task_key
        assert app.screen is list_of(app)
        await pilot.press("c")
        assert notice(app) == "claim: assigned to ben; take over with t"


async def test_a_command_under_way_is_seen_at_once_and_taken_back_when_it_fails(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    task = await a_task(sandbox_session, assignee=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        gate = asyncio.Event()

        async def hold(request: httpx.Request) -> None:
            if request.url.path.endswith("/assignment"):
                await gate.wait()

        sandbox.meddle = hold
        await sandbox.faults("500@*assignment")
        await pilot.press("c")
        await until(pilot, lambda: list_of(app).flag(current(app)) == "~")
        assert current(app).assignee == "demo"
        gate.set()
        await until(pilot, lambda: "! shows all" in notice(app))
        await until(pilot, lambda: current(app).assignee is None)
        assert list_of(app).flag(current(app)) == " "


async def test_an_answer_that_was_lost_is_looked_for_not_sent_again(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    await sandbox.faults("lost@*assignment")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("c")
        await until(pilot, lambda: notice(app) == f'Claimed "{task.name}"')
        assert len(sandbox.commands()) == 1


# What it says


async def test_the_priority_and_what_is_refused_stays_typed(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("p")
        await type_in(app, pilot, priority="101")
        await pilot.pause()
        assert "a whole number from 0 to 100" in text_of(app)
        assert sandbox.commands() == []
        await sandbox.faults("deny=Needs a second pair of eyes*1")
        await type_in(app, pilot, priority="0")
        await until(pilot, lambda: "Needs a second pair of eyes" in text_of(app))
        assert app.screen.query_one("#priority", Input).value == "0"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        change = (f"PATCH /user-tasks/{task.user_task_key}", {"changeset": {"priority": 0}})
        assert sandbox.commands() == [change] * 2, "what was refused, and what was sent again"
        await until(pilot, lambda: notice(app).startswith(f'Changed "{task.name}": priority '))
        await until(pilot, lambda: current(app).priority == 0)


@pytest.mark.parametrize(("key", "field"), [("d", "due_date"), ("D", "follow_up_date")])
async def test_the_dates(sandbox: Sandbox, sandbox_session: Session, key: str, field: str) -> None:
    task = await a_task(sandbox_session)
    wire_name = "dueDate" if field == "due_date" else "followUpDate"
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press(key)
        await type_in(app, pilot, date="monkey")
        await pilot.pause()
        assert "'monkey' is no date" in text_of(app)
        await type_in(app, pilot, date="+2h")
        await closed(app, pilot)
        [(line, body)] = sandbox.commands()
        assert line == f"PATCH /user-tasks/{task.user_task_key}"
        assert list(body["changeset"]) == [wire_name]
        assert datetime.fromisoformat(body["changeset"][wire_name]).timestamp() == NOON + 7200
        await until(pilot, lambda: moment(getattr(current(app), field)) == moment(body["changeset"][wire_name]))
        await pilot.press(key)
        await type_in(app, pilot, date="")
        await closed(app, pilot)
        assert sandbox.commands()[-1][1] == {"changeset": {wire_name: ""}}
        await until(pilot, lambda: getattr(current(app), field) is None)
        assert current(app).user_task_key == task.user_task_key


async def test_the_candidates(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("K")
        fields = await dialog(app, pilot, FieldsDialog)
        assert fields.values["groups"] == ", ".join(task.candidate_groups)
        await type_in(app, pilot, groups="leads, sales ,leads,", users="")
        await closed(app, pilot)
        changeset = {"candidateGroups": ["leads", "sales"], "candidateUsers": []}
        assert sandbox.commands() == [(f"PATCH /user-tasks/{task.user_task_key}", {"changeset": changeset})]
        await until(pilot, lambda: current(app).candidate_groups == ("leads", "sales"))


# On its way


async def test_a_change_that_is_refused_in_its_dialog_leaves_no_mark_on_the_list(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session()) as (app, pilot):
        screen = list_of(app)
        await until(pilot, lambda: "▆" in text_of(app))  # the scrollbar comes with the paint after the first rows
        before = text_of(app).splitlines()[1:]
        await sandbox.faults("409@PATCH:/v2/user-tasks/*")
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        await pilot.press(*"99", "enter")
        await until(pilot, lambda: "because the fault" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert text_of(app).splitlines()[1:] == before


async def test_leaving_asks_while_a_command_is_on_its_way_also_by_textuals_own_key(sandbox: Sandbox) -> None:
    gate, reached = asyncio.Event(), asyncio.Event()

    async def hold(request: httpx.Request) -> None:
        if request.method == "PATCH":
            reached.set()
            await gate.wait()

    async with app_on(await sandbox.session()) as (app, pilot):
        sandbox.meddle = hold
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        await pilot.press(*"99", "enter")
        await until(pilot, reached.is_set)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "A command is on its way" in text_of(app))
        assert isinstance(app.screen, ConfirmDialog)
        gate.set()
        await until(pilot, lambda: "priority 99" in text_of(app))
        await pilot.press("n")
        await until(pilot, lambda: app.screen is list_of(app))  # the dialog below has sent and goes too
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_whom_a_task_is_assigned_to_is_suggested_and_anybody_may_be(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    await a_task(sandbox_session, assignee="clara")
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("a")
        asked = await dialog(app, pilot, FieldsDialog)
        await until(pilot, lambda: "anna" in text_of(app) and "elif" in text_of(app))
        await pilot.press(*"clar")
        await until(pilot, lambda: "clara   enter takes it" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: asked.values == {"assignee": "clara"})
        assert sandbox.commands_sent() == [], "what is sent has been seen"
        await pilot.press("backspace", "ctrl+s")
        await closed(app, pilot)
        assert [body["assignee"] for body in sandbox.bodies("/assignment")] == ["clar"]


async def test_candidates_are_suggested_one_after_the_other(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("K")
        asked = await dialog(app, pilot, FieldsDialog)
        users = asked.query_one("#users", Input)
        asked.set_focus(users)
        users.value = ""
        await pilot.press(*"somebody, clar")
        await until(pilot, lambda: "clara   enter takes it" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: users.value == "somebody, clara")
        await pilot.press("enter")
        await closed(app, pilot)
        assert [body["changeset"]["candidateUsers"] for _, body in sandbox.commands()] == [["somebody", "clara"]]
