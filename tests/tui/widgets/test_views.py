"""The column of views names them all and marks one."""

from __future__ import annotations

from c8tui.session.filters import FILTERS
from c8tui.tui.widgets.views import Views
from tests.tui.apps import Host, text_of


def test_every_view_is_named_and_the_chosen_one_marked() -> None:
    views = Views()
    lines = views.render().plain.splitlines()
    assert lines[1:] == [("> " if n == 0 else "  ") + view.title for n, view in enumerate(FILTERS)]
    views.choose("mine")
    assert [line for line in views.render().plain.splitlines() if line.startswith(">")] == ["> Mine"]


async def test_it_is_drawn_whole_beside_a_list() -> None:
    app = Host(Views())
    async with app.run_test(size=(60, 10)):
        lines = text_of(app).splitlines()
        assert [line[:15].strip() for line in lines[:7]] == [
            "Views (v)", "> All open", "Mine", "Unassigned", "My groups", "Completed", ""
        ]  # fmt: skip
