"""Looking further: whole variables, what belongs to a task, and copies of what identifies it."""

from __future__ import annotations

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.decisions.made import DecisionsMadeDialog
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.form_reading import FormReadingDialog
from c8tui.tui.dialogs.variable_tree import VariableTreeDialog
from c8tui.tui.tasks.looking import copies_of, over_words
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, dialog, list_of, notice, select, text_of, until


async def test_the_variables_in_full(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, element_id="review-invoice")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        sandbox.sent.clear()
        await pilot.press("e")
        await dialog(app, pilot, VariableTreeDialog)
        await until(pilot, lambda: "amount   number" in text_of(app))
        [request] = [request for request in sandbox.sent if "variables" in request.url.path]
        assert "truncateValues=false" in str(request.url)


async def test_the_form_of_a_task_that_is_over_is_read_with_the_key_that_filled_it_in(
    sandbox_session: Session,
) -> None:
    task = await a_task(sandbox_session, element_id="review-invoice")
    assert task.form_key
    await Step("complete", task.assignee or "demo", variables={"supplier": "four-two"}).send(
        sandbox_session.user_tasks, task
    )
    async with app_on(sandbox_session) as (app, pilot):
        list_of(app).narrow("completed")
        await until(pilot, lambda: list_of(app).current is not None)
        await select(app, task)
        await until(pilot, lambda: "x read form" in text_of(app))
        await pilot.press("x")
        shown = await dialog(app, pilot, FormReadingDialog)
        await until(pilot, lambda: "the variables are shown as they are now" in text_of(app))
        assert "four-two" in shown.panel.view.text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is list_of(app))


def test_what_became_of_a_task() -> None:
    task = UserTask(user_task_key="1", state="CANCELED")
    assert over_words(task) == "canceled; the variables are shown as they are now"
    done = UserTask(user_task_key="1", state="COMPLETED", assignee="anna", completion_date="2026-11-24T16:00:00Z")
    assert over_words(done).startswith("completed by anna, 24 Nov 2026 ")


async def test_what_belongs_to_the_task(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, element_id="approve-discount")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("down", "down", "down", "enter")
        await dialog(app, pilot, DecisionsMadeDialog)
        await until(pilot, lambda: "the latest first" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DecisionScreen) and "as it was evaluated" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DecisionsMadeDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is list_of(app))
        await pilot.press("o", "enter")
        await until(pilot, lambda: task.process_instance_key in list_of(app).caption())
        await until(pilot, lambda: list_of(app).current == task)
        assert notice(app) == "the open tasks of its process instance; esc goes back"
        await pilot.press("escape")
        await until(pilot, lambda: list_of(app).caption().startswith("All open"))
        await until(pilot, lambda: list_of(app).current is not None)
        await pilot.press("o", "down", "enter")
        await until(pilot, lambda: app.current_mode == "jobs")
        await until(pilot, lambda: "process instance =" in list_of(app).caption())


async def test_a_copy_of_what_one_chooses(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        await pilot.press("Y")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("down", "enter")
        await until(pilot, lambda: notice(app) == "Copied the name (sent to the terminal)")
        assert app.clipboard == task.name


def test_only_what_there_is_can_be_copied() -> None:
    names = [name for name, _ in copies_of(UserTask(user_task_key="1", element_id="review"))]
    assert names == ["task key", "name", "whole task as JSON"]
