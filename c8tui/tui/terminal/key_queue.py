"""Keys one after the other: the next one is looked at when what the one before has done is done.

Textual hands every key at once to whatever has the focus, so that of several keys that arrive in one packet, as over a
slow link, the later ones act on the screen as it was: text typed right behind `/` would act as commands. What takes
time to open holds the keys until it is there, since they were typed for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App, ScreenStackError
from textual.events import Event, Key
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

T = TypeVar("T")
PATIENCE_S = 0.5
"""After so long the next key goes on its way although nobody has said that the one before is done."""


AT_ONCE = frozenset({"escape", "ctrl+q", "ctrl+c"})
"""Keys that never wait: with them a person gives up what is being opened."""


class Hold:
    """Keys wait while one of these lasts."""

    def __init__(self, queue: KeyQueue[Any] | None, give_up: Callable[[], object]) -> None:
        self.give_up = give_up
        """Called when the person does not want it any more."""
        self._queue = queue

    def release(self, *, drop: bool = False) -> None:
        """It is there, and gets the keys; with `drop` it is not, and they are dropped. The second time does nothing."""
        if (queue := self._queue) is not None:
            self._queue = None
            queue.holds.released(self, drop=drop)


class Holds:
    """What keys wait for now."""

    def __init__(self, queue: KeyQueue[Any]) -> None:
        self._queue = queue
        self._lasting: list[Hold] = []

    def __bool__(self) -> bool:
        return bool(self._lasting)

    def begin(self, give_up: Callable[[], object]) -> Hold:
        """Hold the keys that are typed from now on, for what is being opened."""
        hold = Hold(self._queue, give_up)
        self._lasting.append(hold)
        if any(key.key in AT_ONCE for key in self._queue._keys):  # given up already, in the packet that opens it
            self._queue.call_later(self.give_up)
        return hold

    def released(self, hold: Hold, *, drop: bool) -> None:
        """A hold has ended; behind the last one the keys go on, to the screen that is shown by then."""
        if hold not in self._lasting:  # given up: the keys that have come since are for something else
            return
        self._lasting.remove(hold)
        if self._lasting:
            return
        keys, shown = self._queue._keys, self._queue._shown
        if drop:
            keys.clear()
        if keys and shown is not None:
            _wait_for(self._queue, shown)

    async def give_up(self) -> None:
        """Drop what is being opened, and the keys that were typed for it, up to the one that says so."""
        lasting, self._lasting = self._lasting, []
        keys = self._queue._keys
        while keys and keys[0].key not in AT_ONCE:
            keys.popleft()
        if lasting and keys and keys[0].key == "escape":
            keys.popleft()
        for hold in lasting:
            hold.give_up()
        await self._queue._next_key()


def _wait_for(queue: KeyQueue[Any], shown: Screen[object]) -> None:
    """The next key is for this screen, once it is there."""
    queue._under_way = queue._asked = shown
    queue._turn += 1
    shown.call_after_refresh(shown.post_message, KeyQueue.Done(queue._turn))


def hold_keys(app: App[Any], give_up: Callable[[], object]) -> Hold:
    """Hold the keys that are typed from now on; an app that takes them as they come holds none."""
    return app.holds.begin(give_up) if isinstance(app, KeyQueue) else Hold(None, give_up)


class KeyQueue(App[T]):
    """An app that takes keys in turn. A message follows each key on its way up; when it is here, so was the key."""

    class Done(Message):
        """The key before has been through every widget; `turn` numbers what was waited for."""

        def __init__(self, turn: int = 0) -> None:
            super().__init__()
            self.turn = turn

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[Key] = deque()
        self._under_way: Screen[object] | None = None
        """The screen that a key was given to and that has not come back yet."""
        self._asked: Widget | None = None
        """What the last key was given to."""
        self._patience: Timer | None = None
        self.holds = Holds(self)
        self._turn = 0
        """The number of what is waited for now: what was waited for before does not count any more."""

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and not event.is_forwarded:
            self._keys.append(event)
            if self.holds:
                if event.key in AT_ONCE:
                    await self.holds.give_up()
                return
            if self._under_way is None or self._lost():
                await self._next_key()
            elif self._patience is None:
                self._patience = self.set_timer(PATIENCE_S, self._next_key)
        else:
            await super().on_event(event)

    async def _next_key(self) -> None:
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        self._under_way = None
        if self._keys and not self.holds and (shown := self._shown) is not None:
            self._under_way = shown
            await super().on_event(self._keys.popleft())
            self._asked = self.focused or self._shown
            if self._asked is not None:
                self._turn += 1
                self._asked.post_message(self.Done(self._turn))

    @property
    def _shown(self) -> Screen[object] | None:
        """The screen on top; none while the app ends."""
        try:
            return self.screen
        except ScreenStackError:
            return None

    @property
    def all_typed(self) -> bool:
        """Whether every key that has come has acted."""
        return not self._keys and not self.holds and (self._under_way is None or self._lost())

    def _lost(self) -> bool:
        """Whether what the key was given to has gone, and the message behind the key with it."""
        return self._asked is None or not self._asked.is_running or not self._asked.is_attached

    async def on_key_queue_done(self, message: Done) -> None:
        """The key is done; a screen that it opened is waited for, so that what was typed for it goes there."""
        message.stop()
        await asyncio.sleep(0)  # a use case that the key began takes its first step: to the question that it opens with
        if self._under_way is None or message.turn != self._turn:
            return
        shown = self._shown
        if self._keys and shown is not None and shown is not self._under_way:
            _wait_for(self, shown)
        else:
            await self._next_key()
