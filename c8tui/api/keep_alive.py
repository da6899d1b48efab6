"""The loop that keeps a token source fresh; imports nothing, so that it costs nothing where there is no OAuth."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from c8tui.api.tokens import TokenSource

STRETCH_S = 5.0
"""Longest sleep, so that a laptop that slept is noticed by the wall clock."""
SHORTEST_S = 0.2
"""Shortest one, should a server hand out tokens that are due at once."""


async def keep_alive(source: TokenSource, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Renew the tokens of `source` in time, until cancelled; failures stay in the source and are tried again."""
    while True:
        await source.renew_if_due()
        await sleep(min(max(source.seconds_until_due(), SHORTEST_S), STRETCH_S))
