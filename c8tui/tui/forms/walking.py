"""Walking over the stops of a form: to the next one, a screenful on, to a field by name; no line is passed unseen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from c8tui.forms.instance import FieldInstance
from c8tui.tui.forms.canvas import Canvas
from c8tui.tui.forms.page import Page, Placed, Stop
from c8tui.tui.forms.picking import SEARCHED, Picker


class Walking(Canvas):
    """A form with a focus that keys move."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "walk(1)", show=False),
        Binding("shift+tab", "walk(-1)", show=False),
        Binding("down", "walk(1)", show=False),
        Binding("up", "walk(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("ctrl+down", "scroll(1)", show=False),
        Binding("ctrl+up", "scroll(-1)", show=False),
        Binding("home,ctrl+home", "jump(0)", show=False),
        Binding("end,ctrl+end", "jump(-1)", show=False),
    ]

    page: Page
    key_is_arrow = False
    """Whether the key that acts is an arrow, which moves within a list of options first."""

    @property
    def placed(self) -> Placed | None:
        """Where the focus stands."""
        return self.page.stops.get(self.page.at) if self.page.at is not None else None

    @property
    def current_picker(self) -> Picker | None:
        """The options of the field that has the focus, if it has some."""
        raise NotImplementedError

    def go(self, stop: Stop | None, *, furthest: int | None = None) -> None:
        """Puts the focus there and scrolls to it, at most so many lines where that is given."""
        raise NotImplementedError

    def lay(self) -> None:
        """Lays the form out and paints it."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draws the current field anew."""
        raise NotImplementedError

    def action_walk(self, steps: int) -> None:
        """To the next stop, or the one before; within a list of options, to the next option.

        What lies between is scrolled through first: one key moves the form by no more than what is in sight.
        """
        ahead = self._is_ahead(steps)
        picker = self.current_picker
        if not ahead and picker is not None and self.key_is_arrow and self._listed(picker) and picker.move(steps):
            self.redraw()
            return
        stops = list(self.page.stops)
        if ahead or self.page.at not in self.page.stops:
            target = self.page.at if ahead else next(iter(stops), None)
        else:
            at = stops.index(self.page.at) + steps
            target = stops[at] if 0 <= at < len(stops) else None
        if target is None or not self._within_reach(target, steps):
            self.scroll_lines(self.top + steps * self._stride())
        else:
            self.go(target, furthest=self._overlapping())

    def _is_ahead(self, steps: int) -> bool:
        """Whether the form was scrolled away from the focus, which lies in this direction now."""
        placed = self.placed
        return placed is not None and (placed.eye >= self.top + self.height if steps > 0 else placed.eye < self.top)

    def _within_reach(self, stop: Stop, steps: int) -> bool:
        """Whether going there leaves out no line on the way."""
        placed = self.page.stops[stop]
        top = self.revealing(placed.y, placed.y + placed.height - 1, self.top)
        return (self.revealing(placed.eye, placed.eye, top) - self.top) * steps <= self._overlapping()

    def _overlapping(self) -> int:
        """Lines that the form can be moved by so that one stays in sight."""
        return max(self.height - 1, 1)

    def _stride(self) -> int:
        """Lines that a key reveals between two stops: half of what is in sight with an arrow, else nearly all of it."""
        return max(1, self.height // 2 if self.key_is_arrow else self.height - 2)

    def _listed(self, picker: Picker) -> bool:
        placed = self.placed
        return isinstance(picker.instance.component, SEARCHED) or (placed is not None and placed.height > 2)

    def action_scroll(self, lines: int) -> None:
        """So many lines on; the focus stays where it is."""
        self.scroll_lines(self.top + lines)

    def action_page(self, pages: int) -> None:
        """A screenful on; the focus goes to a stop in sight, or to the nearest one that was passed."""
        before = self.top
        self.scroll_lines(before + pages * max(1, self.height - 2))
        stops = list(self.page.stops.items()) if pages > 0 else list(reversed(self.page.stops.items()))
        if self.top == before:
            found = stops[-1][0] if stops else None
        else:
            begin, end = self.top, self.top + self.height
            seen = (stop for stop, placed in stops if begin <= placed.eye < end)
            passed = [stop for stop, placed in stops if (placed.eye < begin if pages > 0 else placed.eye >= end)]
            found = next(seen, passed[-1] if passed else self.page.at)
        self.go(found, furthest=0)

    def action_jump(self, index: int) -> None:
        """To the beginning or the end, and to the first or the last stop."""
        self.scroll_lines(0 if index == 0 else self.line_count)
        stops = list(self.page.stops)
        if stops:
            self.go(stops[index], furthest=0)
            self.scroll_lines(0 if index == 0 else self.line_count)

    def go_to(self, instance: FieldInstance) -> None:
        """To a field, whatever row it stands in; folded rows open."""
        for row in list(self.page.folded):
            if any(inner is instance for child in row.children for inner in child.walk()):
                self.page.folded.discard(row)
        self.lay()
        self.go(Stop(instance))
