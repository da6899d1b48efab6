"""Locks that an earlier c8tui left behind are asked about once, on whichever screen comes first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui.dialogs.choice import ChoiceDialog
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, list_of, loaded, notice, text_of, until

TYPE = "payment-service"


async def crashed(sandbox: Sandbox, state: State, count: int = 2) -> list[str]:
    """The keys of jobs that a c8tui held when it was killed: the system has closed its file."""
    dead = await sandbox.session(state=state)
    found = await dead.jobs.activate(TYPE, count=count, lock_ms=300_000, wait_ms=0)
    file, dead.jobs.held._file = dead.jobs.held._file, None
    assert file is not None
    os.close(file)
    dead.jobs.held._jobs.clear()
    await dead.close()
    sandbox.sent.clear()
    return [job.job_key for job in found]


@pytest.fixture
def state(tmp_path: Path) -> State:
    one = State(tmp_path / "state.json")
    one.remember_hint_seen()
    return one


@pytest.mark.parametrize(("screen", "choice", "released"), [
    ("inbox", "release", 2), ("jobs", "keep", 0), ("topology", "forget", 0), ("decisions", "escape", 0),
])  # fmt: skip
async def test_they_are_given_back_kept_or_forgotten(
    sandbox: Sandbox, open_session: Any, state: State, screen: str, choice: str, released: int
) -> None:
    keys = await crashed(sandbox, state)
    session: Session = await open_session(sandbox, state=state)
    async with app_on(session, screen) as (app, pilot):
        asked = await dialog(app, pilot, ChoiceDialog)
        assert asked.title_text() == "Jobs are still locked by you"
        assert "Give them back (no retry is lost)" in text_of(app)
        assert sandbox.commands_sent() == []
        keys_of = {"keep": (), "release": ("down",), "forget": ("down", "down")}
        await pilot.press(*((*keys_of[choice], "enter") if choice in keys_of else ("escape",)))
        if choice == "keep":
            await until(pilot, lambda: app.current_mode == "jobs" and loaded(app) and list_of(app).listed.count == 2)
            assert {job.job_key for job in list_of(app).listed.loaded()} == {*keys}
            assert all(list_of(app).flag(job) == "@" for job in list_of(app).listed.loaded())
        elif choice == "release":
            await until(pilot, lambda: "Gave back 2 jobs; no retry is lost" in notice(app))
        else:
            await until(pilot, lambda: not isinstance(app.screen, ChoiceDialog))
        assert len([line for line in sandbox.commands_sent() if line.startswith("PATCH")]) == released
        assert {*session.jobs.held} == ({*keys} if choice in ("keep", "escape") else set())
    folder = session.outbox.journal.folder
    assert folder is not None
    files = [*folder.glob("*.locks")]
    assert len(files) == (1 if choice in ("keep", "escape") else 0)


async def test_what_ran_out_meanwhile_is_just_said(sandbox: Sandbox, open_session: Any, state: State) -> None:
    await crashed(sandbox, state, 1)
    await sandbox.clock.sleep(400)
    async with app_on(await open_session(sandbox, state=state), "topology") as (app, pilot):
        await until(pilot, lambda: f"1 job that you held when c8tui ended ({TYPE}) ran out" in notice(app))
        assert not isinstance(app.screen, ChoiceDialog)
    assert sandbox.commands_sent() == []


async def test_a_second_c8tui_is_not_asked_about_what_the_first_one_holds(
    sandbox: Sandbox, open_session: Any, state: State
) -> None:
    first = await open_session(sandbox, state=state)
    await first.jobs.activate(TYPE, count=1, lock_ms=300_000, wait_ms=0)
    async with app_on(await open_session(sandbox, state=state), "jobs") as (app, pilot):
        await until(pilot, lambda: loaded(app))
        assert not isinstance(app.screen, ChoiceDialog)
        assert app.session.jobs.held == {}
