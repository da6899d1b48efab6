"""Lines with style names: painted, revealed, scrolled with the keys of a list."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from c8tui.tui.forms.lines import Line
from c8tui.tui.widgets.styled_lines import ScrolledLines
from tests.tui.apps import Host, text_of, until, widget_on


class Shown(ScrolledLines):
    PREFIX = "shown"
    STYLES = ("loud",)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"shown--loud"}
    DEFAULT_CSS = """
    Shown { height: 1fr; }
    Shown > .shown--loud { text-style: bold; }
    """


def _at(view: Shown, top: int) -> bool:
    return view.top == top


def numbered(count: int) -> list[Line]:
    return [((f"line {n}", "loud"), (" [b]x[/b]", "unknown style")) for n in range(count)]


def first(app: Host) -> str:
    return text_of(app).splitlines()[0].rstrip()


async def test_lines_are_painted_in_their_styles_and_not_as_markup() -> None:
    view = Shown()
    async with widget_on(view, (20, 5)) as (app, pilot):
        view.paint(numbered(2))
        await pilot.pause()
        assert [line.rstrip() for line in text_of(app).splitlines()][:2] == ["line 0 [b]x[/b]", "line 1 [b]x[/b]"]
        loud, plain, *_ = view.draw_line(0)
        assert (loud.text, bool(loud.style and loud.style.bold)) == ("line 0", True)
        assert not (plain.style and plain.style.bold)
        assert view.text == "line 0 [b]x[/b]\nline 1 [b]x[/b]"
        assert view.draw_line(4).text.strip() == ""


async def test_long_lines_are_cut_at_the_edge() -> None:
    view = Shown()
    async with widget_on(view, (9, 2)) as (app, pilot):
        view.paint([(("漢字漢字漢字", "loud"),)])
        await pilot.pause()
        assert view.draw_line(0).cell_length == 9
        assert first(app) == "漢字漢字…"


async def test_keys_scroll_and_end_at_the_ends() -> None:
    view = Shown()
    async with widget_on(view, (30, 5)) as (app, pilot):
        view.paint(numbered(20))
        view.focus()
        for keys, top in (("k", 0), ("j", 1), ("space", 6), ("ctrl+b", 1), ("ctrl+d", 3), ("G", 15), ("j", 15),
                          ("ctrl+u", 13), ("home", 0)):  # fmt: skip
            await pilot.press(keys)
            await until(pilot, partial(_at, view, top))
            assert first(app).startswith(f"line {top} ")


async def test_as_little_as_needed_is_scrolled_to_reveal() -> None:
    view = Shown()
    app = Host(view)
    async with app.run_test(size=(30, 5)):
        view.paint(numbered(20))
        for lines, top in (((2, 3), 0), ((5, 5), 1), ((3, 9), 3), ((0, 0), 0), ((19, 19), 15)):
            view.reveal(*lines)
            assert view.top == top


async def test_fewer_lines_than_before_are_shown_to_their_end() -> None:
    view = Shown()
    async with widget_on(view, (30, 5)) as (app, pilot):
        view.paint(numbered(20))
        view.scroll_lines(15)
        view.paint(numbered(2))
        await pilot.pause()
        assert (view.top, first(app)) == (0, "line 0 [b]x[/b]")
