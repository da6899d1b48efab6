"""Decisions of the sandbox on their screen, for its tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.decisions.screen import DecisionScreen
from tests.session.lists import newest
from tests.tui.apps import app_on, text_of, until


@asynccontextmanager
async def decision_on(
    session: Session, decision_id: str, size: tuple[int, int] = (100, 30), **given: Any
) -> AsyncIterator[tuple[C8App, Pilot[Any], DecisionScreen]]:
    """The newest version of a decision, shown."""
    definition = await newest(session, decision_id)
    async with app_on(session, "decisions", size) as (app, pilot):
        screen = DecisionScreen(definition, **given)
        await app.push_screen(screen)
        await until(pilot, lambda: screen.view.state is not None or "cannot be" in text_of(app))
        await pilot.pause()
        yield app, pilot, screen


async def answer(pilot: Pilot[Any], screen: DecisionScreen, *keys: str) -> None:
    """Open the inputs and type into them; the preview has seen all of it then."""
    await pilot.press("i")
    await until(pilot, lambda: screen.focused is not None and screen.view.what_if in screen.focused.ancestors_with_self)
    await pilot.press(*keys)
    await until(pilot, lambda: previewed(screen))


def previewed(screen: DecisionScreen) -> bool:
    """Whether the preview is of what is typed."""
    result, what_if = screen.view.state and screen.view.state.evaluation, screen.view.what_if
    return result is not None and not what_if._resting.waiting and screen.view.previewed_variables == what_if.variables
