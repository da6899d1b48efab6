"""The looks of a table: every style is there, the cursor's rule keeps emphasis but not colours."""

from __future__ import annotations

from textual.strip import Strip

from c8tui.tui.decisions.table_canvas import STYLES, TableCanvas
from tests.tui.apps import Host, widget_on


class Bare(TableCanvas):
    """Nothing but the looks."""

    @property
    def line_count(self) -> int:
        return 0

    def draw_line(self, y: int) -> Strip:
        return Strip.blank(self.content_size.width)


async def test_every_style_is_told_from_the_ground_or_from_others() -> None:
    canvas = Bare()
    async with Host(canvas).run_test():
        plain = canvas._styles[""]
        assert {name for name in STYLES if canvas._styles[name] == plain} <= {""}
        assert canvas._styles["failed"].underline
        cursor = canvas._styles["failed cursor"]
        assert (cursor.bgcolor, cursor.underline) == (canvas._styles[" cursor"].bgcolor, True)
        assert cursor.color == canvas._styles[" cursor"].color


async def test_another_theme_and_the_focus_change_them() -> None:
    canvas = Bare()
    async with widget_on(canvas) as (app, pilot):
        focused = canvas._styles[" cursor"]
        canvas.blur()
        await pilot.pause()
        assert canvas._styles[" cursor"] != focused
        before = canvas._styles["output"]
        app.theme = "textual-light"
        await pilot.pause()
        assert canvas._styles["output"] != before
