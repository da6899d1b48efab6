"""What changed between the look and the key is said before anything is sent."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.form import FormDialog
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, closed, dialog, list_of, notice, select, text_of, type_in, until


@pytest.fixture
async def ben(sandbox: Sandbox, open_session: Any) -> Session:
    session: Session = await open_session(sandbox, "ben")
    return session


def claims(sandbox: Sandbox) -> list[Any]:
    return [body for line, body in sandbox.commands() if line.endswith("/assignment")]


async def test_a_change_is_told_and_only_yes_goes_on(sandbox: Sandbox, sandbox_session: Session, ben: Session) -> None:
    task = await a_task(sandbox_session, assignee=None, priority=50)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await Step("change", changeset=Changeset(priority=90)).send(ben.user_tasks, task)
        await pilot.press("c")
        await dialog(app, pilot, ConfirmDialog)
        assert "priority: 50 -> 90" in text_of(app)
        await pilot.press("enter")
        await closed(app, pilot)
        assert claims(sandbox) == []
        await until(pilot, lambda: list_of(app).current.priority == 90)  # type: ignore[union-attr]
        await Step("change", changeset=Changeset(priority=91)).send(ben.user_tasks, task)
        await pilot.press("c")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: notice(app) == f'Claimed "{task.name}"')
        assert [body["assignee"] for body in claims(sandbox)] == ["demo"]


@pytest.mark.parametrize("key", ["c", "x"])
async def test_what_is_gone_or_done_is_said(sandbox: Sandbox, sandbox_session: Session, ben: Session, key: str) -> None:
    task = await a_task(sandbox_session, assignee=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await Step("complete", "ben").send(ben.user_tasks, task)
        sent = len(sandbox.commands())
        await pilot.press(key)
        await until(pilot, lambda: notice(app) == "Changed since you looked: it is completed.")
        assert len(sandbox.commands()) == sent


async def test_a_dialog_says_it_and_sends_the_second_time(
    sandbox: Sandbox, sandbox_session: Session, ben: Session
) -> None:
    task = await a_task(sandbox_session, assignee=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("a")
        await dialog(app, pilot, FieldsDialog)
        await Step("claim", "ben").send(ben.user_tasks, task)
        await type_in(app, pilot, assignee="clara")
        await until(pilot, lambda: "assignee: nobody -> ben" in text_of(app))
        assert [body["assignee"] for body in claims(sandbox)] == ["ben"]
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        assert [body["assignee"] for body in claims(sandbox)] == ["ben", "clara"]


async def test_taking_over_from_another_than_was_asked_about_asks_again(
    sandbox: Sandbox, sandbox_session: Session, ben: Session
) -> None:
    task = await a_task(sandbox_session, assignee="ben")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("t")
        await dialog(app, pilot, ConfirmDialog)
        await Step("assign", assignee="clara").send(ben.user_tasks, task)
        await pilot.press("y")
        await until(pilot, lambda: "assignee: ben -> clara" in text_of(app))
        await pilot.press("y")
        await until(pilot, lambda: notice(app) == f'Took over "{task.name}" from clara')


async def test_variables_that_were_seen_are_compared_before_completing(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    task = await a_task(sandbox_session, assignee="demo", element_id="review-invoice")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        detail = await sandbox_session.details.fetch(task)
        now, at = sandbox_session.details._kept[task.user_task_key][0], task.user_task_key
        fewer = detail.__class__(detail.task, (detail.variables or ())[1:], detail.form, detail.history)
        sandbox_session.details._kept[at] = now, fewer
        await pilot.press("x")
        await dialog(app, pilot, ConfirmDialog)
        assert f"{(detail.variables or ())[0].name} added" in text_of(app)
        await pilot.press("y")
        await dialog(app, pilot, FormDialog)


async def test_who_is_faster_all_the_same_is_named(sandbox: Sandbox, sandbox_session: Session, ben: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)

    async def faster(request: httpx.Request) -> None:
        if request.url.path.endswith("/assignment"):
            sandbox.meddle = None
            await Step("claim", "ben").send(ben.user_tasks, task)

    async with app_on(sandbox_session, size=(140, 30)) as (app, pilot):
        await select(app, task)
        sandbox.meddle = faster
        await pilot.press("c")
        await until(pilot, lambda: "Assigned to ben since" in notice(app))
        assert app.screen is list_of(app)


async def test_a_task_that_cannot_be_read_first_is_left_alone(sandbox: Sandbox, sandbox_session: Session) -> None:
    task: UserTask = await a_task(sandbox_session, assignee=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await sandbox.faults("500@GET:/v2/user-tasks/*")
        await pilot.press("c")
        await until(pilot, lambda: "! shows all" in notice(app))
        assert "Nothing has been sent" in notice(app)
        assert app.screen is list_of(app)
        assert sandbox.commands() == []
