"""The view of lines: it scrolls within what there is and repaints the cells that differ."""

from __future__ import annotations

from typing import Self

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from c8tui.tui.widgets.line_view import LineView
from tests.tui.apps import Host, text_of, until, wheel, widget_on

RED, BLUE = Style(bgcolor="red"), Style(bgcolor="blue")


class Lines(LineView):
    """Shows strips, and counts what it was asked to paint anew."""

    def __init__(self, lines: list[Strip]) -> None:
        super().__init__()
        self.lines = lines
        self.painted: list[Region] = []

    @property
    def line_count(self) -> int:
        return len(self.lines)

    def draw_line(self, y: int) -> Strip:
        width = self.content_size.width
        return (self.lines[self.top + y] if self.top + y < len(self.lines) else Strip([])).adjust_cell_length(width)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self.painted.extend(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


async def test_it_scrolls_as_far_as_there_are_lines() -> None:
    view = Lines([Strip([Segment(f"line {n}")]) for n in range(9)])
    async with widget_on(view, (20, 5)) as (app, pilot):
        assert text_of(app).split("\n")[0].strip() == "line 0"
        wheel(app, 1)
        await until(pilot, lambda: text_of(app).split("\n")[0].strip() == "line 3")
        view.scroll_lines(99)
        assert view.top == 4
        wheel(app, -1)
        await until(pilot, lambda: text_of(app).split("\n")[0].strip() == "line 1")
        view.scroll_lines(-3)
        assert view.top == 0


@pytest.mark.parametrize(
    ("before", "now", "painted"),
    [
        ([("same", None)], [("same", None)], []),
        ([("short", None)], [("longer", None)], [Region(0, 0, 6, 1)]),
        ([("same", RED), ("old", None)], [("same", RED), ("new text", None)], [Region(4, 0, 8, 1)]),
        ([("text", RED)], [("text", BLUE)], [Region(0, 0, 4, 1)]),
        ([("a", None), (" " * 19, RED)], [("a", None), (" " * 19, BLUE)], [Region(1, 0, 19, 1)]),
        ([("a", RED), ("b", None), ("c", BLUE)], [("a", RED), ("x", None), ("c", BLUE)], [Region(1, 0, 1, 1)]),
        ([("aa", RED), ("a", BLUE), ("aa", RED)], [("aa", RED), ("aa", RED)], [Region(2, 0, 3, 1)]),
        ([("a" + " " * 19, RED)], [("a" + " " * 19, BLUE)], [Region(0, 0, 20, 1)]),
    ],
)
async def test_only_cells_that_differ_are_painted(
    before: list[tuple[str, Style | None]], now: list[tuple[str, Style | None]], painted: list[Region]
) -> None:
    view = Lines([Strip([Segment(text, style) for text, style in before])])
    async with Host(view).run_test(size=(20, 3)) as pilot:
        await pilot.pause()
        view.painted.clear()
        view.lines = [Strip([Segment(text, style) for text, style in now])]
        view.scroll_lines(0)
        assert view.painted == painted


async def test_a_view_that_is_hidden_asks_for_no_line() -> None:
    class Strict(Lines):
        def draw_line(self, y: int) -> Strip:
            assert y < self.content_size.height
            return super().draw_line(y)

    view = Strict([Strip([Segment(f"line {n}")]) for n in range(9)])
    async with widget_on(view, (20, 5)) as (app, pilot):
        view.display = False
        await until(pilot, lambda: not view.content_size.height)
        view.scroll_lines(1)
        view.display = True
        await until(pilot, lambda: text_of(app).split("\n")[0].strip() == "line 1")
