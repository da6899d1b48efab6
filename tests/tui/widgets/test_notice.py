"""The notice: one sentence, as it stands."""

from __future__ import annotations

from c8tui.tui.widgets.notice import Notice
from tests.tui.apps import Host, text_of, widget_on


async def test_it_shows_and_hides_and_reads_no_markup() -> None:
    notice = Notice(markup=False)
    async with widget_on(notice, (60, 5)) as (app, pilot):
        assert not notice.display
        notice.say("[bold]ben[/] \x1b[2J holds it", "error")
        await pilot.pause()
        assert notice.display
        assert "[bold]ben[/] \\x1b[2J holds it" in text_of(app)
        notice.clear()
        await pilot.pause()
        assert not notice.display


async def test_a_text_of_any_length_takes_three_lines_at_most_and_none_when_it_is_over() -> None:
    notice = Notice(markup=False)
    async with Host(notice).run_test(size=(40, 12)) as pilot:
        for text, height in (("short", 1), ("two lines of it " * 4, 2), ("x" * 1_000_000, 3)):
            notice.say(text, "warn")
            await pilot.pause()
            assert notice.size.height == height
        notice.clear()
        notice.clear()
        await pilot.pause()
        assert (notice.text, notice.display) == ("", False)
