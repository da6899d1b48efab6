"""The app: opening, leaving, and a crash that gives no secret away."""

from __future__ import annotations

import asyncio
import gc
import io
from typing import Any

import pytest
from rich.console import Console
from textual.worker import WorkerFailed

from c8tui.errors import Unreachable
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui.app import C8App
from c8tui.tui.guard import ControlGuard
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, text_of, until


async def test_a_failure_to_open_is_what_run_returns() -> None:
    failure = Unreachable("nothing listens there")

    async def refused() -> Session:
        raise failure

    app = C8App(refused)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_value is failure)


async def test_something_is_seen_before_the_cluster_has_answered_and_one_can_leave() -> None:
    async def never() -> Session:
        await asyncio.Event().wait()
        raise AssertionError

    app = C8App(never)
    async with app.run_test() as pilot:
        assert "connecting" in text_of(app)
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running or app._exit)


async def test_the_collector_runs_again_after_the_first_frame(sandbox_session: Session) -> None:
    gc.disable()
    try:
        async with app_on(sandbox_session, "topology"):
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


async def test_modes_are_gone_to_and_back_from_and_the_last_one_is_remembered(sandbox: Sandbox) -> None:
    state = State()
    session = await sandbox.session(state=state)
    async with app_on(session) as (app, pilot):
        for key, mode in (("2", "decisions"), ("3", "topology"), ("4", "jobs"), ("minus", "topology"), ("1", "inbox")):
            await pilot.press(key)
            await until(pilot, lambda mode=mode: app.current_mode == mode and app.screen.query("StatusLine"))  # type: ignore[misc]
            assert state.screen == mode


async def test_a_theme_is_remembered_when_it_was_picked_and_only_then(sandbox: Sandbox) -> None:
    state = State()
    session = await sandbox.session(state=state, theme="nord")
    async with app_on(session, "topology") as (app, pilot):
        assert app.theme == "nord"
        assert state.theme is None
        app.theme = "gruvbox"
        await pilot.pause()
        assert state.theme == "gruvbox"


async def test_the_top_line_names_cluster_version_health_and_manners(sandbox: Sandbox) -> None:
    session = await sandbox.session(read_only=True, profile="prod")
    async with app_on(session, "topology") as (app, _):
        assert app.headline() == "prod  8.9.2  3/3 brokers healthy  read-only"


async def test_the_session_is_closed_when_the_app_has_left(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    async with app_on(session, "topology"):
        pass
    assert session._connection.wire._client.is_closed


def test_the_guard_stands_behind_every_widget() -> None:
    async def never() -> Session:
        raise AssertionError

    assert any(isinstance(filter_, ControlGuard) for filter_ in C8App(never).get_line_filters())


async def test_a_crash_shows_no_secret_and_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual prints a traceback with all local variables: everything in reach of a frame must hide what it holds."""
    sandbox = Sandbox(auth="oauth")
    session = await sandbox.session(
        auth="oauth", client_id="c8tui", client_secret="c8tui-secret", oauth_url="http://sandbox.test/oauth/token"
    )
    tokens = session._connection.tokens
    assert tokens is not None
    token = await tokens.token()

    async def crash(self: Session) -> Any:
        me, settings, connection, wire = self, self.settings, self._connection, self._connection.wire
        client, source = wire._client, connection.tokens
        assert source is not None
        request = client.build_request("GET", "/topology", headers={"Authorization": f"Bearer {await source.token()}"})
        raise ZeroDivisionError(me, settings, client, request)

    monkeypatch.setattr(Session, "overview", crash)
    monkeypatch.setattr(Session, "overview", crash)

    async def opened() -> Session:
        return session

    app = C8App(opened, screen="topology")
    printed = io.StringIO()
    # What Textual prints after it has left the alternate screen, kept instead.
    app.error_console = Console(file=printed, width=200)
    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        async with app.run_test() as pilot:
            await until(pilot, lambda: app._exit)
    text = printed.getvalue()
    assert "ZeroDivisionError" in text
    assert "locals" in text
    for secret in ("c8tui-secret", token):
        assert secret not in text
