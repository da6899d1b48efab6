"""The frame of every screen, and polling with manners."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from c8tui.session.session import Session
from c8tui.session.topology import Overview
from c8tui.state import State
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.polling import LONGEST_PAUSE_S
from c8tui.tui.widgets.status_line import StatusLine
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, loaded, text_of, until


async def test_an_overlapping_poll_is_dropped_not_the_running_one(
    sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, looks = asyncio.Event(), 0
    real = Session.overview

    async def slow(self: Session) -> Overview:
        nonlocal looks
        looks += 1
        await gate.wait()
        return await real(self)

    async with app_on(sandbox_session, "topology") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        await until(pilot, lambda: screen.polling._timer is not None)
        monkeypatch.setattr(Session, "overview", slow)
        screen.polling.now()
        screen.polling.now()
        await pilot.press("r")
        await until(pilot, lambda: looks)
        gate.set()
        await until(pilot, lambda: screen.polling._timer is not None)
        assert looks == 1


async def test_a_hidden_screen_rests_and_looks_at_once_when_it_is_seen_again(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, "topology") as (app, pilot):
        topology = app.screen
        assert isinstance(topology, BaseScreen)
        await until(pilot, lambda: topology.polling._timer is not None)
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "jobs")
        assert topology.polling._timer is None
        sandbox.sent.clear()
        await pilot.press("minus")
        await until(pilot, lambda: [r for r in sandbox.sent if r.url.path.endswith("/topology")])


async def test_failure_backs_off_keeps_what_there_is_and_says_how_old_it_is(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, size=(100, 30)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        await pilot.pause()  # the scrollbar comes with the paint after the first rows
        before = text_of(app).splitlines()[2:20]
        waits = []
        await sandbox.faults("unavailable")
        for _ in range(6):
            screen.polling.now()
            await until(pilot, lambda: screen.polling._timer is not None and not screen.polling._looking)
            assert screen.polling._timer is not None
            waits.append(screen.polling._timer._interval)
        assert waits == [5, 10, 20, 40, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
        top, *rest = text_of(app).splitlines()
        assert re.search(r"stale \d+ s, next try (1 m|\d+ s): \w+", top)
        assert rest[1:19] == before
        await sandbox.faults()
        await pilot.press("r")
        await until(pilot, lambda: "stale" not in text_of(app).splitlines()[0])
        assert screen.polling._failures == 0


async def test_a_protected_profile_is_red(sandbox: Sandbox, open_session: Any) -> None:
    async with app_on(await open_session(sandbox, protected=True)) as (app, _):
        assert app.screen.query_one(StatusLine).has_class("-protected")


async def test_a_screen_ticks_once(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "topology") as (app, pilot):
        await until(pilot, lambda: [timer for timer in app.screen._timers if timer._interval == 1.0])
        assert len([timer for timer in app.screen._timers if timer._interval == 1.0]) == 1


async def test_who_starts_for_the_first_time_is_told_how_and_never_again(sandbox: Sandbox, tmp_path: Path) -> None:
    state = State(tmp_path / "state.json")
    async with app_on(await sandbox.session(state=state), size=(80, 24)) as (app, pilot):
        assert "New here? j and k move" in text_of(app)
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "jobs" and loaded(app))
        assert "New here?" in text_of(app), "it stays until it was put away"
        await pilot.press("escape")
        await until(pilot, lambda: "New here?" not in text_of(app))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "inbox" and "New here?" not in text_of(app))
    async with app_on(await sandbox.session(state=State(tmp_path / "state.json"))) as (app, _):
        assert "New here?" not in text_of(app)
