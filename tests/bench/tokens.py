"""Renewal under load: who waits, who sees a 401, and how often the token server is asked."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from pydantic import SecretStr

from c8tui.api import cluster
from c8tui.api.connect import Connection, connect
from c8tui.api.keep_alive import keep_alive
from c8tui.errors import C8Error
from c8tui.settings import Settings
from tests.bench.start import served
from tests.bench.table import Figure

LIFETIME_S = 2
IN_FLIGHT = 4


async def _load(connection: Connection, requests: int) -> tuple[int, float]:
    """Send so many requests; returns how many failed, and the seconds that it took."""
    failed, left = 0, requests

    async def worker() -> None:
        nonlocal failed, left
        while left > 0:
            left -= 1
            try:
                await cluster.status(connection.wire)
                await cluster.topology(connection.wire)
            except C8Error:
                failed += 1

    began = perf_counter()
    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    return failed, perf_counter() - began


def figures(requests: int) -> Iterator[Figure]:
    """Requests that failed, and token requests against the renewals that were due."""
    flags = ("--auth", "oauth", "--token-lifetime", str(LIFETIME_S))
    with tempfile.TemporaryDirectory() as folder, served(*flags) as address:
        settings = Settings(
            address=address,
            auth="oauth",
            client_id="c8tui",
            client_secret=SecretStr("c8tui-secret"),
            oauth_url=address.removesuffix("/v2") + "/oauth/token",
        )

        async def run() -> tuple[int, float, int]:
            connection = connect(settings, cache_dir=Path(folder))
            assert connection.tokens is not None
            await connection.tokens.token()
            keeper = asyncio.create_task(keep_alive(connection.tokens))
            failed, seconds = await _load(connection, requests // 2)
            keeper.cancel()
            asked = connection.tokens.requests_made
            await connection.aclose()
            return failed, seconds, asked

        failed, seconds, asked = asyncio.run(run())
    # Renewed at half a lifetime, so that twice in a lifetime is the schedule itself.
    each = asked / (seconds / (LIFETIME_S / 2))
    yield Figure(f"{requests:,} requests: failed", f"{failed}", "0", failed, 0)
    # The first token is one more than the renewals.
    due = f"every {LIFETIME_S / 2:g} s"
    yield Figure("token requests per renewal due", f"{asked} in {seconds:.0f} s", due, each, 1.25)
