"""Commands run from keys and the `:` line, say why they do not, and what became of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.widgets import Input, TextArea

from c8tui.errors import Conflict, NoAnswer, Refusal, RequestLine
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.registry import MODES, commands_of
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.notice import Notice
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


FAILURES = (
    Refusal("not you"),
    Conflict("ben was faster", status=409),
    NoAnswer("cut", request=RequestLine("POST", "/x"), outcome_known=False),
)


@pytest.mark.parametrize("error", FAILURES)
async def test_a_failure_after_a_key_is_told_and_a_key_shows_all_of_it(sandbox_session: Session, error: Any) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        screen.on_failure(error)
        await pilot.pause()
        assert error.detail in notice(app)
        assert app.screen is screen
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: isinstance(app.screen, ProblemDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert notice(app) == ""


@pytest.mark.parametrize("error", FAILURES)
@pytest.mark.parametrize("opening", [("slash",), ("colon",), ("f",), ("x",), ("i",)])
async def test_a_failure_takes_no_key_of_what_is_typed(
    sandbox: Sandbox, sandbox_session: Session, error: Any, opening: tuple[str, ...]
) -> None:
    mode = "decisions" if opening == ("i",) else "inbox"
    async with app_on(sandbox_session, mode, size=(80, 24)) as (app, pilot):
        behind = app.screen
        assert isinstance(behind, BaseScreen)
        await pilot.press(*opening)
        await until(pilot, lambda: isinstance(app.focused, Input | TextArea))
        typed_into, shown = app.focused, app.screen
        assert isinstance(typed_into, Input | TextArea)
        before = text_in(typed_into)
        await pilot.press("7")
        behind.on_failure(error)
        await pilot.press("8", "9")
        assert (app.screen, app.focused) == (shown, typed_into)
        assert text_in(typed_into).replace(before, "", 1) == "789"
        if isinstance(shown, Dialog):
            await until(pilot, lambda: f"Failed meanwhile: {error.sentence}" in text_of(app))
        assert error.detail in str(behind.query_one(Notice).text)
        await until(pilot, lambda: isinstance(shown, Dialog) or error.detail in text_of(app))


def text_in(field: Input | TextArea) -> str:
    return field.value if isinstance(field, Input) else field.text


async def test_a_failure_stays_until_it_is_read(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(80, 24)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        screen.on_failure(NoAnswer("much to say " * 50))
        await pilot.press("space", "r", "P")
        assert "! shows all" in text_of(app), "its end is seen"
        await pilot.press("escape")
        assert notice(app) == ""


async def test_a_failure_on_a_screen_that_was_left_is_told_where_somebody_looks(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        inbox = app.screen
        assert isinstance(inbox, BaseScreen)
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "jobs" and loaded(app))
        inbox.on_failure(NoAnswer("cut"))
        assert "cut" in notice(app)
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: isinstance(app.screen, ProblemDialog))


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
