"""Debounce: a callback that waits until nothing has asked for it for a while, as until the keys have rested."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer


class Debounce:
    """Calls back `seconds` after it was asked for the last time; never when its node has gone by then."""

    def __init__(self, node: MessagePump, seconds: float, callback: Callable[[], object]) -> None:
        self._node, self._seconds, self._callback = node, seconds, callback
        self._timer: Timer | None = None

    @property
    def waiting(self) -> bool:
        """Whether it has been asked for and has not called back."""
        return self._timer is not None

    def ask(self) -> None:
        """Call back later; what was asked for before waits as long again."""
        self.stop()
        self._timer = self._node.set_timer(self._seconds, self._call)

    def _call(self) -> object:
        self._timer = None
        return self._callback()

    def stop(self) -> None:
        """Do not call back."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
