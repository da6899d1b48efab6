"""Keys at fields that are not typed into."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Key

from c8tui.tui.forms.answering import Answer, Answering, GoOn, Nothing, Refuse, Reveal, RowsChanged, ValuesChanged
from c8tui.tui.forms.drawing import Look
from c8tui.tui.forms.page import Page, Stop
from tests.forms.opened import NOW, opened
from tests.tui.apps import until
from tests.tui.forms.opened import field, form_on, lines

VALUES = ["red", "green", "blue"]
COUNTRIES = ["Germany", "Greece", "France"]


@pytest.mark.parametrize(
    ("component", "keys", "value"),
    [
        (field("radio", values=VALUES), ["2"], "green"),
        (field("radio", values=VALUES), ["2", "2"], None),
        (field("radio", values=VALUES), ["right", "right", "space"], "blue"),
        (field("radio", values=VALUES), ["9", "3", "backspace"], None),
        (field("checkbox"), ["space"], True),
        (field("checkbox"), ["space", "space"], False),
        (field("checklist", values=VALUES), ["1", "3"], ["red", "blue"]),
        (field("checklist", values=VALUES), ["1", "3", "1"], ["blue"]),
        (field("checklist", values=VALUES), ["1", "delete"], []),
        (field("select", values=COUNTRIES), [*"gre", "enter"], "Greece"),
        (field("select", values=COUNTRIES), ["down", "space"], "Greece"),
        (field("select", values=COUNTRIES), ["3"], "France"),
        (field("select", values=COUNTRIES), ["3", "backspace"], None),
        (field("select", values=["1st", "2nd"]), [*"2", "enter"], "2nd"),
        (field("select", values=[f"option {n}" for n in range(1, 30)]), [*"29", "enter"], "option 29"),
        (field("taglist", values=COUNTRIES), [*"fra", "enter", *"ger", "enter"], ["France", "Germany"]),
        (field("taglist", values=COUNTRIES), ["1", "2", "backspace"], ["Germany"]),
        (field("datetime", subtype="date"), [*"+3d"], "2026-11-28"),
    ],
)
async def test_the_value(component: dict[str, Any], keys: list[str], value: object) -> None:
    async with form_on(component) as (app, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        assert app.panel.state.instances[0].value == value


ROWS = {
    "type": "dynamiclist",
    "path": "items",
    "allowAddRemove": True,
    "defaultRepetitions": 0,
    "components": [field("textfield", "n", id="n", label="N")],
}


async def test_rows_are_added_moved_and_removed() -> None:
    async with form_on(ROWS) as (app, pilot):
        await pilot.press("plus", "tab", *"a", "shift+tab", "plus", "tab", *"b", "shift+tab")
        await until(pilot, lambda: app.panel.state.data == {"items": [{"n": "a"}, {"n": "b"}]})
        await pilot.press("less_than_sign")
        await until(pilot, lambda: app.panel.state.data == {"items": [{"n": "b"}, {"n": "a"}]})
        await pilot.press("less_than_sign", "delete")
        await until(pilot, lambda: app.panel.state.data == {"items": [{"n": "a"}]})
        await pilot.press("minus")
        await until(pilot, lambda: app.panel.state.submit()[0] == {"items": []})
        assert "the list is empty" in lines(app)[0]


async def test_a_list_that_may_not_change_says_so() -> None:
    fixed = {**ROWS, "allowAddRemove": False}
    async with form_on(fixed, items=[{"n": "a"}]) as (app, pilot):
        await pilot.press("plus")
        await until(pilot, lambda: app.heard)
        assert len(app.panel.state.instances[0].rows) == 1


async def test_tables_turn_pages_and_sort() -> None:
    table = {
        "type": "table",
        "dataSource": "=rows",
        "rowCount": 2,
        "columns": [{"label": "Id", "key": "id"}, {"label": "N", "key": "n"}],
    }
    async with form_on(table, rows=[{"id": 1, "n": 3}, {"id": 2, "n": 1}, {"id": 3, "n": 2}]) as (app, pilot):
        await pilot.press("n")
        await until(pilot, lambda: lines(app)[1].split() == ["3", "2"])
        await pilot.press("p", "right", "s")
        await until(pilot, lambda: [line.split() for line in lines(app)[1:3]] == [["2", "1"], ["3", "2"]])
        await pilot.press("s")
        await until(pilot, lambda: lines(app)[1].split() == ["1", "3"])


async def test_links_are_copied_and_buttons_pressed() -> None:
    async with form_on(
        {"type": "image", "source": "http://x/y"}, {"type": "button", "action": "reset", "label": "R"}
    ) as (app, pilot):
        await pilot.press("y", "enter", "enter")
        await until(pilot, lambda: app.heard == ["http://x/y", "reset"])


async def test_a_file_is_chosen_by_its_path_and_taken_back() -> None:
    async with form_on(field("filepicker", multiple=True), x=[{"documentId": "1"}]) as (app, pilot):
        await pilot.press(*"/a.pdf", "enter")
        await until(pilot, lambda: app.heard == ["/a.pdf"])
        assert app.view.editors.typed == ""
        await pilot.press("backspace")
        await until(pilot, lambda: app.panel.state.instances[0].value in (None, []))


def answer(component: dict[str, Any], key: str, row: int | None = None, *, seen: bool = True) -> Answer | None:
    """What a key means at the only component, or at a row of it."""
    state = opened(component, xs=[{"n": "a"}, {"n": "b"}])
    page = Page(Look(NOW))
    page.lay(state.instances, 80)
    page.focus(Stop(state.instances[0], row))
    character = " " if key == "space" else key if len(key) == 1 else None
    return Answering(state, page).on_form(Key(key, character), seen=seen)


def test_what_is_out_of_sight_is_not_changed() -> None:
    checkbox = field("checkbox")
    assert isinstance(answer(checkbox, "space"), ValuesChanged)
    assert isinstance(answer(checkbox, "space", seen=False), Reveal)
    assert isinstance(answer(checkbox, "enter", seen=False), GoOn)
    assert answer(checkbox, "escape") is answer(checkbox, "escape", seen=False) is None


def test_rows_move_within_their_list() -> None:
    rows = {"type": "dynamiclist", "path": "xs", "components": [field("textfield", "n")], "allowAddRemove": True}
    moved = answer(rows, "greater_than_sign", 0)
    assert isinstance(moved, RowsChanged)
    assert (moved.then.row, moved.changed != set()) == (1, True)
    assert isinstance(answer(rows, "greater_than_sign", 1), Nothing)
    assert answer(rows, "x", 0) is None
    assert isinstance(answer({**rows, "allowAddRemove": False}, "plus", 0), Refuse)
