"""Polling with manners: while the screen is seen, one look at a time, each failure doubling the pause."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from c8tui.errors import C8Error
from c8tui.tui.widgets.status_line import Freshness

if TYPE_CHECKING:
    from textual.timer import Timer

    from c8tui.session.session import Session
    from c8tui.tui.screens.command_screen import CommandScreen

LONGEST_PAUSE_S = 60.0
CATCH_UP_S = 1.0
"""Seconds between looks while the index is behind our own writes."""


class Polled(Protocol):
    """What is looked at: how it is asked for, and shown."""

    @property
    def session(self) -> Session:
        """Who is asked."""

    async def load(self) -> object:
        """Ask the session."""

    def show(self, answer: Any) -> None:
        """Show what `load()` brought."""

    def load_failed(self, error: C8Error) -> None:
        """Say why it cannot be renewed."""


class Polling:
    """Looks for one screen: what its `load()` brings is given to its `show()`."""

    def __init__(self, screen: CommandScreen, polled: Polled) -> None:
        """Both are the same object."""
        self._screen, self._polled = screen, polled
        self._timer: Timer | None = None
        self._looking = False
        self._failures = 0
        self._loaded_at: float | None = None
        self._next_at: float | None = None
        self.stale: str | None = None
        """Why what is shown is not renewed; None while it is."""
        self.catching_up: Callable[[], bool] = lambda: False
        """Whether something of ours is not shown yet, so that the next look should come soon."""

    @property
    def looks(self) -> bool:
        """Whether a look is under way."""
        return self._looking

    def now(self) -> None:
        """Look, unless a look is under way: the overlapping one is dropped, not the running one."""
        if not self._looking:
            self._looking = True
            self.stop()
            self._screen.flow.start(self._look(), failed=self._failed, group="poll")

    def anew(self) -> None:
        """Look for something else than before: what is under way is about the old question and is dropped."""
        self._looking = False
        self._screen.workers.cancel_group(self._screen, "poll")
        self.now()

    async def _look(self) -> None:
        screen = self._screen
        answer = await screen.flow.heard(self._polled.load())
        self._looking, self._failures, self.stale, self._next_at = False, 0, None, None
        self._loaded_at = monotonic()
        self._polled.show(answer)
        screen.tell()
        behind = self.catching_up()
        pause = CATCH_UP_S if behind else self._polled.session.settings.refresh_s
        self._note(f"next in {pause:g} s, since the index is behind" if behind else f"next in {pause:g} s")
        self._arm(pause)

    def _failed(self, error: C8Error) -> None:
        """Keep what there is, say that and why it is old, and come back later each time."""
        self._looking = False
        self._failures += 1
        pause = min(LONGEST_PAUSE_S, self._polled.session.settings.refresh_s * 2 ** (self._failures - 1))
        self._next_at = monotonic() + pause
        self._note(f"{type(error).__name__}, {self._failures} in a row; next in {pause:g} s")
        self._arm(pause)
        self._polled.load_failed(error)

    def _note(self, words: str) -> None:
        self._polled.session.log.note(f"refresh of {self._screen.NAME}: {words}")

    def _arm(self, seconds: float) -> None:
        self.stop()
        screen = self._screen
        if screen.is_current or screen.app.screen_stack[0] is screen:
            self._timer = screen.set_timer(seconds, self.now)

    def stop(self) -> None:
        """No more looks until the next `now()`."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def freshness(self) -> Freshness:
        """How old what is shown is, and what has gone wrong since."""
        now, session = monotonic(), self._polled.session
        return Freshness(
            age_s=None if self._loaded_at is None else now - self._loaded_at,
            stale=self.stale,
            next_try_s=None if self._next_at is None else max(0.0, self._next_at - now),
            round_trip_s=session.round_trip_s,
            waits=session.outbox.waits,
        )
