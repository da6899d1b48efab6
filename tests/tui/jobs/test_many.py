"""Jobs from the list, one or the marked ones: retries, locks, their remaining time, and what becomes of them later."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from c8tui.model.jobs import Job
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.groups import GroupsDialog
from c8tui.tui.dialogs.run import RunDialog
from c8tui.tui.jobs.columns import lock_of
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, list_of, loaded, notice, text_of, until

TYPE = "payment-service"


def select(app: C8App, key: str) -> None:
    """Put the cursor on a job."""
    assert list_of(app).listed.go_to(key)


async def hold(app: C8App, pilot: Pilot[Any], count: int = 1) -> list[str]:
    """Activate jobs past the screen; their keys, once they are listed as ours."""
    found = await app.session.jobs.activate(TYPE, count=count, lock_ms=300_000, wait_ms=0)
    list_of(app).narrow(TYPE)
    await until(pilot, lambda: loaded(app))
    return [job.job_key for job in found]


def listed(app: C8App, key: str) -> Job:
    """A job as the list has it."""
    found: Job = next(job for job in list_of(app).listed.loaded() if job.job_key == key)
    return found


async def test_retries_of_the_marked_ones_are_shown_then_sent(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs", size=(120, 30)) as (app, pilot):
        list_of(app).listed.go_to(next(j.job_key for j in list_of(app).listed.loaded() if j.state == "CREATED"))
        await pilot.press("m", "enter")
        await until(pilot, lambda: list_of(app).listed.marks)
        await pilot.press("plus")
        await dialog(app, pilot, FieldsDialog)
        app.screen.query_one("#retries", Input).value = "6"
        await pilot.press("ctrl+s")
        preview = await dialog(app, pilot, BulkPreview)
        number = len(preview.plan.records)
        assert "retries become 6" in text_of(app)
        assert preview.plan.reasons
        assert sandbox.commands_sent() == []
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, RunDialog) and f"{number} given retries" in text_of(app))
        assert len(sandbox.commands_sent()) == number


async def test_a_lock_counts_down_is_set_anew_and_released(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        (key,) = await hold(app, pilot)
        select(app, key)
        assert lock_of(listed(app, key))[0] == "5:00"
        assert "5:00" in text_of(app)
        await pilot.press("Z")
        await dialog(app, pilot, FieldsDialog)
        app.screen.query_one("#lock", Input).value = "900"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "15:00" in text_of(app))
        assert "is locked for 15 m" in notice(app)
        await until(pilot, lambda: app.session.jobs.overlay.mark(key) is None)
        assert list_of(app).flag(listed(app, key)) == "@"  # written to by us, and still ours
        await pilot.press("U")
        await until(pilot, lambda: "no retry is lost" in notice(app))
        assert sandbox_session.jobs.held == {}
        assert sandbox.bodies(f"/jobs/{key}") == [{"changeset": {"timeout": 900_000}}, {"changeset": {"timeout": 1}}]


async def test_what_another_worker_holds_is_released_only_after_a_question(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        records = sandbox_session.ops.job_records
        theirs = next(job for job in list_of(app).listed.loaded() if records.holder(job))
        select(app, theirs.job_key)
        await pilot.press("U")
        await dialog(app, pilot, ConfirmDialog)
        assert f"is locked by {theirs.worker}" in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is list_of(app))
        assert sandbox.commands_sent() == []
        await pilot.press("F")
        await until(pilot, lambda: f"(locked by {theirs.worker})" in text_of(app))


@pytest.mark.parametrize(("choice", "sent"), [("release", 2), ("keep", 0)])
async def test_who_leaves_is_asked_what_becomes_of_the_locks(
    sandbox: Sandbox, sandbox_session: Session, choice: str, sent: int
) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await hold(app, pilot, 2)
        sandbox.sent.clear()
        await pilot.press("q")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("down", *(["down"] if choice == "keep" else []), "enter")
        await until(pilot, lambda: not app.is_running)
    assert len(sandbox.commands_sent()) == sent


async def test_a_job_that_timed_out_while_its_dialog_was_open_is_told_there(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        (key,) = await hold(app, pilot)
        select(app, key)
        await pilot.press("Z")
        await dialog(app, pilot, FieldsDialog)
        await sandbox.clock.sleep(400)
        app.screen.query_one("#lock", Input).value = "77"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Its lock has run out" in text_of(app))
        assert app.screen.query_one("#lock", Input).value == "77"
        assert len([line for line in sandbox.commands_sent() if line.startswith("PATCH")]) == 1


async def test_a_type_is_chosen_among_the_groups(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("number_sign")
        await dialog(app, pilot, GroupsDialog)
        assert f"type     {TYPE}" in text_of(app)
        assert "in the last 7 days" in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is list_of(app) and loaded(app) and "type = " in text_of(app))
        assert len({job.type for job in list_of(app).listed.loaded()}) == 1
