"""All variables in full: opened, searched, copied, and left one step at a time."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from c8tui.errors import ServerFault
from c8tui.model.variables import Variable
from c8tui.session.user_tasks import VARIABLES_LIMIT
from c8tui.tui.dialogs.variable_tree import VariableTreeDialog
from tests.tui.apps import dialog_on, text_of, until


async def answer(**values: Any) -> tuple[Variable, ...]:
    return tuple(Variable(name=name, value=json.dumps(value)) for name, value in values.items())


async def test_a_value_is_seen_in_full_and_copied() -> None:
    long = "word " * 300 + "END"
    async with dialog_on(VariableTreeDialog("Variables", answer(customer={"name": long}))) as (app, pilot):
        await until(pilot, lambda: "customer   {1}" in text_of(app))
        await pilot.press("enter", "j")
        await until(pilot, lambda: "customer.name   string" in text_of(app))
        await pilot.press("Y")
        await until(pilot, lambda: app.clipboard == "customer.name")
        await pilot.press("enter")
        await until(pilot, lambda: "word word" in text_of(app))
        await pilot.press("G")
        await until(pilot, lambda: "END" in text_of(app))
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == long)
        assert "Copied the value of customer.name (sent to the terminal)" in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: "END" not in text_of(app))
        await pilot.press("escape")
    assert app.results == [None]


async def test_a_search_looks_everywhere_and_leads_to_where_it_stands() -> None:
    async with dialog_on(VariableTreeDialog("Variables", answer(a={"b": {"City": "Kyiv"}}, other=1))) as (app, pilot):
        await until(pilot, lambda: "other" in text_of(app))
        await pilot.press("slash", *"kyiv", "enter")
        await until(pilot, lambda: "other" not in text_of(app))
        await pilot.press("G", "enter")
        await until(pilot, lambda: "a.b.City   string" in text_of(app) and "other" in text_of(app))
        await pilot.press("slash", *"zzz", "enter")
        await until(pilot, lambda: "/ zzz   nothing matches" in text_of(app))
        await pilot.press("y", "Y", "enter", "escape")
        await until(pilot, lambda: "other" in text_of(app))
        await pilot.press("slash", *"q", "escape")
        await until(pilot, lambda: "other" in text_of(app))
        assert app.results == []


async def test_before_there_is_anything_and_when_nothing_comes() -> None:
    gate = asyncio.Event()

    async def late() -> tuple[Variable, ...]:
        await gate.wait()
        raise ServerFault("broken")

    async with dialog_on(VariableTreeDialog("Variables", late())) as (app, pilot):
        await until(pilot, lambda: "loading" in text_of(app))
        await pilot.press("enter", "j", "y")
        gate.set()
        await until(pilot, lambda: "broken" in text_of(app))
    async with dialog_on(VariableTreeDialog("Variables", answer())) as (app, pilot):
        await until(pilot, lambda: "no variables, or none you may see" in text_of(app))


async def test_more_variables_than_are_fetched_are_not_kept_quiet() -> None:
    async with dialog_on(
        VariableTreeDialog("Variables", answer(**{f"v{number}": 1 for number in range(VARIABLES_LIMIT)}))
    ) as (app, pilot):
        await until(pilot, lambda: "the first 1,000 variables" in text_of(app))


async def test_who_listens_hears_the_value_too() -> None:
    async with dialog_on(VariableTreeDialog("Variables", answer(tier="gold"))) as (app, pilot):
        app.add_class("-linear")
        await until(pilot, lambda: "gold" in text_of(app))
        await pilot.press("j")
        await until(pilot, lambda: "tier   string   gold" in text_of(app))
