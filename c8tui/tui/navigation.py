"""Navigation between the modes of the app: to the list of one, back to what was left, and the way back by escape."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from c8tui.tui.terminal.key_queue import Hold, hold_keys

if TYPE_CHECKING:
    from textual.app import App

    from c8tui.tui.screens.base import BaseScreen


@runtime_checkable
class Arrives(Protocol):
    """A part of a screen that keeps the way back from what somebody came to do."""

    def arrive(self, then: Callable[[Any], object], back: Callable[[], object]) -> None:
        """Do `then` with the screen; `back` leads to where one came from."""


@runtime_checkable
class StandsOver(Protocol):
    """A screen that stands over that of a mode, and has to do something when it is left."""

    def leave(self) -> None:
        """Leave for the screen below."""


@runtime_checkable
class OpensAgain(Protocol):
    """A screen that stands over that of a mode, and can be shown again after it was left."""

    def open_again(self) -> None:
        """Show what was shown here once more."""


def _nowhere() -> None:
    """There is no way back."""


class Navigation:
    """Shows one mode after the other. What stands over the screen of a mode stays there until its list is gone to."""

    def __init__(self, app: App[Any], remember: Callable[[str], object]) -> None:
        """`remember` is called with every mode that is shown."""
        self._app, self._remember = app, remember
        self._last: str | None = None

    @property
    def mode_screen(self) -> BaseScreen | None:
        """The screen of the mode that is shown, below any dialog."""
        from c8tui.tui.screens.base import BaseScreen  # not before the first paint

        screen = self._app.screen_stack[0]
        return screen if isinstance(screen, BaseScreen) else None

    def go(self, mode: str, then: Callable[[Any], object]) -> None:
        """Show the screen of a mode with nothing over it, and do something with it; somebody asked for it by name."""
        self._begin(mode, then, _nowhere)

    def go_and(self, mode: str, then: Callable[[Any], object]) -> None:
        """The same, led there by a use case: backing out of what was done leads back."""
        self._begin(mode, then, self._way_back_from(mode))

    def go_back_to(self, mode: str) -> None:
        """Show a mode as it was left, with what stands over its screen."""
        self._begin(mode, None, _nowhere)

    def go_last(self) -> None:
        """Show the mode that was shown before, as it was left."""
        if self._last is not None:
            self.go_back_to(self._last)

    def _way_back_from(self, mode: str) -> Callable[[], object]:
        """What leads from the screen of a mode to what is seen now."""
        if mode != (now := self._app.current_mode):
            return partial(self.go_back_to, now)
        screen = self._app.screen
        return screen.open_again if isinstance(screen, OpensAgain) else _nowhere

    def _begin(self, mode: str, then: Callable[[Any], object] | None, back: Callable[[], object]) -> None:
        if mode != self._app.current_mode:
            self._last = self._app.current_mode
        hold = hold_keys(self._app, lambda: None)
        self._app.run_worker(self._go(mode, then, back, hold), group="go")

    async def _go(
        self, mode: str, then: Callable[[Any], object] | None, back: Callable[[], object], hold: Hold
    ) -> None:
        app = self._app
        try:
            with app.batch_update():  # what stands over the screen is not drawn before it is closed
                await app.switch_mode(mode)
                self._remember(mode)
                if then is not None:
                    self._close_over()
            if then is not None and (screen := self.mode_screen) is not None:
                arriving = next((part.arrive for part in screen.parts if isinstance(part, Arrives)), None)
                doing = partial(then, screen) if arriving is None else partial(arriving, then, back)
                screen.call_later(doing)  # behind its own mounting, when it is shown for the first time
        finally:
            hold.release()

    def _close_over(self) -> None:
        app = self._app
        while len(app.screen_stack) > 1:
            if isinstance(app.screen, StandsOver):
                app.screen.leave()
            else:
                app.screen.dismiss(None)
