"""Columns of variables sort and search what is loaded, and say when they cannot be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import OptionList

from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.choice import ChoiceDialog
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, closed, dialog, enter, inbox_of, loaded, notice, text_of, until


async def with_amounts(app: C8App, pilot: Pilot[Any]) -> None:
    inbox = inbox_of(app)
    await inbox.views.change(replace(inbox.views.view, columns=("task", "assignee", "amount")))
    await until(pilot, lambda: loaded(app) and "amount" in text_of(app).splitlines()[2])


async def test_what_is_loaded_is_sorted_by_a_variable_and_back(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await with_amounts(app, pilot)
        inbox = inbox_of(app)
        before = [task.user_task_key for task in inbox.listed.loaded()]
        await pilot.press("greater_than_sign")
        asked = await dialog(app, pilot, ChoiceDialog)
        asked.query_one(OptionList).highlighted = 3
        await pilot.press("enter")
        await closed(app, pilot)

        def amounts() -> list[str | None]:
            return [sandbox_session.cells.text(task, "amount") for task in inbox.listed.loaded()]

        await until(pilot, lambda: None not in amounts())
        numbers = [Decimal(text) for text in amounts() if text and text != "-"]
        await until(pilot, lambda: [Decimal(t) for t in amounts() if t and t != "-"] == sorted(numbers))
        assert amounts()[-1] == "-"
        assert "sorted by amount (all of them)" in text_of(app).splitlines()[1]
        assert inbox.listed.cursor == 0
        await pilot.press("greater_than_sign")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("home", "enter")
        await closed(app, pilot)
        assert [task.user_task_key for task in inbox.listed.loaded()] == before


async def test_what_is_loaded_is_searched_by_a_variable(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await with_amounts(app, pilot)
        await enter(pilot, "slash", "amount>5000")
        cells = sandbox_session.cells
        await until(pilot, lambda: "/ amount > 5000 (" in text_of(app))
        inbox = inbox_of(app)
        await until(pilot, lambda: 0 < inbox.listed.count < 60)
        assert all(Decimal(cells.text(task, "amount") or "0") > 5000 for task in inbox.listed.loaded())


async def test_a_refusal_is_said_once_and_the_list_goes_on(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await sandbox.faults("403@/v2/variables/search")
        await with_amounts(app, pilot)
        await until(pilot, lambda: "the variables of the columns cannot be read" in notice(app))
        assert inbox_of(app).current is not None
