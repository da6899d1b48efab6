"""Renewal under load: who waits, who sees a 401, and how often the token server is asked."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from c8tui.api import cluster
from c8tui.api.connect import Connection, connect
from c8tui.api.keep_alive import keep_alive
from c8tui.api.tokens import TokenSource
from c8tui.errors import C8Error
from c8tui.secret_text import SecretStr
from c8tui.settings import Settings
from tests.bench.cluster import served
from tests.bench.table import Figure

LIFETIME_S = 5
RENEWED_EVERY_S = LIFETIME_S / 2
"""So short a token is renewed at half its life."""
IN_FLIGHT = 4


def count_calls(source: TokenSource, counts: Counter[str]) -> None:
    """Count the requests that wait for a renewal (`waited`), and those that saw a 401 (`refused`)."""

    def counted(name: str, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counting(*args: Any) -> Any:
            counts[name] += 1
            return await call(*args)

        return counting

    source._renewed = counted("waited", source._renewed)  # type: ignore[method-assign, assignment]
    source.replace = counted("refused", source.replace)  # type: ignore[method-assign, assignment]


async def load(connection: Connection, requests: int, counts: Counter[str]) -> float:
    """Send so many requests, some at once, and count those that `failed`; returns the seconds that it took."""
    left = requests

    async def worker() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            try:
                await cluster.topology(connection.wire)
            except C8Error:
                counts["failed"] += 1

    began = perf_counter()
    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    return perf_counter() - began


async def steady(settings: Settings, cache: Path, requests: int) -> tuple[Counter[str], float]:
    """Requests while tokens are renewed behind them: what was counted, and the seconds that it took."""
    counts: Counter[str] = Counter()
    connection = connect(settings, cache_dir=cache)
    assert connection.tokens is not None
    await connection.tokens.token()
    count_calls(connection.tokens, counts)
    keeper = asyncio.create_task(keep_alive(connection.tokens))
    seconds = await load(connection, requests, counts)
    keeper.cancel()
    counts["tokens"] = connection.tokens.requests_made
    await connection.aclose()
    return counts, seconds


def figures(requests: int) -> Iterator[Figure]:
    """Requests that waited, were refused or failed, and how often a token was asked for."""
    flags = ("--auth", "oauth", "--token-lifetime", str(LIFETIME_S))
    with tempfile.TemporaryDirectory() as folder, served(*flags) as address:
        settings = Settings(
            address=address,
            auth="oauth",
            client_id="c8tui",
            client_secret=SecretStr("c8tui-secret"),
            oauth_url=address.removesuffix("/v2") + "/oauth/token",
        )
        counts, seconds = asyncio.run(steady(settings, Path(folder), requests))
    for name, words in (("waited", "waited for a renewal"), ("refused", "saw a 401"), ("failed", "failed")):
        yield Figure(f"of {requests:,} requests {words}", f"{counts[name]}", "-", counts[name], 0)
    due = seconds / RENEWED_EVERY_S + 1  # and the first one
    asked = counts["tokens"]
    what = f"token requests, {LIFETIME_S} s tokens renewed at {RENEWED_EVERY_S:g} s"
    yield Figure(what, f"{asked} in {seconds:.1f} s", f"{due:.1f} due", asked / due, 1.0)
