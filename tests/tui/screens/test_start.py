"""The first frame needs nothing but Textual and can be left."""

from __future__ import annotations

import pytest
from textual.app import App

from c8tui.tui.screens.start import StartScreen
from tests.tui.apps import text_of


@pytest.mark.parametrize("key", ["q", "escape", "ctrl+c"])
async def test_it_says_what_it_waits_for_and_how_to_leave(key: str) -> None:
    class Starting(App[None]):
        def get_default_screen(self) -> StartScreen:
            return StartScreen()

    app = Starting()
    async with app.run_test() as pilot:
        assert "connecting …   q quits" in text_of(app)
        await pilot.press(key)
        assert app._exit
