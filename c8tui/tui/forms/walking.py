"""Walking over the stops of a form: where a key leads from the focus, so that no line is passed unseen."""

from __future__ import annotations

from c8tui.tui.forms.page import Page, Placed, Stop
from c8tui.tui.forms.picking import SEARCHED, Picker
from c8tui.tui.widgets.styled_lines import StyledLines


class FocusWalk:
    """Decides where the focus of `page` goes, of which `lines` show a part; moves nothing itself."""

    def __init__(self, page: Page, lines: StyledLines) -> None:
        self._page, self._lines = page, lines

    def next_stop(self, steps: int) -> Stop | None:
        """The next stop, or the one before; None where lines on the way have to be scrolled through first."""
        page = self._page
        stops = list(page.stops)
        if self._is_ahead(steps):
            target = page.at
        elif page.at not in page.stops:
            target = page.first
        else:
            at = stops.index(page.at) + steps
            target = stops[at] if 0 <= at < len(stops) else None
        return target if target is not None and self._within_reach(target, steps) else None

    def moves_within(self, picker: Picker, steps: int) -> bool:
        """Whether an arrow moves within the options first: they stand below each other, and are in sight."""
        placed = self._page.placed
        listed = isinstance(picker.instance.component, SEARCHED) or (placed is not None and placed.height > 2)
        return listed and not self._is_ahead(steps)

    @property
    def overlapping(self) -> int:
        """Lines that the form can be moved by so that one stays in sight."""
        return max(self._lines.height - 1, 1)

    @property
    def page_lines(self) -> int:
        """Lines that a page key or tab reveals: nearly all that is in sight."""
        return max(1, self._lines.height - 2)

    @property
    def arrow_lines(self) -> int:
        """Lines that an arrow reveals between two stops: half of what is in sight."""
        return max(1, self._lines.height // 2)

    def _is_ahead(self, steps: int) -> bool:
        """Whether the form was scrolled away from the focus, which lies in this direction now."""
        placed, top = self._page.placed, self._lines.top
        return placed is not None and (placed.eye >= top + self._lines.height if steps > 0 else placed.eye < top)

    @property
    def is_out_of_sight(self) -> bool:
        """Whether the form was scrolled away from the focus."""
        return self._is_ahead(1) or self._is_ahead(-1)

    def _within_reach(self, stop: Stop, steps: int) -> bool:
        """Whether going there leaves out no line on the way."""
        top = self._lines.top
        return (self.revealing(self._page.stops[stop], top) - top) * steps <= self.overlapping

    def revealing(self, placed: Placed, top: int) -> int:
        """The line to draw from to see a stop, as near to `top` as can be; where keys act goes before the rest."""
        top = self._lines.revealing(placed.y, placed.y + placed.height - 1, top)
        return self._lines.revealing(placed.eye, placed.eye, top)

    def in_sight(self, direction: int) -> Stop | None:
        """The first stop in sight in this direction, else the nearest that was passed, else the one in focus."""
        begin, end = self._lines.top, self._lines.top + self._lines.height
        stops = self._towards(direction)
        seen = (stop for stop, eye in stops if begin <= eye < end)
        passed = [stop for stop, eye in stops if (eye < begin if direction > 0 else eye >= end)]
        return next(seen, passed[-1] if passed else self._page.at)

    def outermost(self, direction: int) -> Stop | None:
        """The last stop in this direction."""
        stops = self._towards(direction)
        return stops[-1][0] if stops else None

    def _towards(self, direction: int) -> list[tuple[Stop, int]]:
        """The stops, and the line of each that has to be seen, in this direction."""
        stops = [(stop, placed.eye) for stop, placed in self._page.stops.items()]
        return stops if direction > 0 else stops[::-1]
