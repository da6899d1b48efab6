"""What every app of ours owes a terminal: keys in turn, no control sequences, and what poor ones can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.events import Event, Key
from textual.filter import LineFilter

from c8tui.tui.closed_screens import ClosedScreens
from c8tui.tui.colourless import Colourless
from c8tui.tui.guard import ControlGuard
from c8tui.tui.key_queue import KeyQueue
from c8tui.tui.terminal_driver import driver_of

T = TypeVar("T")
POOR_THEME = "ansi-dark"
"""The terminal's own sixteen colours, of which a selection can be told on any ground."""


class AnyTerminal(KeyQueue[T]):
    """An app that holds itself back where it has to; nothing in it moves by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self._guard = ControlGuard()
        self._closed_screens = ClosedScreens(self)

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top; it is garbage then."""
        self._closed_screens.closed()
        return super().pop_screen()

    async def on_event(self, event: Event) -> None:
        """A key tells that somebody is typing."""
        if isinstance(event, Key):
            self._closed_screens.typed()
        await super().on_event(event)

    def get_driver_class(self) -> type[Driver]:
        """One that draws on the terminal also when stdout is a file."""
        return driver_of(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and the guard behind them; before them, with NO_COLOR, the one that takes it whole."""
        colourless = (Colourless(),) if self.no_color else ()
        return (*colourless, *super().get_line_filters(), self._guard)

    def on_mount(self) -> None:
        """Before the first paint: what a poor terminal can show."""
        if self.no_color or (self.console.color_system == "standard" and not self.is_headless):
            self.theme = POOR_THEME
