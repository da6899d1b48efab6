"""How far a terminal is behind, so that frames are dropped and never queued: flow control by what was taken.

A program sees neither the buffers of an SSH connection nor those of a pseudo-terminal. So the terminal itself is asked
(a status request behind a frame; its report says that all before it was taken). One that answers nothing is judged by
how long writing takes once the buffers of the system are full.
"""

from __future__ import annotations

LATE_S = 0.05
"""An answer that takes longer than the fastest one by so much says that the line is slow."""
IN_FLIGHT = 16_384
"""Bytes that a line which is not slow may have before it without an answer."""
SILENT_S = 5.0
"""A terminal that has not answered for so long is not going to."""
MOST_UNANSWERED = 3
"""So often is one asked that does not answer."""
BLOCKED_S = 0.05
"""A write that takes so long waits for the terminal."""
CLOGGED_S = 0.3
"""One that takes so long says that all before it is old."""
REST_S = 1.0
"""A pause after which blocked writes are measured anew."""
SLOWEST, FAST = 1_000.0, 64_000.0
"""Bytes per second: a line is not believed to be slower than the one, and nothing is held back on one as fast as the
other."""
FASTER, REFUTED = 1.01, 2.0
"""How much faster a line is believed to be after a write that it took at once: little, since the system's buffers take
it on a slow line as well; and much after one that these could not have held."""
BUFFERS = 12_288
"""Bytes that a pseudo-terminal of Linux holds at both its ends before a write waits."""
LONGEST_HOLD_S = 1.5
"""A frame is not held back for longer on a belief."""


class LinePace:
    """What is known of one line; times are seconds of any clock that does not go back."""

    def __init__(self) -> None:
        self._asked: tuple[float, int] | None = None
        """When the terminal was asked, and how much had been written by then."""
        self._written = self._taken = self._unanswered = 0
        self._answers = self._slow = False
        self._fastest = float("inf")
        """Seconds that the fastest answer took."""
        self._rate = float("inf")
        """Bytes per second, measured while writes were blocked; infinite when none was."""
        self._stretch: tuple[float, int] | None = None
        """Since when writes are blocked, and how much was written since."""
        self._backlog, self._looked_at = 0.0, 0.0
        """Bytes that are believed to wait in the system, on a line that answers nothing, and when."""

    def wrote(self, size: int, took_s: float, now: float) -> None:
        """So many bytes were handed to the system, which took so long."""
        blocked = took_s >= BLOCKED_S
        if blocked or self._stretch is not None:
            began, before = self._stretch or (now - took_s, 0)
            self._stretch = (began, before + size) if now - took_s - self._looked_at < REST_S or blocked else None
            if blocked:
                self._rate = min(FAST, max(SLOWEST, (before + size) / max(now - began, took_s)))
        elif self._rate < float("inf"):
            held = self._waiting(now) + size <= BUFFERS
            self._rate = self._rate * (FASTER if held else REFUTED) if self._rate < FAST else float("inf")
        self._written += size
        self._backlog, self._looked_at = self._waiting(now) + size, now

    @property
    def may_ask(self) -> bool:
        """Whether it is time to ask: something was written since, and no answer is waited for."""
        return self._asked is None and self._written > self._taken and self._unanswered < MOST_UNANSWERED

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come from a terminal that gives them."""
        return self._asked is not None and self._answers

    def asked(self, now: float) -> None:
        """The terminal was asked behind all that has been written."""
        self._asked = now, self._written

    def answered(self, now: float) -> None:
        """It has taken all that was written before the question."""
        if self._asked is None:
            return
        (at, self._taken), self._asked = self._asked, None
        self._answers, self._unanswered, self._rate = True, 0, float("inf")
        self._fastest = min(self._fastest, now - at)
        self._slow = now - at > self._fastest + LATE_S

    def is_clogged(self, blocked_s: float) -> bool:
        """Whether all that waits in the system is old, when a write has been waiting for so long."""
        return not self._answers and blocked_s >= CLOGGED_S

    @property
    def is_slow(self) -> bool:
        """Whether the line was slow when it was last looked at."""
        return self._slow if self._answers else self._rate < FAST

    def flushed(self, left: int, now: float) -> None:
        """What waited was thrown away, but for so many bytes."""
        self._backlog, self._looked_at = float(left), now

    def is_clear(self, now: float) -> bool:
        """Whether the next frame will be seen soon; if not, it is better drawn later, when it is newer."""
        if self._asked is not None and now - self._asked[0] > SILENT_S:
            self._asked, self._taken = None, self._written
            self._answers, self._unanswered = False, self._unanswered + 1
        if not self._answers:
            held = now - self._looked_at >= LONGEST_HOLD_S
            return held or self._rate >= FAST or self._waiting(now) <= self._rate / 4
        if self._written == self._taken:
            return True
        late = self._asked is not None and now - self._asked[0] > self._fastest + LATE_S
        return not self._slow and not late and self._written - self._taken <= IN_FLIGHT

    def _waiting(self, now: float) -> float:
        if self._rate == float("inf"):
            return self._backlog
        return max(0.0, self._backlog - self._rate * (now - self._looked_at))
