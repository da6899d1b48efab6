"""Walking over a form."""

from __future__ import annotations

from typing import Any

from c8tui.tui.forms.canvas import Canvas
from c8tui.tui.forms.drawing import Look
from c8tui.tui.forms.page import Page
from c8tui.tui.forms.walking import FocusWalk
from tests.forms.opened import NOW, opened
from tests.tui.apps import until
from tests.tui.forms.opened import at, field, form_on


async def test_arrows_walk_and_stay_within_long_lists_of_options() -> None:
    options = [f"a rather long option number {n}" for n in range(4)]
    async with form_on(field("textfield", "a"), field("radio", "b", values=options), field("checkbox", "c")) as (
        app,
        pilot,
    ):
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
    async with form_on(*({"type": "text", "text": f"line {n}"} for n in range(60)), size=(40, 10)) as (app, pilot):
        await pilot.press("tab", "down", "pagedown", "ctrl+end")
        assert app.view.page.at is None


class Window(Canvas):
    """Six lines of a form in sight, from the line on that a test says."""

    top = 0
    height = 6


def walk_over(*components: dict[str, Any]) -> tuple[Page, Window, FocusWalk]:
    state = opened(*components)
    page = Page(Look(NOW))
    page.lay(state.instances, 80)
    window = Window()
    return page, window, FocusWalk(page, window)


def test_the_next_stop_waits_for_the_lines_on_the_way() -> None:
    text = {"type": "text", "text": "\n\n".join(f"Paragraph {n}." for n in range(10))}
    page, window, walk = walk_over(field("textfield", "a"), field("textfield", "b"), text, field("textfield", "c"))
    a, b, c = page.stops
    assert (walk.next_stop(1), walk.next_stop(-1)) == (a, a)
    page.focus(a)
    assert (walk.next_stop(1), walk.next_stop(-1)) == (b, None)
    page.focus(b)
    assert walk.next_stop(1) is None
    window.top = page.stops[c].eye - 8
    assert walk.is_out_of_sight
    assert walk.next_stop(1) == c
    assert walk.next_stop(-1) is None, "the focus is behind, further than what is in sight"
    window.top = 4
    assert walk.next_stop(-1) == b


def test_a_page_leads_to_a_stop_in_sight_or_the_nearest_passed() -> None:
    text = {"type": "text", "text": "\n\n".join(f"Paragraph {n}." for n in range(10))}
    page, window, walk = walk_over(field("textfield", "a"), text, field("textfield", "b"))
    a, b = page.stops
    page.focus(a)
    window.top = 7
    assert (walk.in_sight(1), walk.in_sight(-1)) == (a, b)
    window.top = page.stops[b].eye
    assert (walk.in_sight(1), walk.outermost(1), walk.outermost(-1)) == (b, b, a)


def test_nowhere_to_go() -> None:
    _, _, walk = walk_over({"type": "text", "text": "nothing to fill in"})
    assert (walk.next_stop(1), walk.in_sight(1), walk.outermost(1), walk.is_out_of_sight) == (None, None, None, False)
