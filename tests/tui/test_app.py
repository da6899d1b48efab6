"""The app: opening, leaving, and a crash that gives no secret away."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from textual.widgets import Input
from textual.worker import WorkerFailed

from c8tui.crash import report_of
from c8tui.errors import Unreachable
from c8tui.session.session import Session
from c8tui.session.topology import judge
from c8tui.state import State
from c8tui.tui.app import C8App
from c8tui.tui.terminal.line_guard import ControlGuard
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, text_of, until

ROOT = Path(__file__).parent.parent.parent
TERMINAL = {"TERM": "xterm-256color", "COLUMNS": "200", "LINES": "50", "NO_COLOR": "1"}
OAUTH: dict[str, Any] = {
    "auth": "oauth", "client_id": "c8tui", "client_secret": "c8tui-secret",
    "oauth_url": "http://sandbox.test/oauth/token",
}  # fmt: skip


async def test_a_failure_to_open_is_what_run_returns() -> None:
    failure = Unreachable("nothing listens there")

    async def refused() -> Session:
        raise failure

    app = C8App(refused)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_value is failure)
    assert app._exit_renderables == []


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
        await enter(pilot, "colon", "theme gruvbox")
        await until(pilot, lambda: app.theme == "gruvbox")
        assert state.theme == "gruvbox"


async def test_the_top_line_names_cluster_version_health_and_manners(sandbox: Sandbox) -> None:
    session = await sandbox.session(read_only=True, profile="prod")
    async with app_on(session, "topology") as (app, pilot):
        await pilot.resize_terminal(160, 30)
        await until(pilot, lambda: "prod 8.9.2 3/3 brokers healthy read-only" in text_of(app).splitlines()[0])


async def test_the_top_line_names_the_tenant_of_the_profile(sandbox: Sandbox) -> None:
    session = await sandbox.session(tenant_id="blue", profile="prod")
    async with app_on(session, "topology") as (app, pilot):
        await until(pilot, lambda: "prod healthy tenant blue" in text_of(app).splitlines()[0])


async def test_the_session_is_closed_when_the_app_has_left(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    async with app_on(session, "topology"):
        pass
    assert session._connection.wire._client.is_closed


async def test_the_token_is_kept_alive_no_longer_than_the_app() -> None:
    session = await Sandbox(auth="oauth").session(**OAUTH)
    async with app_on(session, "topology"):
        [keeper] = session._tasks
        assert not keeper.done()
    assert keeper.cancelled()
    assert [task for task in asyncio.all_tasks() if task.get_name() == "token keep-alive"] == []


async def test_the_health_is_looked_at_from_any_screen_and_a_look_that_fails_disturbs_nobody(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), size=(120, 30)) as (app, pilot):
        await sandbox.faults("broker-down=2")
        app._look_at_health()
        await until(pilot, lambda: "2/3 brokers" in judge(app.session.topology).line)
        await sandbox.faults("500@*topology")
        sandbox.sent.clear()
        app._look_at_health()
        await until(pilot, lambda: sandbox.sent)
        await app.screen.workers.wait_for_complete()
        assert "2/3 brokers" in judge(app.session.topology).line
        assert "stale" not in text_of(app).splitlines()[0]


async def test_going_back_without_anywhere_to_go_back_to_stays(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology") as (app, pilot):
        await pilot.press("minus")
        await app.workers.wait_for_complete()
        assert app.current_mode == "topology"


async def test_text_that_cannot_be_encoded_is_copied_all_the_same(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology") as (app, pilot):
        app.copy_to_clipboard("key \ud800 1")
        await until(pilot, lambda: app.clipboard == "key ? 1")


def test_the_guard_stands_behind_every_widget() -> None:
    async def never() -> Session:
        raise AssertionError

    assert any(isinstance(filter_, ControlGuard) for filter_ in C8App(never).get_line_filters())


@pytest.mark.parametrize(("options", "settings", "secrets"), [
    ({"auth": "oauth"}, OAUTH, ["c8tui-secret"]),
    ({}, {"auth": "basic", "username": "demo", "password": "demo-of-course"}, ["demo-of-course"]),
    ({}, {"auth": "bearer", "token": "eyJ-a-token"}, ["eyJ-a-token"]),
])  # fmt: skip
async def test_a_crash_shows_no_secret_and_no_token(
    monkeypatch: pytest.MonkeyPatch, options: Any, settings: Any, secrets: list[str]
) -> None:
    """Nothing is printed by the app, and the report holds lines of code only."""
    session = await Sandbox(**options).session(**settings)
    if (tokens := session._connection.tokens) is not None:
        secrets = [*secrets, await tokens.token()]

    async def crash(self: Session) -> Any:
        me, settings, connection, wire = self, self.settings, self._connection, self._connection.wire
        client, source = wire._client, connection.tokens
        auth, cache = client._auth, source
        raise ZeroDivisionError(me, settings, client, auth, cache)

    monkeypatch.setattr(Session, "overview", crash)

    async def opened() -> Session:
        return session

    app = C8App(opened, screen="topology")
    printed = io.StringIO()
    app.error_console = Console(file=printed, width=200)  # what is printed behind the alternate screen, kept instead
    with pytest.raises(WorkerFailed):
        async with app.run_test() as pilot:
            await until(pilot, lambda: app._exception)
    assert printed.getvalue() == ""
    assert isinstance(app._exception, WorkerFailed)
    text = report_of(app._exception.error)  # as `run()` raises it
    assert "ZeroDivisionError" in text
    for secret in secrets:
        assert bare(secret) not in bare(text)


CRASHING = """
import asyncio, sys
from c8tui.session.session import Session
from c8tui.session.topology import judge
from c8tui.tui.app import C8App
from tests.sandboxes import Sandbox

async def crash(self):
    me, settings, connection = self, self.settings, self._connection
    token = await connection.tokens.token()
    print(token, file=open(sys.argv[1], "w"))
    del token
    raise ZeroDivisionError(me, settings, connection)

Session.overview = crash
app = C8App(lambda: Sandbox(auth="oauth").session(
    auth="oauth", client_id="c8tui", client_secret="c8tui-secret", oauth_url="http://sandbox.test/oauth/token"
), screen="topology")
app.run()
sys.exit(app.return_code)
"""


def test_a_crash_on_a_real_terminal_gives_the_screen_back_and_no_secret_away(tmp_path: Path) -> None:
    """The whole program in a process of its own; what it writes is read from the other end of its terminal."""
    told = tmp_path / "token"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", CRASHING, str(told)]
    child = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env={**os.environ, **TERMINAL}
    )
    os.close(theirs)
    written = b"".join(iter(lambda: read_terminal(ours), b"")).decode("utf-8", "replace")
    os.close(ours)
    assert child.wait(timeout=10) == 1
    token = told.read_text().strip()
    assert len(token) > 10
    *_, after = written.rpartition("\x1b[?1049l")
    assert "ZeroDivisionError" in after
    assert "locals" in after
    assert bare("c8tui-secret") not in bare(written)
    assert bare(token) not in bare(written)


def bare(text: str) -> str:
    """Letters and digits alone, so that no line break or frame hides a secret."""
    return "".join(filter(str.isalnum, text))


def read_terminal(end: int) -> bytes:
    """What the program has written, or nothing when it has gone."""
    try:
        return os.read(end, 65_536)
    except OSError:
        return b""


async def test_poor_terminals_get_their_own_colours_or_none(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    session = await sandbox.session()
    async with app_on(session) as (app, _):
        assert app.current_theme.ansi
        assert session._state.theme is None  # that was not picked by anybody
        filters = [type(line_filter).__name__ for line_filter in app.get_line_filters()]
        assert (filters[0], filters[-1]) == ("Colourless", "ControlGuard")


async def test_a_line_longer_than_its_field_is_seen_and_no_scrollbar_instead(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(80, 24)) as (app, pilot):
        await pilot.press("slash")
        field = app.screen.query_one("#prompt-input", Input)
        field.insert_text_at_cursor("x" * 300)
        assert field.styles.scrollbar_size_horizontal == 0
        await until(pilot, lambda: "x" * 70 in text_of(app))
