"""The palette offers what can run now, and runs it."""

from __future__ import annotations

from textual.command import CommandPalette
from textual.widgets import OptionList

from c8tui.session.session import Session
from c8tui.tui.palette import CommandHits
from c8tui.tui.registry import commands_of
from tests.tui.apps import app_on, list_of, until


async def test_only_what_can_run_is_offered(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, _):
        screen = list_of(app)
        provider = CommandHits(screen)
        offered = {command.id for _, command in provider._offered()}
        context = screen.context()
        assert offered == {
            command.id
            for command in commands_of("inbox")
            if command.why_not(context) is None and command.id not in ("palette", "back")
        }
        assert "quit" in offered
        assert "problem" not in offered


async def test_a_command_found_by_name_runs(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"topology")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count > 0)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "topology")
