"""A callback that waits until nothing asks for it any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from textual.message_pump import MessagePump

from c8tui.tui.debounce import Debounce


class Clock:
    """A node whose timers are over when a test says so."""

    class Timer:
        def __init__(self, seconds: float, callback: Callable[[], object]) -> None:
            self.seconds, self.callback, self.stopped = seconds, callback, False

        def stop(self) -> None:
            self.stopped = True

    def __init__(self) -> None:
        self.timers: list[Clock.Timer] = []

    def set_timer(self, seconds: float, callback: Callable[[], object]) -> Clock.Timer:
        self.timers.append(Clock.Timer(seconds, callback))
        return self.timers[-1]

    def running(self) -> list[Clock.Timer]:
        return [timer for timer in self.timers if not timer.stopped]


def test_what_was_asked_for_again_is_called_once() -> None:
    clock, called = Clock(), list[str]()
    debounce = Debounce(cast("MessagePump", clock), 0.3, lambda: called.append("now"))
    assert not debounce.waiting
    debounce.ask()
    debounce.ask()
    [timer] = clock.running()
    assert (timer.seconds, debounce.waiting, called) == (0.3, True, [])
    timer.callback()
    assert (debounce.waiting, called) == (False, ["now"])


def test_what_is_stopped_is_never_called() -> None:
    clock = Clock()
    debounce = Debounce(cast("MessagePump", clock), 0.3, lambda: None)
    debounce.stop()
    debounce.ask()
    debounce.stop()
    assert (clock.running(), debounce.waiting) == ([], False)
