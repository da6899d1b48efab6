"""The canvas: it paints what is in sight and only lines that differ."""

from __future__ import annotations

from c8tui.tui.forms.canvas import Canvas
from tests.tui.apps import text_of, widget_on


async def test_lines_are_painted_and_scrolled_as_little_as_needed() -> None:
    canvas = Canvas()
    async with widget_on(canvas, (20, 5)) as (app, pilot):
        canvas.paint([((f"line {n}", "value"),) for n in range(20)])
        await pilot.pause()
        assert text_of(app).split("\n")[0].strip() == "line 0"
        canvas.reveal(7, 7)
        await pilot.pause()
        assert (canvas.top, text_of(app).split("\n")[-1].strip()) == (3, "line 7")
        canvas.reveal(2, 9)
        assert canvas.top == 2
        canvas.scroll_lines(99)
        assert canvas.top == 15
        canvas.paint([(("short", "error"),)])
        assert (canvas.top, canvas.text) == (0, "short")


async def test_a_poor_terminal_can_show_it() -> None:
    async with widget_on(Canvas(), (20, 5)) as (app, pilot):
        app.theme = "ansi-dark"
        await pilot.pause()
        assert app.screen.query_one(Canvas).get_component_rich_style("form--rule")
