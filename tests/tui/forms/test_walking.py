"""Walking over a form."""

from __future__ import annotations

import pytest

from c8tui.tui.forms.walking import Walking
from tests.tui.apps import until
from tests.tui.forms.opened import at, begun, field, host


async def test_arrows_walk_and_stay_within_long_lists_of_options() -> None:
    options = [f"a rather long option number {n}" for n in range(4)]
    app = host(field("textfield", "a"), field("radio", "b", values=options), field("checkbox", "c"))
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        fields = app.panel.state.instances
        await pilot.press("down", "down", "space")
        await until(pilot, lambda: fields[1].value == options[1])
        await pilot.press("down", "down", "down")
        await until(pilot, lambda: at(app) is fields[2])
        await pilot.press("up")
        await until(pilot, lambda: at(app) is fields[1])
        await pilot.press("tab", "tab", "shift+tab", "shift+tab")
        await until(pilot, lambda: at(app) is fields[0])


async def test_a_form_without_stops_scrolls() -> None:
    app = host(*({"type": "text", "text": f"line {n}"} for n in range(60)))
    async with app.run_test(size=(40, 10)) as pilot:
        await begun(pilot)
        await pilot.press("tab", "down", "pagedown", "ctrl+end")
        assert app.view.page.at is None


def test_a_view_says_the_rest() -> None:
    walking = Walking()
    with pytest.raises(NotImplementedError):
        walking.go(None)
