"""The notice: one sentence, as it stands."""

from __future__ import annotations

from c8tui.tui.widgets.notice import Notice
from tests.tui.apps import Host, text_of


async def test_it_shows_and_hides_and_reads_no_markup() -> None:
    notice = Notice(markup=False)
    app = Host(notice)
    async with app.run_test(size=(60, 5)) as pilot:
        assert not notice.display
        notice.say("[bold]ben[/] \x1b[2J holds it", "error")
        await pilot.pause()
        assert notice.display
        assert "[bold]ben[/] \\x1b[2J holds it" in text_of(app)
        notice.clear()
        await pilot.pause()
        assert not notice.display
