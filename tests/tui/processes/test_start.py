"""`:start`: a process, its form, an instance."""

from __future__ import annotations

from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, notice, text_of, until


async def test_a_process_is_started_from_its_form() -> None:
    sandbox = Sandbox()
    async with app_on(await sandbox.session()) as (app, pilot):
        await enter(pilot, "colon", "start complaint")
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.screen.panel.view.page.at is not None)
        await pilot.press(*"ACME", "tab", "tab", *"O-12", "ctrl+s")
        await until(pilot, lambda: "started Complaint: instance" in notice(app))
    (body,) = sandbox.bodies("/process-instances")
    assert body["variables"] == {
        "customer": {"name": "ACME", "phone": ""},
        "orderNo": "O-12",
        "orderValue": None,
        "tier": "standard",
        "daysLate": None,
    }


async def test_one_is_chosen_and_one_without_a_form_takes_variables() -> None:
    sandbox = Sandbox()
    async with app_on(await sandbox.session()) as (app, pilot):
        await enter(pilot, "colon", "start")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog))
        assert "It has no start form." in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "started Onboarding" in notice(app))
    assert sandbox.bodies("/process-instances")[0]["variables"] == {}


async def test_there_is_no_such_process() -> None:
    async with app_on(await Sandbox().session()) as (app, pilot):
        await enter(pilot, "colon", "start soup")
        await until(pilot, lambda: "no process is called 'soup'" in notice(app))


async def test_a_read_only_profile_starts_nothing() -> None:
    async with app_on(await Sandbox().session(read_only=True)) as (app, pilot):
        await enter(pilot, "colon", "start complaint")
        await until(pilot, lambda: "this profile is read-only" in notice(app))


async def test_words_behind_a_command_that_takes_them_are_no_mistake() -> None:
    async with app_on(await Sandbox().session()) as (app, pilot):
        await pilot.press("colon", *"start soup")
        await until(pilot, lambda: "enter runs it" in text_of(app))
        await pilot.press("escape", "colon", *"refresh soup")
        await until(pilot, lambda: "nothing begins like this" in text_of(app))
