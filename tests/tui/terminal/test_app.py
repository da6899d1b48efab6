"""What every app of ours owes a terminal."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.widgets import Static

from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.terminal.colourless import Colourless
from tests.tui.apps import text_of, until


class App(AnyTerminal[None]):
    def compose(self) -> ComposeResult:
        yield Static("a\x1b[31m\u202eb", markup=False)


async def test_no_control_sequence_gets_through() -> None:
    app = App()
    async with app.run_test(size=(20, 2)):
        assert app.animation_level == "none"
        strip = app.screen._compositor.render_strips()[0]
        assert "\x1b" not in strip.apply_filter(app._guard, app.screen.styles.background).text
        assert text_of(app)


async def test_without_colours_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = App()
    async with app.run_test(size=(20, 2)):
        assert app.current_theme.ansi
        assert any(isinstance(one, Colourless) for one in app.get_line_filters())


async def test_what_is_told_in_passing_leaves_the_bottom_free() -> None:
    app = App()
    async with app.run_test(size=(40, 8), notifications=True) as pilot:
        app.notify("told in passing")
        await until(pilot, lambda: "told in passing" in text_of(app))
        assert "told in passing" in "".join(text_of(app).splitlines()[:3])
