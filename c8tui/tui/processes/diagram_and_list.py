"""A diagram over a list: both where there is room, else one of them, and a key from one to the other."""

from __future__ import annotations

from typing import Any, Protocol

from textual.containers import Vertical
from textual.events import DescendantFocus, Resize

from c8tui.tui.diagrams.view import DiagramView
from c8tui.tui.widgets.record_list import RecordList

BOTH_FROM = 34
"""Lines of the terminal from which on both have room."""


class DiagramHears(Protocol):
    """Who is told what happens on the diagram."""

    def element_moved(self) -> None:
        """Another element is the current one."""

    def element_chosen(self, element_id: str) -> None:
        """What is at an element is asked for."""


class DiagramAndList(Vertical):
    """Stands in the place of a list; it is called `#side`, as that is."""

    DEFAULT_CSS = """
    DiagramAndList > DiagramView { height: 1fr; border-bottom: solid $panel; }
    DiagramAndList > RecordList { height: 1fr; }
    DiagramAndList.-one > DiagramView { border-bottom: none; }
    """

    def __init__(self, listed: RecordList[Any]) -> None:
        super().__init__(id="side")
        self.view = DiagramView()
        self._listed = listed
        self._hears: DiagramHears | None = None
        self._linear = self._bare = False
        self._lists = True
        """Whether the list has the keys, and so is shown where there is room for one."""

    def begin(self, hears: DiagramHears, *, linear: bool) -> None:
        """Both are mounted. To who listens the outline is read, and one of the two at a time."""
        self._hears, self._linear = hears, linear
        if linear:
            self.view.toggle_outline()
        self.divide()

    @property
    def _one(self) -> bool:
        """Whether there is room for one of them only."""
        return self._linear or self.app.size.height < BOTH_FROM

    def divide(self) -> None:
        """Show both, or one."""
        one = self._one
        self.set_class(one, "-one")
        self.view.display = not self._bare and not (one and self._lists)
        self._listed.display = not one or self._bare or self._lists

    def on_resize(self, _: Resize) -> None:
        self.divide()

    def without_diagram(self, bare: bool) -> None:
        """There is no diagram, so that the list has all the room; or there is."""
        if bare != self._bare:
            self._bare = bare
            self.show_list(bare or self._lists)

    def focus_first(self) -> None:
        """The diagram has the keys where it stands alone, else the list."""
        self.show_list(not self._one)

    def show_list(self, listed: bool) -> None:
        """Give the keys to the list, or to the diagram, and show it."""
        self._lists = listed or self._bare
        self.divide()
        self.screen.set_focus(self._listed if self._lists else self.view)

    def turn(self) -> None:
        """From one to the other."""
        self.show_list(self.view.has_focus)

    def leave_outline(self) -> bool:
        """From the outline to the diagram; False where that is not shown."""
        if self._linear or not self.view.has_focus or not self.view.outlined or self.view.problem:
            return False
        self.view.toggle_outline()
        return True

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """What has the keys is shown, and says which of them apply; what has lost them meanwhile is passed over."""
        if event.widget in (self.view, self._listed) and event.widget is self.screen.focused:
            self._lists = event.widget is self._listed
            self.divide()
            if self._hears is not None:
                self._hears.element_moved()

    def on_diagram_view_moved(self, event: DiagramView.Moved) -> None:
        event.stop()
        if self._hears is not None:
            self._hears.element_moved()

    def on_diagram_view_chosen(self, event: DiagramView.Chosen) -> None:
        event.stop()
        if self._hears is not None:
            self._hears.element_chosen(event.element_id)
