"""The filter builder, and the columns of a view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.widgets import Input, Static

from c8tui.session.session import Session
from c8tui.session.view_file import load
from c8tui.session.views import View
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, closed, dialog, enter, inbox_of, loaded, notice, text_of, until


async def test_conditions_are_asked_for_at_once_and_wrong_ones_are_told(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        asked.query_one("#assignee", Input).value = "none"
        asked.query_one("#priority", Input).value = "> much"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Priority: a number from 0 to 100" in str(asked.query_one("#hint", Static).content))
        assert app.focused is asked.query_one("#priority")
        asked.query_one("#priority", Input).value = ">= 51"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: "All open (changed)" in text_of(app) and loaded(app))
        body = next(body for body in sandbox.bodies("/user-tasks/search") if "priority" in body["filter"])
        assert body["filter"]["assignee"] == {"$exists": False}
        assert body["filter"]["priority"] == {"$gte": 51}
        assert all(not task.assignee and (task.priority or 0) >= 51 for task in inbox_of(app).listed.loaded())
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        assert asked.query_one("#priority", Input).value == ">= 51"


async def test_a_name_keeps_it_in_the_file(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    async with app_on(await open_session(sandbox, views=path), size=(150, 40)) as (app, pilot):
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        asked.query_one("#due_date", Input).value = "< now+2d"
        asked.query_one("#save_as", Input).value = "Soon"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == f"kept as Soon in {path}")
        assert load(path).views == (View("soon", "Soon", ({"due_date": "< now+2d"},), own=True),)
        await until(pilot, lambda: "> Soon" in text_of(app))
        path.write_text("[broken")
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "while it is broken" in text_of(app))
        assert path.read_text() == "[broken"


async def test_alternatives_are_left_to_the_file(open_session: Any, sandbox: Sandbox) -> None:
    async with app_on(await open_session(sandbox, groups=("sales",))) as (app, pilot):
        inbox_of(app).narrow("mine-or")
        await until(pilot, lambda: inbox_of(app).views.view.id == "mine-or-groups")
        await pilot.press("f")
        assert "several alternatives" in notice(app)


async def test_columns_of_variables(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(110, 30)) as (app, pilot):
        await pilot.press("w")
        asked = await dialog(app, pilot, FieldsDialog)
        assert asked.query_one(Input).value == "task, process, assignee, priority, due, age"
        asked.query_one(Input).value = "task, amount, customer.name"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: "customer.name" in text_of(app).splitlines()[2])
        inbox = inbox_of(app)
        await until(pilot, lambda: inbox.current and sandbox_session.cells.text(inbox.current, "amount") is not None)
        await until(pilot, lambda: "…" not in text_of(app))
        shown = [sandbox_session.cells.text(task, "amount") for task in inbox.listed.in_sight()]
        assert any(text not in (None, "-") for text in shown)
        assert all(text in text_of(app) for text in shown if text)
        await pilot.press("escape")
        await until(pilot, lambda: inbox.views.view.id == "open" and "Process" in text_of(app).splitlines()[2])


async def test_an_own_view_is_deleted_after_a_question(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_text('# mine\n[views.soon]\ndue_date = "< now+2d"\n')
    async with app_on(await open_session(sandbox, views=path)) as (app, pilot):
        await enter(pilot, "colon", "delete view")
        await until(pilot, lambda: "not one of your own" in notice(app))
        await enter(pilot, "colon", "in soon")
        await until(pilot, lambda: inbox_of(app).views.view.id == "soon")
        for answer in ("n", "y"):
            await enter(pilot, "colon", "delete view")
            await dialog(app, pilot, ConfirmDialog)
            await pilot.press(answer)
            await closed(app, pilot)
        await until(pilot, lambda: inbox_of(app).views.view.id == "open")
        assert path.read_text() == "# mine\n"


async def test_over_another_view_after_a_question(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_text('[views.soon]\ndue_date = "< now+2d"\n')
    async with app_on(await open_session(sandbox, views=path)) as (app, pilot):
        for answer, kept in (("n", '[views.soon]\ndue_date = "< now+2d"\n'), ("y", None)):
            if not isinstance(app.screen, FilterDialog):
                await pilot.press("f")
            asked = await dialog(app, pilot, FilterDialog)
            asked.query_one("#priority", Input).value = "high"
            asked.query_one("#save_as", Input).value = "Soon"
            await pilot.press("ctrl+s")
            await dialog(app, pilot, ConfirmDialog)
            assert "soon is there already" in text_of(app)
            await pilot.press(answer)
            if kept is not None:
                await dialog(app, pilot, FilterDialog)
                assert asked.query_one("#priority", Input).value == "high"
                assert path.read_text() == kept
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == f"kept as Soon in {path}")
        assert load(path).views == (View("soon", "Soon", ({"priority": "high"},), own=True),)


async def test_a_view_of_ones_own_is_renamed(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_text('# mine\n[views.soon]\ndue_date = "< now+2d"  # two days\n')
    async with app_on(await open_session(sandbox, views=path), size=(150, 40)) as (app, pilot):
        await enter(pilot, "colon", "rename view")
        await until(pilot, lambda: "not one of your own" in notice(app))
        await enter(pilot, "colon", "in soon")
        await until(pilot, lambda: inbox_of(app).views.view.id == "soon")
        await enter(pilot, "colon", "rename view")
        asked = await dialog(app, pilot, FieldsDialog)
        assert asked.query_one(Input).value == "soon"
        asked.query_one(Input).value = "In two days"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == "soon is called In two days now")
        assert inbox_of(app).views.view.id == "in-two-days"
        await until(pilot, lambda: "> In two days" in text_of(app))
    assert path.read_text() == (
        '# mine\n[views.in-two-days]\ndue_date = "< now+2d"  # two days\ntitle = "In two days"\n'
    )
