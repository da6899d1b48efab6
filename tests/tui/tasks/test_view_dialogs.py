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
        await until(pilot, lambda: "All open + assignee = none + priority >= 51" in text_of(app) and loaded(app))
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
        await until(pilot, lambda: notice(app) == f'Kept as "Soon" in {path}')
        assert load(path).views == (View("soon", "Soon", ({"due_date": "< now+2d"},), own=True),)
        await until(pilot, lambda: "> Soon" in text_of(app))
        path.write_text("[broken")
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "while it is broken" in text_of(app))
        assert path.read_text() == "[broken"


async def test_a_view_of_alternatives_is_narrowed_besides(open_session: Any, sandbox: Sandbox) -> None:
    async with app_on(await open_session(sandbox, groups=("sales",))) as (app, pilot):
        inbox_of(app).narrow("mine-or")
        await until(pilot, lambda: inbox_of(app).views.view.id == "mine-or-groups")
        for candidates in ("leads", ""):
            await pilot.press("f")
            asked = await dialog(app, pilot, FilterDialog)
            assert "these conditions must hold besides" in text_of(app)
            asked.query_one("#priority", Input).value = ">= 51"
            asked.query_one("#candidate_group", Input).value = candidates
            await pilot.press("ctrl+s")
            if candidates:
                await until(pilot, lambda: "two candidates at once" in text_of(app))
                await pilot.press("escape")
            await closed(app, pilot)
        await until(pilot, lambda: "Mine and my groups + priority >= 51" in text_of(app) and loaded(app))
        found = [*inbox_of(app).listed.loaded()]
        assert found
        assert all((task.priority or 0) >= 51 for task in found)
        assert all(task.assignee == "demo" or "sales" in task.candidate_groups for task in found)


async def test_what_was_typed_waits_for_the_next_time(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        asked.query_one("#name", Input).value = "Revi"
        await pilot.press("escape")
        await closed(app, pilot)
        assert inbox_of(app).views.view.id == "open"
        await enter(pilot, "colon", "in unassigned")
        await until(pilot, lambda: inbox_of(app).views.view.id == "unassigned")
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        assert asked.query_one("#name", Input).value == "", "it was about another view"
        await pilot.press("escape")
        await closed(app, pilot)
        await enter(pilot, "colon", "in open")
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        assert asked.query_one("#name", Input).value == "Revi"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: "All open + task = Revi" in text_of(app))


async def test_processes_are_suggested_by_name_and_filled_in_by_id(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        field = asked.query_one("#process_definition_id", Input)
        field.focus()
        await pilot.press(*"invoice app")
        await until(pilot, lambda: "Invoice approval" in text_of(app))
        await pilot.press("down", "enter")
        assert (field.value, app.focused) == ("invoice-approval", field)
        field = asked.query_one("#element_id", Input)
        field.focus()
        await pilot.press(*"review")
        await until(pilot, lambda: "Review invoice" in text_of(app))
        await pilot.press("down", "enter")
        assert field.value == "review-invoice"


async def test_without_a_file_a_view_is_kept_in_memory(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(140, 40)) as (app, pilot):
        assert sandbox_session.views.path is None
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        assert "Keep as a view" in text_of(app)
        asked.query_one("#priority", Input).value = "high"
        asked.query_one("#save_as", Input).value = "High"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == "Kept until you leave: there is no view file in the demo")
        await enter(pilot, "colon", "rename view")
        (await dialog(app, pilot, FieldsDialog)).query_one(Input).value = "Higher"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: inbox_of(app).views.view.title == "Higher" and "> Higher" in text_of(app))
        await enter(pilot, "colon", "delete view")
        await dialog(app, pilot, ConfirmDialog)
        assert '"Higher" is taken out of your views.' in text_of(app)
        await pilot.press("y")
        await closed(app, pilot)
        await until(pilot, lambda: inbox_of(app).views.view.id == "open" and "Higher" not in text_of(app))


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
        shown = [sandbox_session.cells.text(task, "amount") for _, task in inbox.listed.in_sight()]
        assert any(text not in (None, "-") for text in shown)
        assert all(text in text_of(app) for text in shown if text)
        await pilot.press("escape")
        await until(pilot, lambda: inbox.views.view.id == "open" and "Process" in text_of(app).splitlines()[2])


async def test_an_own_view_is_deleted_after_a_question(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_text('# mine\n[views.soon]\ndue_date = "< now+2d"\n')
    async with app_on(await open_session(sandbox, views=path)) as (app, pilot):
        await enter(pilot, "colon", "delete view")
        await until(pilot, lambda: "not one of your views" in notice(app))
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
            assert 'a view "soon" already' in text_of(app)
            await pilot.press(answer)
            if kept is not None:
                await dialog(app, pilot, FilterDialog)
                assert asked.query_one("#priority", Input).value == "high"
                assert path.read_text() == kept
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == f'Kept as "Soon" in {path}')
        assert load(path).views == (View("soon", "Soon", ({"priority": "high"},), own=True),)


async def test_a_view_of_ones_own_is_renamed(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_text('# mine\n[views.soon]\ndue_date = "< now+2d"  # two days\n')
    async with app_on(await open_session(sandbox, views=path), size=(150, 40)) as (app, pilot):
        await enter(pilot, "colon", "rename view")
        await until(pilot, lambda: "not one of your views" in notice(app))
        await enter(pilot, "colon", "in soon")
        await until(pilot, lambda: inbox_of(app).views.view.id == "soon")
        await enter(pilot, "colon", "rename view")
        asked = await dialog(app, pilot, FieldsDialog)
        assert asked.query_one(Input).value == "soon"
        asked.query_one(Input).value = "In two days"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == 'Renamed "soon" to "In two days"')
        assert inbox_of(app).views.view.id == "in-two-days"
        await until(pilot, lambda: "> In two days" in text_of(app))
    assert path.read_text() == (
        '# mine\n[views.in-two-days]\ndue_date = "< now+2d"  # two days\ntitle = "In two days"\n'
    )


async def test_what_is_no_column_is_refused_at_the_field(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(110, 30)) as (app, pilot):

        async def typed_in(text: str) -> str:
            await pilot.press("w")
            asked = await dialog(app, pilot, FieldsDialog)
            asked.query_one(Input).value = text
            await pilot.press("ctrl+s")
            hint = asked.query_one("#columns-hint", Static)
            await until(pilot, lambda: hint.has_class("-wrong"))
            assert asked.query_one(Input).value == text
            await pilot.press("escape")
            await closed(app, pilot)
            return str(hint.content)

        for text, near in (("task, asignee", "assignee"), ("Prioritie", "priority"), ("follow up", "follow_up")):
            assert f"the nearest column is {near}." in await typed_in(text)
        assert 'No column or variable is called "zzzz"; the columns are task, ' in await typed_in("task, zzzz, amount")
        await sandbox.faults("403@/v2/variables/search")
        assert "the nearest column is tags." in await typed_in("task, tagz")
        await sandbox.faults()
        await pilot.press("w")
        asked = await dialog(app, pilot, FieldsDialog)
        asked.query_one(Input).value = 'task, "tagz", amount'
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        assert [column.title for column in inbox_of(app).listed.columns] == ["Task", "tagz", "amount"]
