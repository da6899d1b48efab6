"""Decisions of the sandbox on the desk, for the tests of its screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.decisions.screen import DeskScreen
from tests.session.test_decision_models import newest
from tests.tui.apps import app_on, text_of, until


@asynccontextmanager
async def desk_on(
    session: Session, decision_id: str, size: tuple[int, int] = (100, 30), **given: Any
) -> AsyncIterator[tuple[C8App, Pilot[Any], DeskScreen]]:
    """The newest version of a decision, shown."""
    definition = await newest(session, decision_id)
    async with app_on(session, "decisions", size) as (app, pilot):
        screen = DeskScreen(definition, **given)
        await app.push_screen(screen)
        await until(pilot, lambda: screen.subject is not None or "cannot be" in text_of(app))
        await pilot.pause()
        yield app, pilot, screen


async def answer(pilot: Pilot[Any], screen: DeskScreen, *keys: str) -> None:
    """Open the inputs and type into them; the preview has seen all of it then."""
    await pilot.press("i")
    await until(pilot, lambda: screen.focused is not None and screen.desk.what_if in screen.focused.ancestors_with_self)
    await pilot.press(*keys)
    await until(pilot, lambda: previewed(screen))


def previewed(screen: DeskScreen) -> bool:
    """Whether the preview is of what is typed."""
    said, what_if = screen.subject and screen.subject.said, screen.desk.what_if
    return said is not None and what_if._resting is None and screen.desk.told_variables == what_if.variables
