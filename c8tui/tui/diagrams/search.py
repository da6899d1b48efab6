"""The `/` line of a diagram: goes to what is called so."""

from __future__ import annotations

from c8tui.text import counted
from c8tui.tui.diagrams.view import DiagramView
from c8tui.tui.flow import Ui
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine

SIGN = "/"


class ElementSearch(Prompted):
    """Finds elements of a diagram while somebody types."""

    def __init__(self, ui: Ui, view: DiagramView, sign: str = SIGN) -> None:
        """`sign` stands before the line, and tells it from others of the screen."""
        self._ui, self._view, self._sign = ui, view, sign
        self._from: str | None = None
        """The element from which the search began; escape goes back there."""

    def action_find(self) -> None:
        """Open the `/` line."""
        self._from = self._view.current
        line = self._view.screen.query_one(PromptLine)
        line.open(self._sign, "", placeholder="name, id or kind of an element; n and N walk what is found")

    def typed(self, text: str) -> None:
        self._view.search(text)

    def entered(self, text: str) -> None:
        """The first that was found is the current one."""
        self._view.screen.set_focus(self._view)
        if text:
            found = self._view.search(text)
            said = f"{counted(found, 'element')} found; n next, N before" if found else "nothing found"
            self._ui.say(said, "ok" if found else "warn")

    def closed(self, text: str) -> None:
        """Escape goes back to where one was."""
        self._view.screen.set_focus(self._view)
        self._view.search("")
        if self._from is not None:
            self._view.go_to(self._from)
