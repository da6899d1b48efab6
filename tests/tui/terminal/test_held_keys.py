"""What is typed while a slow cluster keeps something from opening goes there once it is open, and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from c8tui.model.user_tasks import Changeset
from c8tui.session.session import Session
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.dialogs.variable_tree import VariableTreeDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.tasks.stream import StreamScreen
from c8tui.tui.terminal.key_queue import KeyQueue, hold_keys
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, burst, current, list_of, notice, select, text_of, until


class Gate:
    """Keeps every answer of a cluster back until it is opened."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._open, self._sandbox = asyncio.Event(), sandbox
        sandbox.meddle = self._wait

    async def _wait(self, _: httpx.Request) -> None:
        await self._open.wait()

    def open(self) -> None:
        self._sandbox.meddle = None
        self._open.set()


class Noting(KeyQueue[None]):
    BINDINGS = [("a", "note('a')"), ("b", "note('b')")]

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static()

    def action_note(self, what: str) -> None:
        self.noted.append(what)


async def test_keys_wait_for_the_last_of_several_holds() -> None:
    app = Noting()
    async with app.run_test() as pilot:
        first, second = (hold_keys(app, lambda: None) for _ in range(2))
        burst(app, "a", "b")
        await pilot.pause()
        first.release()
        first.release()
        await pilot.pause()
        assert app.noted == []
        second.release()
        await until(pilot, lambda: app.noted == ["a", "b"] and app.all_typed)


async def test_keys_for_what_did_not_open_are_dropped() -> None:
    app = Noting()
    async with app.run_test() as pilot:
        hold = hold_keys(app, lambda: None)
        burst(app, "a")
        await pilot.pause()
        hold.release(drop=True)
        burst(app, "b")
        await until(pilot, lambda: app.noted == ["b"] and app.all_typed)


async def test_escape_never_waits() -> None:
    app, given_up = Noting(), list[str]()
    async with app.run_test() as pilot:
        hold_keys(app, lambda: given_up.append("given up"))
        burst(app, "a", "escape", "b")
        await until(pilot, lambda: app.noted == ["b"] and app.all_typed)
        assert given_up == ["given up"]


TEXT = "acdqxC"
"""What is typed: letters that are commands on every screen."""


async def slowly(app: Any, pilot: Any, sandbox: Sandbox, key: str, typed: str, there: Callable[[], object]) -> None:
    """Press a key and type on while the cluster does not answer; then it does, and what was wanted is there."""
    gate = Gate(sandbox)
    burst(app, key, *typed)
    await pilot.pause(0.05)
    gate.open()
    await until(pilot, there)
    await until(pilot, lambda: app.all_typed)


async def test_each_field_of_a_form_gets_what_was_typed_for_it(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo", element_id="review-invoice")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        gate = Gate(sandbox)
        burst(app, "x", "home", "shift+end", *TEXT, "tab", "home", "shift+end", *"125", "tab")
        await pilot.pause(0.05)
        gate.open()
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.all_typed)
        form = app.screen
        assert isinstance(form, FormDialog)
        data = form.panel.state.submit()[0]
        assert (data["supplier"], data["amount"]) == (TEXT, 125)
        assert sandbox.commands_sent() == []
        assert current(app).user_task_key == task.user_task_key


async def test_a_key_behind_a_form_leads_on_from_it(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo", element_id="review-invoice")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        gate = Gate(sandbox)
        burst(app, "x", *TEXT, "ctrl+e")
        await pilot.pause(0.05)
        gate.open()
        await until(pilot, lambda: isinstance(app.screen, FormDialog | VariablesDialog))
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog) and app.all_typed)
        assert sandbox.commands_sent() == []
        assert current(app).user_task_key == task.user_task_key


async def test_the_editor_of_variables_gets_what_was_typed_for_it(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee="demo", form_key=None)
    async with app_on(session) as (app, pilot):
        await select(app, task)
        await slowly(app, pilot, sandbox, "x", TEXT, lambda: isinstance(app.screen, VariablesDialog))
        await until(pilot, lambda: app.screen.query_one(TextArea).text.startswith(TEXT))
        assert sandbox.commands_sent() == []


async def test_the_filter_gets_what_was_typed_for_it(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await slowly(app, pilot, sandbox, "f", TEXT, lambda: isinstance(app.screen, FilterDialog))
        assert TEXT in text_of(app)


async def test_the_variables_of_a_task_are_searched_when_they_are_there(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    task = await a_task(sandbox_session, assignee="demo", element_id="review-invoice")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        gate = Gate(sandbox)
        burst(app, "e", "slash", *"invoice", "enter")
        await pilot.pause(0.05)
        gate.open()
        await until(pilot, lambda: isinstance(app.screen, VariableTreeDialog) and "/ invoice" in text_of(app))
        await until(pilot, lambda: app.all_typed)


async def test_a_decision_is_tried_with_what_was_typed_before_it_was_there(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        list_of(app).search.search_for("dish")
        await until(pilot, lambda: list_of(app).current is not None)
        gate = Gate(sandbox)
        burst(app, "i", "2", "5", "tab", "1")
        await pilot.pause(0.05)
        gate.open()
        await until(pilot, lambda: isinstance(app.screen, DecisionScreen) and app.screen.view.state is not None)
        screen = app.screen
        assert isinstance(screen, DecisionScreen)
        await until(pilot, lambda: screen.view.what_if.variables.get("temperature") == 25 and app.all_typed)


async def test_a_stream_answers_the_task_that_it_begins_with(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo", form_key=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        gate = Gate(sandbox)
        burst(app, "S", "x", *TEXT)
        await pilot.pause(0.05)
        gate.open()
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog) and app.all_typed)
        assert isinstance(app.screen_stack[-2], StreamScreen)
        assert app.screen.query_one(TextArea).text.startswith(TEXT)


async def test_escape_gives_up_what_is_being_opened(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        gate = Gate(sandbox)
        burst(app, "x", *TEXT, "escape")
        await until(pilot, lambda: app.all_typed)
        gate.open()
        await until(pilot, lambda: not list_of(app).flow.busy)
        assert app.screen is list_of(app)
        assert (notice(app), sandbox.commands_sent()) == ("", [])


async def test_what_was_typed_for_a_form_answers_no_question(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee="demo")
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        other = await sandbox.session("anna")
        await other.user_tasks.update(task, Changeset(priority=91))
        await other.close()
        gate = Gate(sandbox)
        burst(app, "x", *"yes")
        await pilot.pause(0.05)
        gate.open()
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and app.all_typed)
