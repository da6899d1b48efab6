"""Choosing one of a few."""

from __future__ import annotations

from textual.widgets import OptionList

from c8tui.tui.dialogs.choice import ChoiceDialog
from tests.tui.apps import DialogHost, burst, dialog_on, text_of, typed, until

CHOICES = [("open", "All open"), ("mine", "[b]Mine[/b]"), ("done", "Completed")]


async def test_it_starts_on_what_is_chosen_and_returns_an_id() -> None:
    async with dialog_on(ChoiceDialog("Views", CHOICES, "mine")) as (app, pilot):
        assert "[b]Mine[/b]" in text_of(app)
        await typed(pilot, "down", "enter")
    assert app.results == ["done"]


async def test_escape_chooses_nothing() -> None:
    async with dialog_on(ChoiceDialog("Views", CHOICES, "nothing such")) as (app, pilot):
        await pilot.press("escape")
    assert app.results == [None]


async def test_what_is_chosen_is_highlighted_and_an_unknown_one_is_the_first() -> None:
    for chosen, highlighted in (("done", 2), ("nothing such", 0)):
        app = DialogHost(ChoiceDialog("Views", CHOICES, chosen))
        async with app.run_test() as pilot:
            assert app.screen.query_one(OptionList).highlighted == highlighted
            assert app.focused is app.screen.query_one(OptionList)
            await pilot.press("enter")
        assert app.results == [CHOICES[highlighted][0]]


async def test_keys_in_one_packet_choose_what_they_mean() -> None:
    async with dialog_on(ChoiceDialog("Views", CHOICES, "open")) as (app, pilot):
        await pilot.pause()
        burst(app, "down", "down", "up", "enter")
        await until(pilot, lambda: app.results)
    assert app.results == ["mine"]


MANY = [*CHOICES, ("late", "Overdue"), ("jam", "Jam"), ("key", "[key] keys"), ("own", "My own")]


async def test_typing_narrows_a_longer_list_and_keys_of_lists_still_move() -> None:
    async with dialog_on(ChoiceDialog("Views", MANY, "open")) as (app, pilot):
        assert "type to narrow" in text_of(app)
        await typed(pilot, "j", "j", "k", "o", "v", "e", "r", "x", "backspace", "enter")
    assert app.results == ["late"]
    async with dialog_on(ChoiceDialog("Views", MANY, "open")) as (app, pilot):
        await typed(pilot, "slash", "j", "a")
        await until(pilot, lambda: "Overdue" not in text_of(app))
        await typed(pilot, "escape")
        await until(pilot, lambda: "Overdue" in text_of(app))
        await typed(pilot, "z", "q")
        await until(pilot, lambda: "nothing matches" in text_of(app))
        await typed(pilot, "enter")
        assert app.results == []
        await typed(pilot, "escape", "escape")
    assert app.results == [None]


async def test_a_stray_letter_changes_nothing_where_there_are_few() -> None:
    async with dialog_on(ChoiceDialog("Stop?", CHOICES, "open")) as (app, pilot):
        assert "narrow" not in text_of(app)
        await typed(pilot, "c", "enter")
    assert app.results == ["open"]
