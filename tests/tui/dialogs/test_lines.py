"""Lines in a dialog: drawn for the width there is, scrolled, copied whole."""

from __future__ import annotations

from c8tui.tui.dialogs.lines import LONGEST, LinesDialog, xml_lines
from c8tui.tui.forms.lines import Line
from tests.tui.apps import dialog_on, text_of, until


async def test_lines_are_drawn_for_the_width_scrolled_and_copied() -> None:
    def make(width: int) -> list[Line]:
        return [((f"{n} of {width}", "added"),) for n in range(50)]

    async with dialog_on(LinesDialog("Title", "said [red]raw[/]", make)) as (app, pilot):
        await until(pilot, lambda: "0 of " in text_of(app))
        assert "said [red]raw[/]" in text_of(app)
        await pilot.press("G")
        await until(pilot, lambda: "49 of " in text_of(app))
        before = text_of(app)
        await pilot.resize_terminal(60, 24)
        await until(pilot, lambda: text_of(app) != before)
        await pilot.press("y")
        await until(pilot, lambda: "Copied" in text_of(app))
        assert app.clipboard.count("\n") == 49
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])


async def test_a_text_of_its_own_is_copied_instead() -> None:
    async with dialog_on(LinesDialog("XML", "", lambda width: xml_lines("<a/>", width), "<a/>")) as (app, pilot):
        await until(pilot, lambda: "<a/>" in text_of(app))
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == "<a/>")


def test_a_source_is_wrapped_cut_and_shown_safely() -> None:
    assert xml_lines("<a>\x1b[2J</a>", 80) == [(("<a>\\x1b[2J</a>", ""),)]
    shown = xml_lines("x" * (LONGEST + 5), 100)
    assert shown[-1][0][0] == "… 5 more characters; y copies all of them"
    assert len(shown) > 1_000
