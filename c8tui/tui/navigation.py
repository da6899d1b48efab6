"""Navigation between places: to the list of a mode, out of what was come to, back and forward through the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from c8tui.tui.history import CameBy, History, Shown, Visit
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


def _nowhere() -> None:
    """There is no way back."""


class Navigation:
    """Shows one mode after the other. What stands over the screen of a mode stays there until its list is gone to."""

    def __init__(self, app: App[Any], remember: Callable[[str], object]) -> None:
        """`remember` is called with every mode that is shown."""
        self._app, self._remember = app, remember
        self._last: str | None = None
        self._history = History()
        self._moving = 0
        """How many changes of place are under way: what is shown meanwhile is no place of its own."""

    @property
    def mode_screen(self) -> BaseScreen | None:
        """The screen of the mode that is shown, below any dialog."""
        return next(iter(self._screens()), None)

    def _screens(self) -> list[BaseScreen]:
        """That of the mode and those over it, without dialogs."""
        from c8tui.tui.screens.base import BaseScreen  # not before the first paint

        return [screen for screen in self._app.screen_stack if isinstance(screen, BaseScreen)]

    def go(self, mode: str, then: Callable[[Any], object]) -> None:
        """Show the screen of a mode with nothing over it, and do something with it; somebody asked for it by name."""
        self._begin(mode, partial(self._go, mode, then, _nowhere), CameBy.GONE)

    def go_and(self, mode: str, then: Callable[[Any], object]) -> None:
        """The same, led there by a use case: backing out of what was done leads back."""
        self._begin(mode, partial(self._go, mode, then, self._way_back_from(mode)), CameBy.LED)

    def go_back_to(self, mode: str) -> None:
        """Show a mode as it was left, with what stands over its screen."""
        self._begin(mode, partial(self._switch, mode), CameBy.OUT)

    def go_last(self) -> None:
        """Show the mode that was shown before, as it was left."""
        if self._last is not None:
            self.go_back_to(self._last)

    def _way_back_from(self, mode: str) -> Callable[[], object]:
        """What leads from the screen of a mode to what is seen now."""
        if mode != (now := self._app.current_mode):
            return partial(self.go_back_to, now)
        screens = self._screens()
        shown = screens[-1].shown() if len(screens) > 1 else None
        return partial(self._push, shown) if shown is not None and shown.again is not None else _nowhere

    def _push(self, shown: Shown) -> object:
        assert shown.again is not None
        return self._app.push_screen(shown.again())

    def _begin(self, mode: str, work: Callable[[], Any], step: CameBy) -> None:
        self.seen()
        if mode != self._app.current_mode:
            self._last = self._app.current_mode
        self._moving += 1
        hold = hold_keys(self._app, lambda: None)
        self._app.run_worker(self._move(work, step, hold), group="go")

    async def _move(self, work: Callable[[], Any], step: CameBy, hold: Hold) -> None:
        try:
            await work()
        finally:
            if (screen := self.mode_screen) is None or not screen.call_later(self._moved, step, hold):
                self._moved(step, hold)  # behind what is done with the screen

    def _moved(self, step: CameBy, hold: Hold) -> None:
        self._moving -= 1
        self.note(step)
        hold.release()

    async def _switch(self, mode: str) -> None:
        await self._app.switch_mode(mode)
        self._remember(mode)

    async def _go(self, mode: str, then: Callable[[Any], object], back: Callable[[], object]) -> None:
        with self._app.batch_update():  # what stands over the screen is not drawn before it is closed
            await self._switch(mode)
            self._close_over()
        if (screen := self.mode_screen) is not None:
            arriving = next((part.arrive for part in screen.parts if isinstance(part, Arrives)), None)
            doing = partial(then, screen) if arriving is None else partial(arriving, then, back)
            screen.call_later(doing)  # behind its own mounting, when it is shown for the first time

    def _close_over(self, stays: int = 1) -> None:
        app = self._app
        while len(app.screen_stack) > stays:
            if isinstance(app.screen, StandsOver):
                app.screen.leave()
            else:
                app.screen.dismiss(None)

    # The history

    def step_out(self) -> None:
        """Leave what stands over a list for what is below."""
        self.look()
        self._screens()[-1].dismiss(None)

    def look(self) -> None:
        """What is shown is about to be left: its rows are kept as they are now."""
        if not self._moving and (now := self._now()) is not None:
            self._history.look(now)

    def note(self, step: CameBy) -> None:
        """Another place is shown, or the same; while one is gone to, it is noted when it is reached."""
        if self._moving or (now := self._now()) is None:
            return
        before = self.way
        self._history.note(now, step)
        screen = self._screens()[-1]
        if self.way != before and screen.flow.listening and screen.children:
            screen.tell()

    def seen(self) -> None:
        """A screen is seen that was not: one that was opened, or what was below one that was left."""
        here, now = self._history.here, self._now()
        deeper = here is not None and now is not None and len(now.screens) > len(here.screens) == here.shared(now)
        self.note(CameBy.LED if deeper else CameBy.OUT)

    def _now(self) -> Visit | None:
        screens = self._screens()
        return Visit(self._app.current_mode, tuple(one.shown() for one in screens)) if screens else None

    @property
    def way(self) -> tuple[str, ...]:
        """The names of the places that lead to the one that is shown."""
        return self._history.here.way if self._history.here is not None else ()

    @contextmanager
    def moving(self) -> Iterator[None]:
        """What is shown meanwhile is no place of its own."""
        self._moving += 1
        try:
            yield
        finally:
            self._moving -= 1

    def walk(self, step: int) -> None:
        """Go back (-1) or forward (1); what cannot be shown again is passed over, and that is said."""
        self.seen()  # what the key before has closed or opened is noted first
        passed: list[str] = []
        for place in self._history.places(step):
            if not place.why_not:
                said = " ".join(dict.fromkeys(passed))
                self._begin(place.mode, partial(self._show, place, said), CameBy.CHANGED)
                self._history.arrive(place)
                return
            passed.append(place.why_not)
        none = f"There is no {'previous' if step < 0 else 'next'} place."
        self._say(" ".join(dict.fromkeys((*passed, none))))

    def _say(self, words: str) -> None:
        for screen in self._screens()[-1:] if words else ():
            screen.ui.say(words, "warn")

    async def _show(self, place: Visit, said: str) -> None:
        """Show a place again: what still stands there stays as it is, all else is made anew."""
        from c8tui.tui.screens.returning import ComesBack

        app = self._app
        with app.batch_update():
            await self._switch(place.mode)
            stays = Visit(place.mode, tuple(one.shown() for one in self._screens())).shared(place)
            self._close_over(max(1, stays))
            if not stays and (again := place.screens[0].again) is not None:
                again()
            for shown in place.screens[max(1, stays) :]:
                assert shown.again is not None
                await app.push_screen(shown.again())
            for screen, shown in zip(self._screens(), place.screens, strict=False):
                if isinstance(screen, ComesBack):
                    screen.come_back.to(shown.row)
        self._say(said)
