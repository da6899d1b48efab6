"""The looks that dialogs share: what is always in sight on 80x24, and fields that are seen without a colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.style import Style
from textual.screen import Screen
from textual.widgets import Button, Input

from c8tui.errors import Conflict
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.bulk import Plan
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.fields import Field
from c8tui.tui.terminal.colourless import without_colour
from tests.tui.apps import dialog_on, text_of

LONG = "much to say about it " * 200
TASK = UserTask(user_task_key="1", name="first", assignee="ben")
MANY = [Field(f"f{n}", "first" if not n else f"Label {n}", hint="a hint") for n in range(30)]
MAKE: dict[str, Callable[[], Screen[Any]]] = {
    "fields": lambda: FieldsDialog("Title", [Field("a", "first")]),
    "many fields": lambda: FieldsDialog("Title", MANY, about=LONG[:60]),
    "filter": lambda: FilterDialog("Title", MANY),
    "question": lambda: ConfirmDialog("Title", "first", "Go"),
    "long question": lambda: ConfirmDialog("Title", f"first {LONG}", "Go", require="prod"),
    "choice": lambda: ChoiceDialog("Title", [("a", "first")], "a"),
    "long choice": lambda: ChoiceDialog("Title", [(str(n), f"first {n}") for n in range(99)], "0", LONG[:600]),
    "problem": lambda: ProblemDialog(Conflict(f"first {LONG}", title="Title")),
    "preview": lambda: BulkPreview(Plan(Step("claim", "demo"), (TASK,), ((TASK, LONG),) * 20), require="x"),
}


@pytest.mark.parametrize("failed", [False, True])
@pytest.mark.parametrize("name", MAKE)
async def test_title_first_words_and_keys_are_in_sight(name: str, failed: bool) -> None:
    async with dialog_on(dialog := MAKE[name]()) as (app, pilot):
        assert isinstance(dialog, Dialog)
        if failed:
            dialog.tell_failure(LONG)
        await pilot.pause()
        lines = text_of(app).splitlines()
        assert "─" in next(line for line in lines if "╭" in line)
        assert failed or any("first" in line for line in lines)
        assert any(dialog.keys_text().split("   ")[0] in line for line in lines)
        assert any("╰" in line for line in lines)


async def test_a_field_is_seen_without_a_colour() -> None:
    async with dialog_on(FieldsDialog("Set", [Field("a", "A"), Field("b", "B")])) as (app, pilot):
        await pilot.pause()
        one, other = app.screen.query(Input)
        assert one.has_focus
        for field in (one, other):
            style: Style = without_colour(field.rich_style)
            assert style.underline
        assert str(one.styles.border_left[0]) == "thick"
        assert str(other.styles.border_left[0]) == "blank"


async def test_what_is_not_focused_has_no_ground_of_its_own() -> None:
    async with dialog_on(ConfirmDialog("Stop?", "It ends", "Stop", require="prod")) as (app, pilot):
        await pilot.pause()
        surface = app.screen.query_one("#frame").styles.background
        assert {button.styles.background for button in app.screen.query(Button)} == {surface}
        app.screen.query_one("#no").focus()
        await pilot.pause()
        assert app.screen.query_one("#no").styles.background != surface


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_a_letter_leaves_where_nothing_is_typed(key: str) -> None:
    async with dialog_on(ChoiceDialog("Sort", [("a", "A")], "a")) as (app, pilot):
        await pilot.press(key)
    assert app.results == [None]


async def test_a_letter_is_typed_into_a_field() -> None:
    async with dialog_on(FieldsDialog("Set", [Field("a", "A")])) as (app, pilot):
        await pilot.press("q")
        assert app.screen.query_one(Input).value == "q"
        assert app.results == []
