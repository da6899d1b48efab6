"""Keys one after the other: the next one is looked at when what the one before has done is done.

Textual hands every key at once to whatever has the focus, so that of several keys that arrive in one packet, as over a
slow link, the later ones act on the screen as it was: text typed right behind `/` would act as commands.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TypeVar

from textual.app import App, ScreenStackError
from textual.events import Event, Key
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

T = TypeVar("T")
PATIENCE_S = 0.5
"""After so long the next key goes on its way although nobody has said that the one before is done."""


class KeyQueue(App[T]):
    """An app that takes keys in turn. A message follows each key on its way up; when it is here, so was the key."""

    class Done(Message):
        """The key before has been through every widget."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[Key] = deque()
        self._under_way: Screen[object] | None = None
        """The screen that a key was given to and that has not come back yet."""
        self._asked: Widget | None = None
        """What the last key was given to."""
        self._patience: Timer | None = None

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and not event.is_forwarded:
            self._keys.append(event)
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
        if self._keys and (shown := self._shown) is not None:
            self._under_way = shown
            await super().on_event(self._keys.popleft())
            self._asked = self.focused or self._shown
            if self._asked is not None:
                self._asked.post_message(self.Done())

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
        return not self._keys and (self._under_way is None or self._lost())

    def _lost(self) -> bool:
        """Whether what the key was given to has gone, and the message behind the key with it."""
        return self._asked is None or not self._asked.is_running or not self._asked.is_attached

    async def on_key_queue_done(self, message: Done) -> None:
        """The key is done; a screen that it opened is waited for, so that what was typed for it goes there."""
        message.stop()
        await asyncio.sleep(0)  # a use case that the key began takes its first step: to the question that it opens with
        if self._under_way is None:
            return
        shown = self._shown
        if self._keys and shown is not None and shown is not self._under_way:
            self._under_way = self._asked = shown
            shown.call_after_refresh(shown.post_message, self.Done())
        else:
            await self._next_key()
