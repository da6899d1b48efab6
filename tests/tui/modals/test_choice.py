"""Choosing one of a few."""

from __future__ import annotations

from c8tui.tui.modals.choice import ChoiceDialog
from tests.tui.apps import DialogHost, text_of

CHOICES = [("open", "All open"), ("mine", "[b]Mine[/b]"), ("done", "Completed")]


async def test_it_starts_on_what_is_chosen_and_returns_an_id() -> None:
    app = DialogHost(ChoiceDialog("Views", CHOICES, "mine"))
    async with app.run_test() as pilot:
        assert "[b]Mine[/b]" in text_of(app)
        await pilot.press("down", "enter")
    assert app.results == ["done"]


async def test_escape_chooses_nothing() -> None:
    app = DialogHost(ChoiceDialog("Views", CHOICES, "nothing such"))
    async with app.run_test() as pilot:
        await pilot.press("escape")
    assert app.results == [None]
