"""What stands beside a list as somebody wants it: hidden, shown, wider, narrower; remembered for each screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.tui.widgets.side_by_side import LIST_LEAST, PANE_LEAST, Widths

if TYPE_CHECKING:
    from c8tui.tui.screens.base import BaseScreen
    from c8tui.tui.widgets.side_by_side import SideBySide

STEP = 4
"""Cells by which the pane becomes wider or narrower."""


class Panes:
    """The commands on pane and views column. What a person has chosen holds whatever the size of the terminal."""

    def __init__(self, screen: BaseScreen, beside: SideBySide) -> None:
        self._screen, self._beside = screen, beside

    def action_toggle_pane(self) -> None:
        """Show the pane beside the list, or hide it."""
        beside = self._beside
        if beside.widths.pane:
            beside.is_open = False
            self._want(pane=False)
        else:
            self._show("pane")

    def action_toggle_views(self) -> None:
        """Show the column of views, or hide it."""
        if self._beside.widths.views:
            self._want(views=False)
        else:
            self._show("views")

    def action_widen_pane(self) -> None:
        """Make the pane wider."""
        self._resize(STEP)

    def action_narrow_pane(self) -> None:
        """Make the pane narrower."""
        self._resize(-STEP)

    def _show(self, part: str) -> None:
        wanted = self._beside.layout_wanted.with_(**{part: True})
        if self._takes(self._beside.would_be(wanted), part):
            self._beside.open(False)
            self._want(**{part: True})
        else:
            self._screen.ui.say(f"no room for the {part} beside the list; the terminal is too narrow", "warn")

    def _takes(self, widths: Widths, part: str) -> int:
        return widths.pane if part == "pane" else widths.views

    def _resize(self, cells: int) -> None:
        now = self._beside.widths
        if not now.pane:
            self._screen.ui.say("the pane is not beside the list; P shows it", "warn")
            return
        most = now.listed + now.pane - LIST_LEAST
        wanted = max(PANE_LEAST, min(now.pane + cells, most))
        if wanted == now.pane:
            self._screen.ui.say(f"the pane is as {'wide' if cells > 0 else 'narrow'} as it can be")
        else:
            self._want(pane_width=wanted)

    def _want(self, **changes: Any) -> None:
        wanted = self._screen.session.layout_of(self._screen.NAME).with_(**changes)
        self._beside.want(wanted)
        self._screen.session.remember_layout(self._screen.NAME, wanted)
