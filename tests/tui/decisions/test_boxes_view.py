"""The view of boxes: laid out for its width, scrolled, searched."""

from __future__ import annotations

from functools import partial

from c8tui.decisions.parts import Part
from c8tui.tui.decisions.boxes_view import BoxesView
from tests.tui.apps import Host, text_of, until, widget_on
from tests.tui.decisions.tables import NASTY, RAW, lines_of

LONG = Part("context", children=tuple(Part("literal", f"entry {n}", text=f"{n} + 1") for n in range(60)))


def _begins(app: Host, text: str) -> bool:
    return text in lines_of(app)[0]


def _is_wide(view: BoxesView, width: int) -> bool:
    return view.outer_size.width == width


async def test_it_is_scrolled_and_searched_around_the_end() -> None:
    view = BoxesView()
    async with widget_on(view, (60, 10)) as (app, pilot):
        view.show(LONG)
        view.focus()
        await pilot.press("G")
        await until(pilot, lambda: lines_of(app)[-1].strip().startswith("╰"))
        assert view.search("ENTRY 4") == 11
        await until(pilot, lambda: "entry 4 " in lines_of(app)[0])
        for key, entry in (("n", 40), ("n", 41), ("N", 40), ("N", 4), ("N", 49), ("n", 4)):
            await pilot.press(key)
            await until(pilot, partial(_begins, app, f"entry {entry} "))
        assert view.search("nowhere") == 0


async def test_another_width_draws_it_anew() -> None:
    view = BoxesView()
    async with widget_on(view, (60, 10)) as (app, pilot):
        view.show(LONG)
        await pilot.pause()
        for width in (100, 30, 12, 3, 80):
            await pilot.resize_terminal(width, 10)
            await until(pilot, partial(_is_wide, view, width))
            await pilot.pause()
        assert lines_of(app)[0].strip() == f"╭─ context {'─' * 66}╮"


async def test_what_a_file_says_is_text() -> None:
    view = BoxesView()
    async with widget_on(view, (80, 10)) as (app, pilot):
        view.show(Part("context", heads=(NASTY,), children=(Part("literal", NASTY, NASTY, NASTY),)))
        await pilot.pause()
        assert not set(text_of(app)) & RAW
        assert "[red]" in text_of(app)
