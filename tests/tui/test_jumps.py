"""Jump labels: a letter on all that can be gone to, on screens, in dialogs and forms; numbers where one listens."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input

from c8tui.session.session import Session
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.dialogs.jump import JumpLabels
from c8tui.tui.fields import Field
from c8tui.tui.forms.view import FormView
from c8tui.tui.jumps import LETTERS, labels_for
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.record_list import RecordList
from tests.sandboxes import a_task
from tests.tui.apps import app_on, closed, current, dialog, list_of, select, text_of, until


@pytest.mark.parametrize("number", [0, 1, 26, 27, 500])
@pytest.mark.parametrize("spoken", [False, True])
def test_no_label_begins_another(number: int, spoken: bool) -> None:
    labels = labels_for(number, spoken=spoken)
    assert len(set(labels)) == number
    assert len({len(label) for label in labels}) <= 1
    assert all(set(label) <= set("0123456789" if spoken else LETTERS) for label in labels)


def listed(app: Any) -> dict[str, str]:
    """The titles of the labels that are listed, by label."""
    lines = str(app.screen.query_one("#listed", Clipped).visual).splitlines()[:-1]
    return {title: label for label, title in (line.split("  ", 1) for line in lines)}


async def test_a_label_leads_to_what_belongs_to_the_row(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(140, 40)) as (app, pilot):
        key = current(app).process_instance_key
        await until(pilot, lambda: key in text_of(app))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(app.screen, JumpLabels))
        label = listed(app)["jobs of its process instance"]
        line = next(line for line in text_of(app).splitlines() if "instance  " in line and key[:4] in line)
        assert f" {label} " in line.partition(key[:4])[2]
        await pilot.press(label)
        await until(pilot, lambda: app.current_mode == "jobs" and key in list_of(app).caption())


async def test_a_label_gives_the_keys_to_the_pane_and_escape_leaves(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(140, 40)) as (app, pilot):
        for key in ("escape", "1"):
            await pilot.press("ctrl+l", key)
            await until(pilot, lambda: not isinstance(app.screen, JumpLabels))
            assert isinstance(app.focused, RecordList)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: bool(app.screen.query(".label")))
        pane = list_of(app).query_one(Facts)
        label = next(one for one in app.screen.query(".label") if one.region.offset == pane.content_region.offset)
        await pilot.press(label.name or "")
        await until(pilot, lambda: app.focused is pane)


async def test_in_linear_mode_they_are_numbered_lines(sandbox: Any, open_session: Any) -> None:
    async with app_on(await open_session(sandbox, linear=True)) as (app, pilot):
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(app.screen, JumpLabels))
        assert not app.screen.query(".label")
        assert "list" in listed(app)
        await pilot.press(*listed(app)["jobs of its process instance"])
        await until(pilot, lambda: app.current_mode == "jobs")


async def test_fields_of_a_dialog(sandbox_session: Session) -> None:
    fields = [Field(name, name.title()) for name in ("first", "second", "third")]
    async with app_on(sandbox_session) as (app, pilot):
        app.push_screen(shown := FieldsDialog("T", fields))
        await dialog(app, pilot, FieldsDialog)
        await pilot.press("x", "ctrl+l")
        await until(pilot, lambda: len(app.screen.query(".label")) >= 3)
        third = shown.query_one("#third", Input)
        label = next(one for one in app.screen.query(".label") if one.region.y == third.region.y)
        await pilot.press(label.name or "")
        await until(pilot, lambda: app.focused is third)
        assert shown.query_one("#first", Input).value == "x"


async def test_fields_of_a_form(sandbox: Any, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee="demo", element_id="review-invoice")
    async with app_on(session, size=(100, 40)) as (app, pilot):
        await select(app, task)
        await pilot.press("x")
        await dialog(app, pilot, FormDialog)
        view = app.screen.query_one(FormView)
        await until(pilot, lambda: len(view.page.stops) > 1)
        last = [*view.page.stops][-1]
        await pilot.press("ctrl+l")
        await until(pilot, lambda: len(app.screen.query(".label")) >= len(view.page.stops))
        label = [one.name for one in app.screen.query(".label")][len(view.page.stops) - 1]
        await pilot.press(label or "")
        await until(pilot, lambda: view.page.at == last)
        await pilot.press("escape")
        await closed(app, pilot)
