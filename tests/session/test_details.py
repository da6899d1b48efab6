"""Details are kept for a while, asked for once, and fetched ahead without anybody noticing."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from c8tui.errors import C8Error
from c8tui.session.session import Session
from c8tui.session.user_tasks import FRESH_S, MOST_DETAILS
from tests.sandboxes import Sandbox, a_task, every_task


def asked(sandbox: Sandbox, key: str) -> int:
    """How often the task itself was read."""
    return sum(request.method == "GET" and request.url.path.endswith(f"/user-tasks/{key}") for request in sandbox.sent)


async def test_what_was_fetched_is_known_for_a_while(sandbox: Sandbox, sandbox_session: Session) -> None:
    details = sandbox_session.details
    details.clock = sandbox.clock
    task = await a_task(sandbox_session)
    assert details.known(task) is None
    fetched = await details.fetch(task)
    assert fetched.variables
    assert details.known(task) == fetched
    sandbox.clock.at += FRESH_S
    assert details.known(task) is None


async def test_many_who_wait_ask_once_and_one_who_leaves_does_not_stop_the_rest(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    task = await a_task(sandbox_session)
    one, other = (asyncio.create_task(sandbox_session.details.fetch(task)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    assert (await other).task.user_task_key == task.user_task_key
    assert one.cancelled()
    assert asked(sandbox, task.user_task_key) == 1


async def test_only_the_latest_are_kept(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks = [task for _, task in await every_task(sandbox_session)][: MOST_DETAILS + 1]
    for task in tasks:
        await sandbox_session.details.fetch(task)
    assert sandbox_session.details.known(tasks[0]) is None
    assert all(map(sandbox_session.details.known, tasks[1:]))


async def test_fetching_ahead_skips_what_is_known_and_swallows_failures(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    tasks = [task for _, task in await every_task(sandbox_session)][:3]
    await sandbox_session.details.fetch(tasks[0])

    async def fail_on_the_second(request: httpx.Request) -> None:
        if tasks[1].user_task_key in request.url.path:
            raise httpx.ConnectError("gone", request=request)

    sandbox.meddle = fail_on_the_second
    await sandbox_session.details.prefetch(tasks)
    assert sandbox_session.details.known(tasks[1]) is None
    assert sandbox_session.details.known(tasks[2]) is not None
    assert asked(sandbox, tasks[0].user_task_key) == 1
    with pytest.raises(C8Error):
        await sandbox_session.details.fetch(tasks[1])


async def test_a_session_that_ends_stops_asking(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    task = await a_task(session)
    never = asyncio.Event()

    async def hold(_: httpx.Request) -> None:
        await never.wait()

    sandbox.meddle = hold
    waiting = asyncio.create_task(session.details.fetch(task))
    await asyncio.sleep(0)
    await session.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
