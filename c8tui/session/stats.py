"""How many tasks were completed today, and how fast."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from c8tui.state import State

PACE_S = 600.0
"""The pace is that of the last ten minutes."""
LEAST_S = 60.0
"""Before a minute has gone by, one task done in five seconds is no pace of twelve a minute."""


@dataclass(slots=True)
class CompletionStats:
    """Counts completions that the cluster has confirmed; the number of today is remembered on this machine."""

    state: State
    clock: Callable[[], float] = time
    """Seconds since 1970."""
    _at: deque[float] = field(default_factory=deque)

    def add(self, number: int = 1) -> None:
        """So many tasks were completed just now."""
        self._at.extend([self.clock()] * number)
        self.state.remember_done(self._day(), number)

    @property
    def today(self) -> int:
        """Tasks completed today, in the zone of this machine, by every c8tui of this person here."""
        return self.state.done_on(self._day())

    @property
    def pace(self) -> float | None:
        """Tasks a minute over the last ten minutes of this run; None until there were two."""
        now = self.clock()
        while self._at and now - self._at[0] > PACE_S:
            self._at.popleft()
        if len(self._at) < 2:
            return None
        return len(self._at) * 60 / max(LEAST_S, now - self._at[0])

    def words(self) -> str:
        """As a line says it: `12 done today, 3.1/min`; empty before the first."""
        if not (today := self.today):
            return ""
        pace = self.pace
        return f"{today:,} done today" + (f", {pace:.1f}/min" if pace is not None else "")

    def _day(self) -> str:
        return f"{datetime.fromtimestamp(self.clock()):%Y-%m-%d}"
