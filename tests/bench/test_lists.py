"""How many bytes the inbox sends over the line; exact, so that a test may say it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from c8tui.session.session import Session
from c8tui.tui.app import C8App
from tests.bench.keys import held
from tests.bench.recorder import Recorder, recorded, until
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.tui.apps import list_of, loaded

KEYS = 300
A_MOVE, A_KEY, A_FRAME = 1_050, 2_000, 12_000
"""Bytes; of a move two lines, and the key bar, whose keys, words and count have a colour each."""


@pytest.fixture
async def inbox(open_session: OpenSession, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[C8App, Recorder]]:
    """The inbox of 1,500 tasks at 120x40, at rest; it paints at once instead of sixty times a second."""
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.0005)
    session = await open_session(Sandbox(tasks=1_500))

    async def opened() -> Session:
        return session

    app = C8App(opened)
    async with recorded(app) as terminal:
        await until(lambda: app.current_mode == "inbox" and app.screen.query("StatusLine") and loaded(app))
        await terminal.quiet()
        yield app, terminal


@pytest.mark.long
async def test_a_key_that_is_held_sends_little(inbox: tuple[C8App, Recorder]) -> None:
    app, terminal = inbox
    listed = list_of(app).listed
    cost = await held(terminal, lambda: listed.cursor, "j", KEYS)
    assert listed.cursor == KEYS
    assert sum(cost.sent) / KEYS <= A_KEY  # with the jumps of half a page at its edge


async def test_a_move_sends_two_lines(inbox: tuple[C8App, Recorder]) -> None:
    app, terminal = inbox
    listed = list_of(app).listed
    await held(terminal, lambda: listed.cursor, "j", 1)
    await terminal.quiet()
    for row in range(2, 12):
        terminal.taken()
        terminal.press("j")
        await terminal.quiet(0.05)  # so soon the pane does not follow yet
        assert listed.cursor == row
        assert max(map(len, terminal.taken())) <= A_MOVE


@pytest.mark.long
async def test_a_page_sends_one_frame_that_is_small(inbox: tuple[C8App, Recorder]) -> None:
    app, terminal = inbox
    terminal.taken()
    terminal.press("pagedown")
    await terminal.quiet()
    frames = terminal.taken()
    assert list_of(app).listed.cursor > 30
    assert max(map(len, frames)) <= A_FRAME


async def test_a_refresh_that_finds_nothing_new_sends_the_clock_at_most(inbox: tuple[C8App, Recorder]) -> None:
    app, terminal = inbox
    rows = list_of(app).listed.rows
    assert rows is not None
    terminal.taken()
    before = rows.loaded_at
    list_of(app).polling.now()
    await until(lambda: rows.loaded_at != before)
    await terminal.quiet()
    assert sum(map(len, terminal.taken())) <= 600
