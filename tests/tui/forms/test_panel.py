"""Sending a form: mistakes are told, gone to one by one, and keep it from being sent."""

from __future__ import annotations

from tests.tui.apps import until
from tests.tui.forms.opened import at, begun, field, form_on, host, lines

REQUIRED = {"required": True}


async def test_mistakes_are_told_and_gone_to() -> None:
    app = host(
        field("textfield", "a", label="A", validate=REQUIRED),
        field("textfield", "b", label="B"),
        field("number", "c", label="C", validate=REQUIRED),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        assert not any("required" in line for line in lines(app))
        assert app.panel.collect() is None
        await until(pilot, lambda: app.panel.told == "1 of 2: A is required   ctrl+g next")
        assert at(app) is app.panel.state.instances[0]
        app.panel.next_mistake()
        await until(pilot, lambda: app.panel.told == "2 of 2: C is required   ctrl+g next")
        await pilot.press(*"5", "shift+tab", "shift+tab", *"x")
        await until(pilot, lambda: app.panel.state.errors() == [])
        assert app.panel.collect() == {"a": "x", "b": "", "c": 5}


async def test_what_rows_lose_is_told_once_before_it_is_sent() -> None:
    rows = {"type": "dynamiclist", "path": "lines", "components": [field("textfield", "item", id="I")]}
    async with form_on(rows, lines=[{"item": "Pen", "qty": 3}]) as (app, _pilot):
        assert app.panel.collect() is None
        assert app.panel.told == "sending replaces the list, and this form does not send qty of lines. ctrl+s sends it"
        assert app.panel.collect() == {"lines": [{"item": "Pen"}]}


async def test_what_is_typed_in_the_last_moment_counts() -> None:
    async with form_on(field("textfield", "a")) as (app, _pilot):
        app.view.editors.line.value = "late"
        assert app.panel.collect() == {"a": "late"}


async def test_starting_over_brings_everything_back() -> None:
    async with form_on(field("textfield", "a"), a="first") as (app, pilot):
        await pilot.press(*"!!")
        await until(pilot, lambda: app.panel.state.data == {"a": "first!!"})
        app.panel.reset()
        await until(pilot, lambda: app.panel.collect() == {"a": "first"})
        await pilot.press(*"?")
        await until(pilot, lambda: app.panel.state.data == {"a": "first?"})


async def test_a_mistake_at_a_field_that_nobody_sees_is_told_below() -> None:
    app = host(
        {**field("expression", "e"), "expression": "=f + 1"}, {**field("expression", "f"), "expression": "=e + 1"}
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "this form has a mistake at e, expression:" in app.panel.told)


async def test_a_form_that_has_a_mistake_itself_says_so() -> None:
    app = host({"type": "fancy"})
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "components[0].type" in app.panel.told)
        app.panel.next_mistake()
        assert app.panel.told == "nothing is wrong"
