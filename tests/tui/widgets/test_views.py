"""The column of views names them all and marks one."""

from __future__ import annotations

from c8tui.session.filters import FILTERS
from c8tui.tui.widgets.views import Views


def test_every_view_is_named_and_the_chosen_one_marked() -> None:
    views = Views()
    lines = views.render().plain.splitlines()
    assert lines[1:] == [("> " if n == 0 else "  ") + view.title for n, view in enumerate(FILTERS)]
    views.choose("mine")
    assert [line for line in views.render().plain.splitlines() if line.startswith(">")] == ["> Mine"]
