"""A full garbage collection once screens were closed: sooner in a pause of typing, later while keys come.

A screen and its widgets refer to each other, so that only the collector frees them, and they have lived long enough to
be in its oldest generation. That one is otherwise collected after millions of allocations, not after a hundred dialogs.
"""

from __future__ import annotations

import gc
from time import monotonic
from typing import Any

from textual.app import App
from textual.timer import Timer

PAUSE_S = 1.0
"""So long nobody has typed when a collection may stop the program for some hundredths of a second."""
MOST = 12
"""Closed screens that are kept at most, however fast somebody types."""


class ClosedScreens:
    """Counts the screens that an app closes, and has them collected."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._timer: Timer | None = None
        self._typed_at = 0.0
        self.waiting = 0
        """Screens that were closed since the last collection."""

    def typed(self) -> None:
        """A key has come."""
        self._typed_at = monotonic()

    def closed(self) -> None:
        """A screen was closed; what still unmounts it gets the time for it."""
        self.waiting += 1
        if self._timer is None:
            self._timer = self._app.set_timer(PAUSE_S, self._collect)

    def _collect(self) -> None:
        self._timer = None
        if self.waiting < MOST and monotonic() - self._typed_at < PAUSE_S:
            self._timer = self._app.set_timer(PAUSE_S, self._collect)
        else:
            self.waiting = 0
            gc.collect()
