"""Tasks that keep nothing of whoever started them."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextvars import ContextVar

from c8tui.api.detached import detached

asker: ContextVar[object] = ContextVar("asker")


class Asker:
    """Somebody who asks and goes away."""


async def timed() -> bool:
    async with asyncio.timeout(3_600):
        await asyncio.sleep(0)
    return asker.get(None) is None


async def ask(who: Asker) -> bool:
    asker.set(who)
    return await detached(timed(), "timed")


async def asked() -> tuple[bool, weakref.ref[Asker]]:
    who = Asker()
    return await asyncio.create_task(ask(who)), weakref.ref(who)


async def test_a_timeout_that_was_cancelled_does_not_hold_who_asked() -> None:
    clean, gone = await asked()
    await asyncio.sleep(0)  # the loop lets go of what woke this up
    gc.collect()
    assert clean
    assert gone() is None


async def test_who_stops_waiting_stops_the_work() -> None:
    work = detached(asyncio.sleep(3_600))
    waiting = asyncio.create_task(_wait(work))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert work.cancelled()


async def _wait(work: asyncio.Task[None]) -> None:
    await work
