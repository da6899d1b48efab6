"""Commands run from keys and the `:` line, say why they do not, and what became of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.widgets import Input

from c8tui.errors import Conflict, NoAnswer, Refusal, RequestLine
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.registry import MODES, commands_of
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.status_line import StatusLine
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, burst, enter, list_of, loaded, notice, select, text_of, until


@pytest.mark.parametrize("mode", [spec.id for spec in MODES])
async def test_every_command_of_a_screen_has_what_does_it_and_its_keys(mode: str, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, screen=mode) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        await until(pilot, lambda: screen.parts)
        bound = {(key, binding.action) for key, binding in screen._bindings}
        for command in commands_of(mode):
            assert command.goes or callable(screen.handler(command)), command.id
            assert {(key, f"do('{command.id}')") for key in command.keys} <= bound


async def test_a_disabled_command_says_why(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, read_only=True)
    async with app_on(session) as (app, pilot):
        await pilot.press("c")
        assert notice(app) == "claim: this profile is read-only"
        await pilot.press("exclamation_mark")
        assert notice(app) == "problem: nothing has failed"
        assert sandbox.commands_sent() == []


@pytest.mark.parametrize(("error", "dialog"), [
    (Refusal("not you"), False),
    (Conflict("ben was faster", status=409), False),
    (NoAnswer("cut", request=RequestLine("POST", "/x"), outcome_known=False), True),
])  # fmt: skip
async def test_a_failure_after_a_key_is_told_and_opens_whole_unless_the_sentence_says_it_all(
    sandbox_session: Session, error: Any, dialog: bool
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        screen.on_failure(error)
        await pilot.pause()
        assert error.detail in notice(app)
        assert isinstance(app.screen, ProblemDialog) is dialog
        if not dialog:
            await pilot.press("exclamation_mark")
            await until(pilot, lambda: isinstance(app.screen, ProblemDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_the_line_goes_runs_and_says_what_it_does_not_know(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "jbos")
        await until(pilot, lambda: "Did you mean jobs?" in notice(app))
        await enter(pilot, "colon", "jobs pay*")
        await until(pilot, lambda: app.current_mode == "jobs" and "type = pay*" in text_of(app))
        await enter(pilot, "colon", "help")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))


async def test_leaving_while_a_command_is_on_its_way_asks_first(sandbox: Sandbox, sandbox_session: Session) -> None:
    gate = asyncio.Event()

    async def hold(request: httpx.Request) -> None:
        if request.url.path.endswith("/assignment"):
            await gate.wait()

    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "in unassigned")
        await until(pilot, lambda: "Unassigned" in text_of(app) and list_of(app).current is not None)
        sandbox.meddle = hold
        await pilot.press("c")
        await until(pilot, sandbox.commands_sent)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and app.focused)
        assert "A command is on its way" in text_of(app)
        await pilot.press("n")
        await until(pilot, lambda: not isinstance(app.screen, ConfirmDialog))
        gate.set()
        await until(pilot, lambda: "Claimed" in notice(app))
        await pilot.press("q")
        await until(pilot, lambda: app._exit)


async def test_the_first_line_and_the_key_bar_are_clicked_on(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(120, 30)) as (app, pilot):
        first = text_of(app).splitlines()[0]
        await pilot.click(StatusLine, offset=(first.index("Jobs"), 0))
        await until(pilot, lambda: app.current_mode == "jobs" and loaded(app))
        keys = text_of(app).splitlines()[-1]
        await pilot.click(KeyBar, offset=(keys.index("? keys"), 0))
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))
        await pilot.press("escape")
        await pilot.press("8")
        await until(pilot, lambda: notice(app).startswith("There are 1 Inbox, 2 Decisions, 3 Topology, 4 Jobs"))


async def test_what_was_entered_on_the_line_is_offered_again(sandbox: Sandbox, tmp_path: Path) -> None:
    state = State(tmp_path / "state.json")
    async with app_on(await sandbox.session(state=state)) as (app, pilot):
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: loaded(app))
        await enter(pilot, "colon", "in completed")
        await until(pilot, lambda: loaded(app))
        await pilot.press("colon", "up", "up")
        assert app.screen.query_one("#prompt-input", Input).value == "in mine"
    assert State(tmp_path / "state.json").lines == ("in mine", "in completed")


async def test_names_of_what_is_listed_complete_the_line(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("colon", *"job pay", "tab")
        assert app.screen.query_one("#prompt-input", Input).value == "job payment-service"


async def test_keys_behind_one_that_opens_nothing_are_no_commands(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, await a_task(sandbox_session, assignee="ben"))
        burst(app, "x", "1", "c", "a", "b")
        await until(pilot, lambda: app.all_typed)
        assert "take over with t first" in notice(app)
        assert app.screen is app.screen_stack[0]
        assert app.current_mode == "inbox"
        assert sandbox.commands_sent() == []
