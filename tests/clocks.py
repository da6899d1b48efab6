"""Time that only moves when it is told."""

from __future__ import annotations

import asyncio

NOON = 1_800_000_000.0
"""Where the clocks of tests begin, in Unix time."""


class Clock:
    """A clock that its own sleep moves on, at once."""

    def __init__(self, at: float = NOON) -> None:
        self.at = at
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)
