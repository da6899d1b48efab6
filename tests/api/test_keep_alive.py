"""The keep-alive: in time, by the wall clock, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from c8tui.api.keep_alive import SHORTEST_S, STRETCH_S, keep_alive
from c8tui.api.tokens import TokenSource
from tests.api.fakes import TokenServer, answer
from tests.clocks import NOON, Clock


async def run(source: TokenSource, clock: Clock, until: Callable[[], bool]) -> None:
    """The loop, on a clock that its sleep moves on, until something is the case."""
    done = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await clock.sleep(seconds)
        if until():
            done.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(keep_alive(source, sleep))
    await done.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_hour_of_short_tokens() -> None:
    """One request per half lifetime, and at no moment a token that is not good."""
    server = TokenServer(lifetime=5)
    clock = Clock()
    source = server.source(clock)
    good: list[bool] = []

    def until() -> bool:
        good.append(source._token is not None and source._token.is_usable(clock.at))
        return clock.at > NOON + 3600

    await run(source, clock, until)
    assert len(server.requests) == pytest.approx(3600 / 2.5, rel=0.01)
    assert all(good)


async def test_it_never_sleeps_long() -> None:
    server = TokenServer(lifetime=86_400)
    clock = Clock()
    await run(server.source(clock), clock, lambda: clock.at > NOON + 100)
    assert set(clock.slept) == {STRETCH_S}
    assert len(server.requests) == 1


async def test_a_laptop_that_slept_renews_at_the_next_look() -> None:
    server = TokenServer(lifetime=3600)
    clock = Clock()
    source = server.source(clock)

    def until() -> bool:
        if len(clock.slept) == 3:
            clock.at += 8 * 3600
        return len(clock.slept) == 5

    await run(source, clock, until)
    assert len(server.requests) == 2
    assert await source.token() == "token-2"


async def test_tokens_that_are_due_at_once_do_not_spin() -> None:
    server = TokenServer(lifetime=1e-9)
    clock = Clock()
    await run(server.source(clock), clock, lambda: clock.at > NOON + 10)
    assert min(clock.slept) == SHORTEST_S


async def test_failures_do_not_end_it() -> None:
    server = TokenServer()
    server.replies = [httpx.ConnectError("x"), answer({"error": "invalid_client"}, 401), httpx.Response(500)]
    clock = Clock()
    source = server.source(clock)
    await run(source, clock, lambda: source.failure is None)
    assert len(server.requests) == 4
    assert clock.at - NOON == pytest.approx(1 + 30 + 4 + 5, abs=6)
    assert await source.token() == "token-4"
