"""Writing to a terminal in a thread of its own: the app never waits, and what was not written yet can be dropped."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Lock, Thread
from time import monotonic

from c8tui.tui.terminal.line_pace import LinePace

CHUNK = 512
"""Bytes that are handed to the system at once, so that it is seen how fast they go."""
ASK = b"\x1b[5n"
"""The status request (DSR)."""
LEFT_AFTER_FLUSH = 4_096
"""Bytes that a pseudo-terminal may still hold after its output was thrown away."""
ANEW = b"\x18\x1b\\\x1b[0m"
"""Ends whatever sequence was cut in two: CAN, ST, and plain style."""
STOP_S = 0.7
"""How long the last words to a terminal may take."""


class TerminalWriter:
    """Frames and control sequences for one terminal, in their order. `gone` is called once, when nobody takes them."""

    def __init__(self, fileno: int, gone: Callable[[], object], *, asks: bool = True) -> None:
        self._fileno, self._gone = fileno, gone
        self._asks = asks
        self._waiting: deque[tuple[bytes, bool]] = deque()
        self._change = Condition(Lock())
        self._busy = self._over = self._dropped = self.broken = False
        self._began = 0.0
        """When the write that is under way began."""
        self.pace = LinePace()
        self._thread = Thread(target=self._run, name="c8tui-output", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def write(self, text: str, *, frame: bool = False) -> None:
        """Hand over text; a frame may be dropped when the writer is stopped."""
        with self._change:
            if not self.broken:
                self._waiting.append((text.encode("utf-8", "replace"), frame))
                self._change.notify_all()

    def answered(self) -> None:
        """The terminal has answered the oldest question."""
        with self._change:
            self.pace.answered(monotonic())
            if self._asks and self.pace.may_ask and not self._waiting:
                self._waiting.append((ASK, False))  # what came behind the question is not known to be taken
            self._change.notify_all()

    def is_clear(self) -> bool:
        """Whether a frame that is written now will be seen soon."""
        with self._change:
            return not self._waiting and not self._busy and self.pace.is_clear(monotonic())

    @property
    def is_slow(self) -> bool:
        """Whether bytes are to be saved."""
        return self.pace.is_slow

    def throw_away(self, flush: Callable[[], object]) -> bool:
        """Throw away, by `flush`, what the terminal has not taken, if a write waits for it too long: it is old.

        Afterwards all has to be drawn anew.
        """
        with self._change:
            blocked_s = monotonic() - self._began if self._busy else 0.0
            if self._dropped or not self.pace.is_clogged(blocked_s):
                return False
            self._dropped = True
            self._waiting = deque(one for one in self._waiting if not one[1])
            self._waiting.append((ANEW, False))
            flush()
            self.pace.flushed(LEFT_AFTER_FLUSH, monotonic())
            return True

    def stop(self) -> None:
        """Write what is no frame, hear the answer that is still to come, and end; in a fraction of a second."""
        with self._change:
            self._waiting = deque(one for one in self._waiting if not one[1])
            end = monotonic() + STOP_S
            self._change.notify_all()
            while not self.broken and (self._waiting or self._busy) and (left := end - monotonic()) > 0:
                self._change.wait(left)
            self._over = True
            self._change.notify_all()
        self._thread.join(max(0.0, end - monotonic()))

    def await_answer(self) -> None:
        """Wait, not for long, for the answer to the last question: afterwards it would be taken for typed."""
        with self._change:
            end = monotonic() + STOP_S
            while self.pace.waits and not self.broken and (left := end - monotonic()) > 0:
                self._change.wait(left)
            self._asks = False

    def _run(self) -> None:
        while True:
            with self._change:
                while not self._waiting and not self._over:
                    self._change.wait()
                if not self._waiting:
                    return
                data, _ = self._waiting.popleft()
                self._busy, self._dropped, self._began = True, False, monotonic()
            try:
                if data is not ASK:
                    self._put(data)
                self._ask_if_due()
            except OSError:
                self._broke()
                return
            finally:
                with self._change:
                    self._busy = False
                    self._change.notify_all()

    def _ask_if_due(self) -> None:
        with self._change:
            due = self._asks and not self._waiting and not self._dropped and self.pace.may_ask
            if due:
                self.pace.asked(monotonic())
        if due:
            os.write(self._fileno, ASK)

    def _put(self, data: bytes) -> None:
        for begin in range(0, len(data), CHUNK):
            if self._dropped:
                return
            chunk = data[begin : begin + CHUNK]
            self._began = monotonic()
            while chunk:
                chunk = chunk[os.write(self._fileno, chunk) :]
            now = monotonic()
            with self._change:
                self.pace.wrote(min(CHUNK, len(data) - begin), now - self._began, now)

    def _broke(self) -> None:
        with self._change:
            self.broken = True
            self._waiting.clear()
        with suppress(RuntimeError):  # the loop has ended already
            self._gone()
