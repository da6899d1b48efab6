"""The column of views: names, counts, which one is shown, which are one's own."""

from __future__ import annotations

from c8tui.tui.widgets.views import Views
from tests.tui.apps import text_of, widget_on


async def test_names_counts_and_the_one_that_is_shown() -> None:
    views = Views()
    async with widget_on(views, (40, 10)) as (app, pilot):
        views.tell([("All open", "1,204", False), ("Mine", "", False), ("big \x1b[2J", "10,000+", True)], "Mine")
        await pilot.pause()
        lines = [line[1:].rstrip("▎ ") for line in text_of(app).splitlines()]
        assert lines[0] == "Views (v)"
        assert lines[1].split() == ["All", "open", "1,204"]
        assert lines[2:4] == ["> Mine", "Your views"]
        assert lines[4].split() == ["big", "\\x1b[2J", "10,000+"]
        assert len(lines[1]) == len(lines[4])


async def test_long_names_give_way_to_counts() -> None:
    views = Views()
    async with widget_on(views, (60, 6)) as (app, pilot):
        views.tell([("A view with a very long name indeed", "10,000+", True)], "")
        await pilot.pause()
        line = text_of(app).splitlines()[2]
        assert line.startswith("   A view with")
        assert "… 10,000+" in line
