"""How many commands of a run are on their way at once: fewer as soon as the cluster is pressed, more again slowly."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

MOST = 8
"""As many as one client sends at once without slowing itself down (see `api.wire`)."""


@dataclass(slots=True)
class Pace:
    """Additive increase, multiplicative decrease, as TCP does it."""

    most: int = MOST
    width: float = float(MOST)
    _on_the_way: int = 0
    _room: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def enter(self) -> None:
        """Wait for room for one more."""
        async with self._room:
            await self._room.wait_for(lambda: self._on_the_way < max(1, int(self.width)))
            self._on_the_way += 1

    async def leave(self, *, pressed: bool) -> None:
        """One is over; `pressed` when the cluster said meanwhile that it has too much to do."""
        self.width = max(1.0, self.width / 2) if pressed else min(float(self.most), self.width + 1 / self.width)
        async with self._room:
            self._on_the_way -= 1
            self._room.notify_all()
