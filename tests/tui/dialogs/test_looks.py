"""The looks that dialogs share: what is always in sight on 80x24, and fields that are seen without a colour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input

from c8tui.errors import Conflict
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.bulk import Plan
from c8tui.session.session import Session
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.decisions.made import DecisionsMadeDialog
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.batch import BatchDialog
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.export import ExportDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.dialogs.form_reading import FormReadingDialog
from c8tui.tui.dialogs.groups import GroupsDialog
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.dialogs.profile import ProfileDialog
from c8tui.tui.dialogs.request_log import LogDialog
from c8tui.tui.dialogs.run import RunDialog
from c8tui.tui.dialogs.shell import OutputDialog, RunLinesDialog
from c8tui.tui.dialogs.theme import ThemeDialog
from c8tui.tui.dialogs.variable_tree import VariableTreeDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.fields import Field
from c8tui.tui.registry import commands_of
from c8tui.tui.terminal.colourless import without_colour
from tests.sandboxes import NO_TASKS, Sandbox, a_task
from tests.tui.apps import app_on, dialog_on, text_of, until
from tests.tui.dialogs.test_collected import CASES, kinds_of_dialogs
from tests.tui.dialogs.test_export import Cluster as Exported

LONG = "much to say about it " * 200
TASK = UserTask(user_task_key="1", name="first", assignee="ben")
MANY = [Field(f"f{n}", "first" if not n else f"Label {n}", hint="a hint") for n in range(30)]
MAKE: dict[str, Callable[[], Screen[Any]]] = {
    "fields": lambda: FieldsDialog("Title", [Field("a", "first")]),
    "many fields": lambda: FieldsDialog("Title", MANY, about=LONG[:60]),
    "filter": lambda: FilterDialog("Title", MANY),
    "question": lambda: ConfirmDialog("Title", "first", "Go"),
    "long question": lambda: ConfirmDialog("Title", f"first {LONG}", "Go", require="prod"),
    "groups": lambda: GroupsDialog("Groups", [("a", f"{40:>7}  error    first {LONG[:50]}")], "a", LONG[:300]),
    "choice": lambda: ChoiceDialog("Title", [("a", "first")], "a"),
    "long choice": lambda: ChoiceDialog("Title", [(str(n), f"first {n}") for n in range(99)], "0", LONG[:600]),
    "problem": lambda: ProblemDialog(Conflict(f"first {LONG}", title="Title")),
    "preview": lambda: BulkPreview(Plan(NO_TASKS, Step("claim", "demo"), (TASK,), ((TASK, LONG),) * 20), require="x"),
}


ROOMY = {
    FormDialog,
    FormReadingDialog,
    VariablesDialog,
    VariableTreeDialog,
    LinesDialog,
    HelpDialog,
    ThemeDialog,
    LogDialog,
}
"""Those that take what room there is: what they hold comes later, grows while one types, or is narrowed."""
FIRST: dict[type[Any], str] = {
    BatchDialog: "Inputs", BulkPreview: "Review invoice", ChoiceDialog: "A", GroupsDialog: "A", ConfirmDialog: "?",
    DecisionsMadeDialog: "None", ExportDialog: "All open", FieldsDialog: "A", FilterDialog: "A",
    KeptFieldsDialog: "A",
    FormDialog: "A", FormReadingDialog: "A",
    HelpDialog: "claim", LinesDialog: "first", LogDialog: "/topology", ProblemDialog: "error", RunDialog: "Sent in",
    OutputDialog: "still runs", RunLinesDialog: "echo first",
    ProfileDialog: "dev",
    ThemeDialog: "dark",
    VariableTreeDialog: "amount",
    VariablesDialog: "{",
}  # fmt: skip
"""What has to be in sight when it opens."""


@pytest.mark.parametrize("kind", FIRST)
async def test_it_opens_with_its_first_label_and_as_high_as_what_it_holds(
    kind: type[Any], sandbox: Sandbox, open_session: Any, tmp_path: Path
) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee="demo", element_id="review-invoice")
    made: dict[type[Any], Callable[[Session, UserTask], Screen[Any]]] = {
        **CASES,
        ExportDialog: lambda s, t: Exported().dialog(tmp_path / "t.csv"),
        HelpDialog: lambda s, t: HelpDialog("Inbox", commands_of("inbox"), TaskContext(task=t)),
        LinesDialog: lambda s, t: LinesDialog("L", "", lambda width: [(("first", ""),)]),
    }
    async with app_on(session, size=(80, 24)) as (app, pilot):
        app.push_screen(made[kind](session, task))
        await until(pilot, lambda: isinstance(app.screen, kind) and app.focused is not None)
        frame, keys = app.screen.query_one("#frame"), app.screen.query_one("#keys")
        await until(pilot, lambda: FIRST[kind] in inside(app, frame))
        assert "esc " in inside(app, keys)
        above = [child for child in frame.children if child is not keys and child.display and child.size.height]
        assert not frame.show_vertical_scrollbar
        assert all(child.region.bottom <= keys.region.y for child in above)
        if kind not in ROOMY:
            assert keys.region.y - max(child.region.bottom for child in above) <= 1, "no line is empty"
            assert not any(child.show_vertical_scrollbar for child in app.screen.query("*"))


def inside(app: Any, widget: Widget) -> str:
    """What is seen in the place of a widget."""
    region = widget.region
    lines = text_of(app).split("\n")[region.y : region.bottom]
    return "\n".join(line[region.x : region.right] for line in lines)


def test_every_dialog_is_looked_at() -> None:
    assert {kind.__name__ for kind in FIRST} == kinds_of_dialogs()


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
