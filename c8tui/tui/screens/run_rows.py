"""The rows of a list whose records are written to: they show our writes at once, and follow runs to their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from c8tui.errors import C8Error
from c8tui.session.outbox import WAITING, WAITING_IN_ROW
from c8tui.session.overlay import WRITTEN
from c8tui.session.resources import RunResource
from c8tui.session.runs import Run
from c8tui.tui.screens.everywhere import words_of_taken_back

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen

T = TypeVar("T")
TOGETHER_S = 0.03
"""So long changes of what is laid over the rows are waited for, to be drawn together."""


class RunRows(Generic[T]):
    """The rows of `screen` as records of `resource`, whether they are seen or not."""

    def __init__(
        self,
        screen: ListScreen[T],
        resource: RunResource[Any],
        *,
        written: Callable[[], object] = lambda: None,
        find: Callable[[str], object] = lambda _: None,
    ) -> None:
        """`written` is called as soon as what is laid over the rows has changed, `find` with keys of other rows."""
        self._screen, self._resource, self._written, self._find = screen, resource, written, find
        self._redraws = False
        """Whether the list is drawn anew in a moment."""

    def begin(self) -> None:
        """Listen to the session."""
        screen, host = self._screen, self._screen.host
        screen.polling.catching_up = lambda: self._resource.overlay.waiting
        self._resource.overlay.on_change = host.reporter.listening(self.overlay_changed)
        screen.session.outbox.listeners.append(host.reporter.listening(self.follow))

    # What a row says

    def flag(self, item: T, plain: str) -> str:
        """The character before a row, `plain` where nothing of ours is laid over it."""
        overlay, key = self._resource.overlay, self._resource.key_of(item)
        if mark := overlay.mark(key):
            return "w" if mark == WAITING else "~"
        return " " if overlay.ours(key) else plain

    def remark(self, item: T) -> str:
        """What a row says in place of its last cells."""
        mark = self._resource.overlay.mark(self._resource.key_of(item))
        return WAITING_IN_ROW if mark == WAITING else "" if mark in WRITTEN else mark or ""

    # What the session tells

    def follow(self, run: Run) -> None:
        """A run is over: what is done is unmarked; the others stay marked, for another try."""
        if run.resource.name != self._resource.name or run.state not in ("looking", "finished"):
            return
        if not self._screen.flow.listening:
            return
        for item in run.of_state("done"):
            self._screen.listed.marks.pop(self._resource.key_of(item.record), None)
        self._screen.listed.redraw()
        self.look_again()

    def overlay_changed(self) -> None:
        """A command of ours began, was confirmed or was refused, wherever it came from: the rows say so at once."""
        if not self._screen.flow.listening:
            return
        self._written()
        if not self._redraws:  # a bulk step of a thousand tells three thousand times
            self._redraws = True
            self._screen.set_timer(TOGETHER_S, self._redraw)

    def _redraw(self) -> None:
        self._redraws = False
        self._screen.listed.redraw()

    def look_again(self) -> None:
        """Something has changed."""
        self._screen.polling.anew()

    def go_to(self, key: str) -> None:
        """Put the cursor on a row; where it is not listed, `find` asks for it."""
        if not self._screen.listed.go_to(key):
            self._find(key)

    def failed(self, error: C8Error) -> None:
        """It was not done, or nobody knows: the list is looked at anew."""
        self.look_again()

    def taken_back(self, run: Run) -> None:
        """The cursor goes back to what was taken back."""
        self._screen.ui.say(words_of_taken_back(run))
        if run.resource.name == self._resource.name:
            self._screen.listed.go_to(self._resource.key_of(run.first.record))
