"""The page of a form: rows side by side, groups, lists, and the stops of the keys."""

from __future__ import annotations

from typing import Any

from c8tui.forms.state import FormState
from c8tui.tui.forms.drawing import Look
from c8tui.tui.forms.page import Page, Stop, label_width
from tests.forms.opened import NOW, field, opened

ROW = {"layout": {"row": "r", "columns": 8}}


def laid(state: FormState, width: int = 80, at: Stop | None = None) -> Page:
    page = Page(Look(NOW, label_width(state.walk())))
    page.at = at
    page.lay(state.instances, width)
    return page


def text(page: Page) -> list[str]:
    return ["".join(part for part, _ in line).rstrip() for line in page.lines]


def test_two_columns_where_there_is_room() -> None:
    state = opened(field("textfield", "a", label="A", **ROW), field("textfield", "b", label="B", **ROW), a="1", b="2")
    wide = laid(state, 120)
    assert len(wide.lines) == 1
    assert [placed.spot.x for placed in wide.stops.values() if placed.spot] == [10, 71]
    narrow = laid(state, 80)
    assert [line.split() for line in text(narrow)] == [["A", "1"], ["B", "2"]]


def test_groups_indent_and_hidden_parts_are_gone() -> None:
    group: dict[str, Any] = {
        "type": "group",
        "label": "Person",
        "path": "p",
        "components": [field("textfield", "n", id="n", label="N"), field("textfield", "m", id="m", label="M")],
    }
    group["components"][1]["conditional"] = {"hide": "=true"}
    page = laid(opened(group, p={"n": "x"}))
    assert text(page) == ["Person", "  N         x"]
    assert len(page.stops) == 1


def test_a_list_has_stops_for_its_rows_and_one_to_add() -> None:
    rows = {
        "type": "dynamiclist",
        "label": "Items",
        "path": "items",
        "allowAddRemove": True,
        "components": [field("textfield", "n", id="n", label="N")],
    }
    state = opened(rows, items=[{"n": "a"}, {"n": "b"}])
    page = laid(state, at=Stop(state.instances[0], 1))
    shown = text(page)
    assert (shown[0], shown[1], shown[2]) == ("Items", "Item 1 of 2", "  N         a")
    assert "+ add  delete remove" in shown[3]
    assert shown[-1] == "+ add item"
    assert [stop.row for stop in page.stops] == [0, None, 1, None, -1]
    page.folded.add(state.instances[0].rows[0])
    page.lay(state.instances, 80)
    assert text(page)[1:3] == ["Item 1 of 2 …", shown[3]]


def test_what_cannot_be_edited_is_no_stop() -> None:
    state = opened(
        field("textfield", "a", disabled=True),
        field("textfield", "b", readonly=True),
        {"type": "text", "text": "x"},
        {"type": "button", "label": "Go"},
        {"type": "image", "source": "x"},
    )
    page = laid(state)
    assert [stop.instance.component.type for stop in page.stops] == ["button", "image"]


def test_only_what_changed_is_drawn_anew() -> None:
    state = opened(field("textfield", "a", label="A"), field("textfield", "b", label="B"))
    page = laid(state)
    before = page.lines[1]
    state.enter(state.instances[0], "new")
    page.lay(state.instances, 80)
    assert text(page)[0] == "A"
    page.forget(state.instances[0])
    page.lay(state.instances, 80)
    assert text(page)[0].split() == ["A", "new"]
    assert page.lines[1] is before
