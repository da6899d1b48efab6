"""`c8tui bpmn`: a BPMN file without a cluster, with the keys that a person has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from c8tui.diagrams import picture as pictures
from c8tui.diagrams.element_boxes import ElementCounts
from c8tui.errors import SettingsError
from c8tui.tui.diagrams.bpmn_file import BpmnApp, BpmnScreen, bpmn_lines, open_bpmn
from c8tui.tui.diagrams.view import DiagramView
from tests.tui.apps import text_of, typed, until

FILES = Path(__file__).parents[2] / "diagrams" / "files"


@asynccontextmanager
async def opened(
    name: str, process: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[DiagramView, BpmnApp, Pilot[Any]]]:
    app = open_bpmn(str(FILES / f"{name}.bpmn"), process)
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, BpmnScreen)
        view = app.screen.view
        await until(pilot, lambda: app.focused is view)
        yield view, app, pilot


async def walked(pilot: Pilot[Any], view: DiagramView, *keys: str) -> str | None:
    await pilot.press(*keys)
    return view.current


async def test_the_arrows_walk_and_the_current_element_stays_in_sight() -> None:
    async with opened("order-to-cash") as (view, app, pilot):
        assert view.current == "start"
        assert "Order to cash   order-to-cash.bpmn   (q quits)" in text_of(app)
        for keys, there, shown in (
            (("right", "right"), "valid", "Valid?: exclusive gateway"),
            (("right",), "split", "split: parallel gateway"),
            (("right",), "reserve", "Reserve stock: service task"),
            (("up",), "unpaid", "3 days: timer boundary event"),
            (("up",), "payment", "Collect payment: sub-process"),
            (("right",), "ps", "ps: start event"),
            (("right", "down"), "declined", "error boundary event; on Charge card"),
            (("end",), "refunded", "Refunded: end event"),
            (("home",), "start", "Order received: message start event"),
            (("tab",), "validate", "Validate order: service task"),
        ):
            assert await walked(pilot, view, *keys) == there
            assert shown in " ".join(text_of(app).split())


async def test_every_element_is_in_sight_when_it_is_the_current_one() -> None:
    async with opened("order-to-cash") as (view, app, pilot):
        for id in view._order:
            view.go_to(id)
            await pilot.pause()
            title = view.spoken.split(":")[0].split()[0]
            body = "\n".join(text_of(app).splitlines()[1:-3])
            assert title in body or view._model.nodes[id].name == "", id


async def test_the_outline_is_one_key_away_and_back() -> None:
    async with opened("boundary") as (view, app, pilot):
        await pilot.press("right", "T")
        assert "2 days  timer boundary event, non-interrupting" in text_of(app)
        assert view.current == "answer"
        assert await walked(pilot, view, "down") == "late"
        assert await walked(pilot, view, "right") == "remind"
        assert await walked(pilot, view, "up") != "remind"
        await pilot.press("escape")
        assert not view.outlined
        assert "┌ user" in text_of(app)


async def test_arrows_follow_messages_and_enter_says_the_notes() -> None:
    async with opened("shop-and-carrier") as (view, app, pilot):
        assert await walked(pilot, view, "right", "down") == "ordered"
        assert "message from Order (Customer): order" in view.spoken
        assert await walked(pilot, view, "left") == "order"
        assert await walked(pilot, view, "down", "right") == "stock"
        await pilot.press("enter")
        assert "Asked again every night" in " ".join(text_of(app).split())
        await pilot.press("T")
        assert "message to Order received (Shop)" in text_of(app)


async def test_search_goes_to_what_is_found() -> None:
    async with opened("order-to-cash") as (view, app, pilot):
        await pilot.press("slash")
        await until(pilot, lambda: app.focused is not view)
        await typed(pilot, *"card")
        await pilot.press("enter")
        await until(pilot, lambda: "3 elements found" in text_of(app))
        assert view.current == "charge"
        assert await walked(pilot, view, "n") == "declined"
        assert await walked(pilot, view, "n", "n") == "charge"
        assert await walked(pilot, view, "N") == "other"
        await pilot.press("slash")
        await until(pilot, lambda: app.focused is not view)
        await typed(pilot, *"refund")
        await until(pilot, lambda: view.current == "refund")
        await pilot.press("escape")
        await until(pilot, lambda: view.current == "other")


async def test_enter_says_all_of_the_element_and_q_leaves() -> None:
    async with opened("call-activities") as (_, app, pilot):
        await pilot.press("right", "enter")
        assert "call activity, calls payment-process" in " ".join(text_of(app).split())
        await pilot.press("q")
        assert app._exit


async def test_counts_and_the_taken_path_are_shown_where_one_is() -> None:
    async with opened("straight", size=(120, 30)) as (view, app, pilot):
        view.show_counts({"charge": ElementCounts(3, 12, 0, 2)}, frozenset({"Flow_01"}))
        await pilot.pause()
        assert "!2 ●3 ✓12" in text_of(app)
        await pilot.press("right")
        assert "2 incidents, 3 active, 12 completed" in text_of(app)
        await pilot.press("T")
        assert "Charge the card  service task charge  !2 ●3 ✓12" in text_of(app)


async def test_what_is_too_large_to_be_drawn_is_an_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 3)
    async with opened("straight") as (view, app, pilot):
        await until(pilot, lambda: "are too many to draw" in text_of(app))
        assert "Charge the card  service task" in text_of(app)
        assert await walked(pilot, view, "right") == "charge"
        assert await walked(pilot, view, "down", "down", "down") == "done"
        await pilot.press("T")
        assert "too large to be drawn" in text_of(app)


async def test_a_process_without_elements_and_markup_in_names() -> None:
    async with opened("empty-process") as (view, app, pilot):
        await pilot.press("right", "down", "enter", "tab", "end")
        assert view.current is None
        assert "There is nothing in this process." in text_of(app)
    async with opened("names-hostile") as (_, app, pilot):
        await pilot.press("right")
        assert "[red]x[/] $(rm -rf)" in text_of(app)


async def test_a_click_goes_to_an_element() -> None:
    async with opened("straight", size=(120, 30)) as (view, app, pilot):
        row, line = next(pair for pair in enumerate(text_of(app).splitlines()) if "Check delivery" in pair[1])
        await pilot.click(offset=(line.index("Check delivery"), row))
        assert view.current == "check"


def test_what_a_pipe_gets() -> None:
    drawing = bpmn_lines(str(FILES / "names-cjk.bpmn"), "", outline=False)
    assert any("客户服务部门" in line for line in drawing)
    plain = bpmn_lines(str(FILES / "every-gateway.bpmn"), "", outline=False, plain=True)
    assert all(line.isascii() for line in plain)
    assert any("| Complex +--->|" in line for line in plain)
    outline = bpmn_lines(str(FILES / "collaboration.bpmn"), "Seller", outline=True)
    assert outline[0] == "Seller  process"


@pytest.mark.parametrize(
    ("file", "process", "said"),
    [
        ("none.bpmn", "", "there is no file"),
        ("collaboration.bpmn", "other", "there is no 'other' in it"),
        ("../test_read.py", "", "this is not XML"),
    ],
)
def test_what_cannot_be_opened(file: str, process: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        open_bpmn(str(FILES / file), process)
