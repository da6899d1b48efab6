"""A diagram over a list: both where there is room, else one of them, and a key from one to the other."""

from __future__ import annotations

from typing import Any, Protocol

from textual.containers import Vertical
from textual.events import Resize

from c8tui.tui.diagrams.view import DiagramView
from c8tui.tui.widgets.record_list import RecordList

BOTH_FROM = 30
"""Lines from which on both have room."""


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
    DiagramAndList.-one > RecordList { display: none; }
    DiagramAndList.-one.-list > RecordList { display: block; }
    DiagramAndList.-one.-list > DiagramView { display: none; }
    DiagramAndList.-bare > DiagramView { display: none; }
    DiagramAndList.-bare > RecordList, DiagramAndList.-bare.-one > RecordList { display: block; }
    """

    def __init__(self, listed: RecordList[Any]) -> None:
        super().__init__(id="side")
        self.view = DiagramView()
        self._listed = listed
        self._hears: DiagramHears | None = None
        self._linear = False

    def begin(self, hears: DiagramHears, *, linear: bool) -> None:
        """Both are mounted. To who listens the outline is read, and one of the two at a time."""
        self._hears, self._linear = hears, linear
        if linear:
            self.view.toggle_outline()
        self.divide()

    def divide(self) -> None:
        """Show both, or one."""
        self.set_class(self._linear or self.size.height < BOTH_FROM, "-one")

    def on_resize(self, _: Resize) -> None:
        self.divide()

    def without_diagram(self, bare: bool) -> None:
        """There is no diagram, so that the list has all the room; or there is."""
        self.set_class(bare, "-bare")
        if bare and self.view.has_focus:
            self.screen.set_focus(self._listed)

    def focus_first(self) -> None:
        """The diagram has the keys where it stands alone, else the list."""
        alone = self._linear or self.app.size.height < BOTH_FROM
        self.show_list(not alone)

    def show_list(self, listed: bool) -> None:
        """Give the keys to the list, or to the diagram, and show it."""
        listed = listed or self.has_class("-bare")
        self.set_class(listed, "-list")
        self.screen.set_focus(self._listed if listed else self.view)

    def turn(self) -> None:
        """From one to the other."""
        self.show_list(self.view.has_focus)

    def leave_outline(self) -> bool:
        """From the outline to the diagram; False where that is not shown."""
        if self._linear or not self.view.has_focus or not self.view.outlined or self.view.problem:
            return False
        self.view.toggle_outline()
        return True

    def on_diagram_view_moved(self, event: DiagramView.Moved) -> None:
        event.stop()
        if self._hears is not None:
            self._hears.element_moved()

    def on_diagram_view_chosen(self, event: DiagramView.Chosen) -> None:
        event.stop()
        if self._hears is not None:
            self._hears.element_chosen(event.element_id)
