"""Walking over the stops of a form: to the next one, a screenful on, to a field by name."""

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
        Binding("ctrl+home", "jump(0)", show=False),
        Binding("ctrl+end", "jump(-1)", show=False),
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

    def go(self, stop: Stop | None) -> None:
        """Puts the focus there."""
        raise NotImplementedError

    def lay(self) -> None:
        """Lays the form out and paints it."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draws the current field anew."""
        raise NotImplementedError

    def action_walk(self, steps: int) -> None:
        """To the next stop, or the one before; within a list of options, to the next option."""
        picker = self.current_picker
        if picker is not None and self.key_is_arrow and self._listed(picker) and picker.move(steps):
            self.redraw()
            return
        stops = list(self.page.stops)
        if not stops:
            return
        at = stops.index(self.page.at) + steps if self.page.at in self.page.stops else 0
        if 0 <= at < len(stops):
            self.go(stops[at])
        elif steps > 0:
            self.scroll_lines(self.top + 1)

    def _listed(self, picker: Picker) -> bool:
        placed = self.placed
        return isinstance(picker.instance.component, SEARCHED) or (placed is not None and placed.height > 2)

    def action_page(self, pages: int) -> None:
        """A screenful on; the focus goes to a stop in sight."""
        target = self.top + pages * max(1, self.content_size.height - 2)
        stops = list(self.page.stops.items())
        if pages > 0:
            found = next((stop for stop, placed in stops if placed.y >= target), stops[-1][0] if stops else None)
        else:
            found = next(
                (stop for stop, placed in reversed(stops) if placed.y <= target), stops[0][0] if stops else None
            )
        self.go(found)

    def action_jump(self, index: int) -> None:
        """To the first or the last stop."""
        stops = list(self.page.stops)
        if stops:
            self.go(stops[index])

    def go_to(self, instance: FieldInstance) -> None:
        """To a field, whatever row it stands in; folded rows open."""
        for row in list(self.page.folded):
            if any(inner is instance for child in row.children for inner in child.walk()):
                self.page.folded.discard(row)
        self.lay()
        self.go(Stop(instance))
