"""Every dialog and every screen that opens over another is garbage once it is closed, whatever was done in it."""

from __future__ import annotations

import contextvars
import gc
import importlib
import pkgutil
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from textual._context import active_message_pump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

import c8tui.tui
from c8tui.errors import NoAnswer
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.batches import Batch
from c8tui.session.bulk import Plan
from c8tui.session.clusters import ProfileEntry
from c8tui.session.drafts import Drafts
from c8tui.session.runs import Run
from c8tui.session.session import Session
from c8tui.session.shell_jobs import ShellJob
from c8tui.tui.app import C8App
from c8tui.tui.appearance import Appearance
from c8tui.tui.commands.command import Context
from c8tui.tui.decisions.made import DecisionsMadeDialog
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.batch import BatchDialog
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
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
from c8tui.tui.terminal.app import AnyTerminal
from tests.forms.opened import NOW, field, opened
from tests.sandboxes import NO_TASKS, Sandbox, a_task
from tests.session.test_batches import MODEL
from tests.tui.apps import app_on, typed, until
from tests.tui.dialogs.test_export import Cluster as Exported
from tests.tui.dialogs.test_form import Cluster as Forms


async def submit(_: Any) -> None:
    """Nothing is sent."""


def form(_: Session, task: UserTask) -> Screen[Any]:
    return FormDialog("F", opened(field("textfield", "a", label="A")), submit, forms=cast("Any", Forms()),
                      drafts=Drafts(None), draft_name="d", now=lambda: NOW)  # fmt: skip


def reading(_: Session, task: UserTask) -> Screen[Any]:
    state = opened(field("textfield", "a", label="A"), a="x")
    return FormReadingDialog("F", "by anna", state, forms=cast("Any", Forms()), now=lambda: NOW)


def variables(_: Session, task: UserTask) -> Screen[Any]:
    return VariablesDialog("V", "{}", submit, drafts=Drafts(None), draft_name="d", original=())


FIELDS = [Field("a", "A")]
CASES: dict[type[Any], Callable[[Session, UserTask], Screen[Any]]] = {
    BatchDialog: lambda s, t: BatchDialog("d", Batch(MODEL, "d", None), print),
    BulkPreview: lambda s, t: BulkPreview(Plan(NO_TASKS, Step("claim", "demo"), (t,), ())),
    ChoiceDialog: lambda s, t: ChoiceDialog("C", [("a", "A")], "a"),
    GroupsDialog: lambda s, t: GroupsDialog("G", [("a", "A")], "a"),
    ConfirmDialog: lambda s, t: ConfirmDialog("C", "?", "Yes"),
    DecisionsMadeDialog: lambda s, t: DecisionsMadeDialog(
        "D", s.evaluations, t.process_instance_key, cast("Any", print)
    ),
    ProfileDialog: lambda s, t: ProfileDialog([ProfileEntry("dev", "http://dev.test/v2")], "dev"),
    ThemeDialog: lambda s, t: ThemeDialog(Appearance(AnyTerminal(), s)),
    FieldsDialog: lambda s, t: FieldsDialog("F", FIELDS, submit),
    KeptFieldsDialog: lambda s, t: KeptFieldsDialog("K", FIELDS, drafts=s.drafts, draft_name="k"),
    FilterDialog: lambda s, t: FilterDialog("F", FIELDS, submit),
    FormDialog: form,
    FormReadingDialog: reading,
    LogDialog: lambda s, t: LogDialog(s.log),
    HelpDialog: lambda s, t: HelpDialog("Inbox", (), Context()),
    LinesDialog: lambda s, t: LinesDialog("L", "", lambda width: []),
    ProblemDialog: lambda s, t: ProblemDialog(NoAnswer("cut")),
    OutputDialog: lambda s, t: OutputDialog(ShellJob("o", ("echo",)), s.shell_jobs.stop),
    RunLinesDialog: lambda s, t: RunLinesDialog("R", "?", ("echo first",)),
    RunDialog: lambda s, t: RunDialog(Run.of("r", NO_TASKS, Step("claim", "demo"), [t]), s.outbox),
    VariableTreeDialog: lambda s, t: VariableTreeDialog("V", s.user_tasks.variables(t.user_task_key, whole=True)),
    VariablesDialog: variables,
}


def gone(ref: weakref.ref[Any]) -> bool:
    gc.collect()
    return ref() is None


async def open_now(app: C8App, pilot: Pilot[Any]) -> weakref.ref[Screen[Any]]:
    await until(pilot, lambda: len(app.screen_stack) == 2 and app.screen.is_active)
    return weakref.ref(app.screen)


async def left(app: C8App, pilot: Pilot[Any], ref: weakref.ref[Screen[Any]]) -> None:
    """Escape closes it, and nothing holds it any more."""
    while len(app.screen_stack) > 1:
        await pilot.press("escape")
        await pilot.pause(0.01)
    await until(pilot, lambda: gone(ref))


@pytest.mark.long
async def test_every_dialog_after_the_other(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee="demo")
    async with app_on(session) as (app, pilot):

        def export(_: Session, task: UserTask) -> Screen[Any]:
            return Exported().dialog(tmp_path / "t.csv")

        for make in (*CASES.values(), export):
            app.push_screen(make(session, task))
            ref = await open_now(app, pilot)
            await typed(pilot, "a", "down", "tab", "up")
            await left(app, pilot, ref)


async def test_what_the_keys_open(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, refresh_s=1.0)
    async with app_on(session) as (app, pilot):
        for key in ("question_mark", "ctrl+p", "e", "Y", "f", "w", "s", "x", "S", "E", "p"):
            await pilot.press(key)
            await left(app, pilot, await open_now(app, pilot))


async def test_one_that_was_the_first_to_need_a_scroll_bar_of_another_screen(
    sandbox: Sandbox, open_session: Any
) -> None:
    async with app_on(await open_session(sandbox)) as (app, pilot):
        app.push_screen(ConfirmDialog("C", "?", "Yes"))
        ref = await open_now(app, pilot)
        pane = app.screen_stack[0].query_one("#pane")
        assert pane._horizontal_scrollbar is None
        contextvars.copy_context().run(scroll_bar_drawn, app.screen, pane)
        await left(app, pilot, ref)


def scroll_bar_drawn(by: Screen[Any], of: Widget) -> None:
    """Textual draws a screen below in the context of the one that is seen."""
    active_message_pump.set(by)
    assert of.horizontal_scrollbar is not None


async def test_nothing_is_frozen_once_a_dialog_may_be_open(
    sandbox: Sandbox, open_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    app: C8App

    def freeze() -> None:
        seen.append(type(app.screen).__name__)

    monkeypatch.setattr("c8tui.tui.app.gc.freeze", freeze)
    session = await open_session(sandbox)

    async def opened() -> Session:
        return cast("Session", session)

    app = C8App(opened, screen="inbox")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "inbox" and not list(app.workers))
    assert seen == ["StartScreen"]


def kinds_of_dialogs() -> set[str]:
    """The names of all dialogs of c8tui that are opened, wherever they are defined."""
    for module in pkgutil.walk_packages(c8tui.tui.__path__, "c8tui.tui."):
        importlib.import_module(module.name)
    kinds = set[str]()
    left: list[type[Any]] = [Dialog]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("c8tui."):
            kinds.add(kind.__name__)
    return kinds - {"Dialog", "DraftDialog"}


def test_every_dialog_is_tried() -> None:
    assert kinds_of_dialogs() - {"ExportDialog"} == {kind.__name__ for kind in CASES}
