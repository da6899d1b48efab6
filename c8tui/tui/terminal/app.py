"""What every app of ours owes a terminal: keys in turn, no control sequences, and what poor and slow ones can show."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from rich.console import RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual._context import active_message_pump
from textual.await_complete import AwaitComplete
from textual.cache import LRUCache
from textual.driver import Driver
from textual.events import Event, Key, Resize
from textual.filter import LineFilter
from textual.geometry import Region
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import WorkerFailed

from c8tui.crash import CRASHED
from c8tui.themes.shipped import DARK
from c8tui.tui.closed_screens import ClosedScreens
from c8tui.tui.commands.keymap import by_position
from c8tui.tui.terminal.colourless import Colourless
from c8tui.tui.terminal.colours import Depth, depth_of, is_light
from c8tui.tui.terminal.ground import GroundTold
from c8tui.tui.terminal.guarded_driver import driver_of, needs_no_terminal, refuse_no_terminal
from c8tui.tui.terminal.key_queue import KeyQueue
from c8tui.tui.terminal.line_guard import ControlGuard
from c8tui.tui.terminal.themes import Themes

T = TypeVar("T")
LOOK_S = 0.03
"""Seconds between two looks at whether a terminal that is behind can take the next frame."""


STYLE_SOURCES = 512
"""Parsed style sheets that are kept."""


class AnyTerminal(KeyQueue[T]):
    """An app that holds itself back where it has to; nothing in it moves by itself.

    `run()` raises SettingsError where there is no terminal, and, when the terminal is as it was before, the bug that
    ended the app.
    """

    # At the bottom, where Textual puts them, they hide what is typed on the prompt line.
    DEFAULT_CSS = """
    AnyTerminal ToastRack { dock: top; align: right top; margin: 0; }
    AnyTerminal Toast { padding: 0 1; }
    AnyTerminal OptionList:focus, AnyTerminal Input:focus { background-tint: transparent; }
    AnyTerminal.-few-colours Dialog { background: transparent; }
    """

    def __init__(self, theme: str = DARK) -> None:
        super().__init__()
        self.themes = Themes(self, theme)
        self.animation_level = "none"
        # Textual keeps 64 sources; c8tui has more, and would parse every one of them anew with each screen.
        self.stylesheet._parse_cache = LRUCache(STYLE_SOURCES)
        self._guard = ControlGuard()
        self._later: Timer | None = None
        """Draws what was not drawn because the terminal was behind."""
        self._closed_screens = ClosedScreens(self)

    def _start_widget(self, parent: Widget, widget: Widget) -> None:
        """Start a scroll bar as if its parent did: its task keeps the context of whoever does.

        Textual makes it when it first draws it, which may be for a dialog above, and that one would stay for ever.
        """
        before = active_message_pump.set(parent)
        try:
            super()._start_widget(parent, widget)
        finally:
            active_message_pump.reset(before)

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top; it is garbage then."""
        self._closed_screens.closed()
        return super().pop_screen()

    async def on_event(self, event: Event) -> None:
        """A key tells that somebody is typing."""
        if isinstance(event, Key):
            self._closed_screens.typed()
        elif isinstance(event, Resize) and hasattr(self._driver, "forget_shown"):
            cast(Any, self._driver).forget_shown()
        await super().on_event(event)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """A letter of another keyboard layout that does nothing does what the Latin one on the same key does."""
        if await super()._check_bindings(key, priority):
            return True
        if priority or key.isascii():
            return False
        latin = by_position().get(key)
        return latin is not None and await super()._check_bindings(latin)

    def get_driver_class(self) -> type[Driver]:
        """One that draws on the terminal also when stdout is a file."""
        return driver_of(super().get_driver_class())

    def run(self, **how: Any) -> T | None:
        """As Textual's own."""
        if not how.get("headless") and not needs_no_terminal(self.get_driver_class()):
            refuse_no_terminal(os.environ, (sys.__stdin__, sys.__stderr__))
        result = super().run(**how)
        if (bug := self._exception) is not None:
            raise bug.error if isinstance(bug, WorkerFailed) else bug
        return result

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and the guard behind them; before them, with NO_COLOR, the one that takes it whole."""
        colourless = (Colourless(),) if self.no_color else ()
        return (*colourless, *super().get_line_filters(), *self.themes.filters(), self._guard)

    # Colours

    def on_mount(self) -> None:
        """Before the first paint: what a poor terminal can show."""
        system = None if self.is_headless else self.console.color_system
        self.themes.set_depth(Depth.SIXTEEN if self.no_color else depth_of(system))

    def on_ground_told(self, message: GroundTold) -> None:
        """The terminal has said what its ground is like."""
        self.themes.on_ground(is_light(*message.ground))

    # Ends that nobody wanted

    def end_at_once(self, exit_code: int) -> None:
        """The terminal has gone, or somebody wants the process gone: what was typed is kept first of all."""
        for stack in self._screen_stacks.values():
            for screen in stack:
                keep = getattr(screen, "keep", None)
                if keep is not None:
                    keep()
        self.exit(return_code=exit_code)

    def _handle_exception(self, error: Exception) -> None:
        """A bug ends the app. Textual would print the locals of every frame, and so what is secret."""
        self._return_code = CRASHED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        self._handle_exception(RuntimeError("Textual gave up"))

    # Drawing no faster than the terminal takes it

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        driver: Any = self._driver
        if not hasattr(driver, "is_clear") or not isinstance(renderable, CompositorUpdate) or self._batch_count:
            super()._display(screen, renderable)
            return
        if not driver.is_clear():
            self._not_now(screen, renderable)
            return
        driver.frame = True
        try:
            super()._display(screen, renderable)
        finally:
            driver.frame = False

    def _not_now(self, screen: Screen[object], update: CompositorUpdate) -> None:
        """Drop a frame: what it would have changed is drawn as it is when the terminal has caught up."""
        whole = screen.size.region
        if self._driver is not None and cast(Any, self._driver).throw_away():
            dirty = {whole}
        elif isinstance(update, ChopsUpdate):
            dirty = {Region(x1, y, x2 - x1, 1) for y, x1, x2 in update.spans}
        else:
            dirty = {whole}
        screen._compositor._dirty_regions.update(dirty)
        if self._later is None:
            self._later = self.set_timer(LOOK_S, self._catch_up)

    def _catch_up(self) -> None:
        """Draw what was dropped, if the terminal takes it now; else it is dropped again."""
        self._later = None
        if self._running and (shown := self._shown) is not None and not self._batch_count:
            shown._compositor_refresh()
