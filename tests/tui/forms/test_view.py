"""Filling in a form by its keys alone."""

from __future__ import annotations

from typing import Any

from textual.events import Paste

from c8tui.tui.forms.page import Stop
from tests.tui.apps import burst, text_of, until, wheel
from tests.tui.forms.opened import at, field, form_on, lines

PEOPLE = (field("textfield", "a", label="A"), field("number", "b", label="B"), field("textarea", "c", label="C"))


async def test_typing_walks_and_enter_never_sends() -> None:
    async with form_on(*PEOPLE) as (app, pilot):
        await pilot.press(*"Anna", "enter", *"12", "tab", *"one", "enter", *"two", "shift+tab")
        await until(pilot, lambda: app.panel.state.data["c"] == "one\ntwo")
        assert app.panel.state.data == {"a": "Anna", "b": 12, "c": "one\ntwo"}
        assert at(app) is app.panel.state.instances[1]
        assert app.heard == []
        assert [line.split()[:2] for line in lines(app)[:2]] == [["A", "Anna"], ["B", "12"]]


async def test_keys_of_one_packet_act_in_their_order() -> None:
    async with form_on(*PEOPLE) as (app, pilot):
        burst(app, *"ab", "backspace", *"c", "tab", *"7", "tab", *"x")
        await until(pilot, lambda: app.panel.state.data == {"a": "ac", "b": 7, "c": "x"})


async def test_what_is_no_number_stays_and_says_so() -> None:
    async with form_on(*PEOPLE) as (app, pilot):
        await pilot.press("tab", *"1,5", "tab")
        await until(pilot, lambda: any("without a comma" in line for line in lines(app)))
        assert lines(app)[1].split() == ["B", "1,5"]
        await pilot.press("shift+tab", "backspace", "backspace", *".5")
        await until(pilot, lambda: app.panel.state.data["b"] == 1.5)


async def test_pasted_lines_become_one() -> None:
    async with form_on(*PEOPLE) as (app, pilot):
        app.post_message(Paste("one\ntwo\r\nthree"))
        await until(pilot, lambda: app.panel.state.data["a"] == "one two three")


async def test_fields_come_and_go_and_the_focus_finds_a_place() -> None:
    more = field("textfield", "m", label="More", conditional={"hide": '=a != "x"'})
    async with form_on(field("textfield", "a", label="A"), more, field("textfield", "z", label="Z")) as (app, pilot):
        assert [line.split() for line in lines(app)] == [["A"], ["Z"]]
        await pilot.press("x")
        await until(pilot, lambda: len(lines(app)) == 3)
        await pilot.press("tab", *"deep")
        assert at(app) is app.panel.state.instances[1]
        app.view.apply(app.panel.state.set(app.panel.state.instances[0], ""))
        await until(pilot, lambda: len(lines(app)) == 2)
        assert at(app) is not None
        assert app.panel.state.submit()[0] == {"a": "", "z": ""}


async def test_a_long_form_scrolls_to_what_has_the_focus() -> None:
    async with form_on(*(field("textfield", f"f{n}", label=f"F{n}") for n in range(100)), size=(80, 10)) as (
        app,
        pilot,
    ):
        await pilot.press("ctrl+end")
        await until(pilot, lambda: app.view.top > 80)
        assert app.view.editors.line.display
        await pilot.press(*"end", "pageup")
        assert app.panel.state.data["f99"] == "end"
        await pilot.press("ctrl+home", "pagedown", "up")
        assert at(app) is not None
        assert app.view.page.placed is not None
        assert 0 <= app.view.page.placed.y - app.view.top < 10


async def test_what_is_typed_after_the_wheel_went_elsewhere_is_not_lost() -> None:
    async with form_on(*(field("textfield", f"f{n}", label=f"F{n}") for n in range(100)), size=(80, 10)) as (
        app,
        pilot,
    ):
        await pilot.press("tab", *"ab")
        wheel(app, 2)
        await until(pilot, lambda: app.view.top == 6)
        assert "ab" not in text_of(app)
        await pilot.press(*"cd")
        assert app.panel.state.data["f1"] == "abcd"
        assert "abcd" in text_of(app)
        wheel(app, 1)
        await until(pilot, lambda: app.view.top == 4)
        wheel(app, -1)
        await until(pilot, lambda: app.view.top == 1)
        assert "abcd" in text_of(app).split("\n")[0]
        await pilot.press("tab", "x", "tab")
        assert (app.panel.state.data["f1"], app.panel.state.data["f2"]) == ("abcd", "x")


async def test_another_width_lays_it_out_anew() -> None:
    row = {"layout": {"row": "r", "columns": 8}}
    async with form_on(
        field("textfield", "a", label="A", **row), field("textfield", "b", label="B", **row), size=(140, 24)
    ) as (app, pilot):
        assert len(lines(app)) == 1
        await pilot.press(*"kept")
        await pilot.resize_terminal(60, 24)
        await until(pilot, lambda: len(lines(app)) == 2)
        await pilot.press("tab", *"b")
        await until(pilot, lambda: app.panel.state.data == {"a": "kept", "b": "b"})


async def test_a_change_is_told_and_going_to_a_folded_row_opens_it() -> None:
    rows: dict[str, Any] = {
        "type": "dynamiclist",
        "path": "items",
        "allowAddRemove": True,
        "components": [field("textfield", "n", id="n", label="N")],
    }
    async with form_on(rows, items=[{"n": "a"}]) as (app, pilot):
        row = app.panel.state.instances[0].rows[0]
        await pilot.press("enter")
        await until(pilot, lambda: row in app.view.page.folded)
        app.view.go_to(row.children[0])
        assert (row in app.view.page.folded, app.view.page.at) == (False, Stop(row.children[0]))
