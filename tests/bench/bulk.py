"""Completing many marked tasks against a bare loop of httpx that sends the same commands, eight in flight."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter

import httpx

from c8tui.cli import _connected
from c8tui.flags import parse
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.session.views import View
from c8tui.state import State
from tests.bench.cluster import served
from tests.bench.table import Figure

IN_FLIGHT = 8
LATENCY_S = 0.05


def figures(tasks: int) -> Iterator[Figure]:
    """Completions a second: ours, with overlay and journal, against the bare loop; near by, far away, and of fewer."""
    whole = str(50 * tasks)
    with served("--tasks", whole) as address:
        few = rates(address, max(50, tasks // 10))[0]
        ours, bare = rates(address, tasks)
    yield rate(f"bulk, {tasks:,} completions, /s", ours, bare, 0.8)
    yield rate(f"the same, against {max(50, tasks // 10):,} of them", ours, few, 0.8)
    with served("--tasks", whole, "--fault", f"slow={LATENCY_S * 1e3:.0f}") as address:
        ours, _ = rates(address, tasks // 2)
    yield rate(f"the same with {LATENCY_S * 1e3:.0f} ms of latency, /s", ours, IN_FLIGHT / LATENCY_S, 0.8)


def rate(what: str, figure: float, baseline: float, least: float) -> Figure:
    """A rate whose goal is a lower bound: what is compared is how many times slower it may be."""
    return Figure(what, f"{figure:,.0f}/s", f"{baseline:,.0f}/s", baseline / figure, round(1 / least, 3))


def rates(address: str, number: int) -> tuple[float, float]:
    """Completions a second of ours and of the bare loop, in turn, each of tasks of its own."""
    return asyncio.run(_rates(address, number))


async def _rates(address: str, number: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as home:
        loaded, connection = _connected(parse(["--address", address]))
        session = await Session.open(connection, loaded.settings, State(Path(home) / "state.json"))
        try:
            tasks = await mine(session, 2 * number)
            ours = await timed(number, lambda: _ours(session, tasks[:number]))
            bare = await timed(number, lambda: _bare(address, tasks[number:]))
        finally:
            await session.close()
    return ours, bare


async def mine(session: Session, number: int) -> list[UserTask]:
    """So many open tasks of one person, so that each takes one command."""
    view = View("bench", "bench", ({"assignee": "demo", "state": "created", "tenant_id": "<default>"},))
    rows = session.user_tasks.rows(view, session.identity)
    tasks = [task async for page in rows.walk() for task in page]
    assert len(tasks) >= number, f"only {len(tasks)} tasks"
    return tasks[:number]


async def timed(number: int, work: Callable[[], Awaitable[None]]) -> float:
    """How many a second."""
    began = perf_counter()
    await work()
    return number / (perf_counter() - began)


async def _ours(session: Session, tasks: Sequence[UserTask]) -> None:
    session.outbox.undo_s = 0.0
    run = await session.outbox.wait(session.outbox.put(session.task_records, Step("complete", "demo"), tasks))
    assert run.counts["done"] == len(tasks), run.words()


async def _bare(address: str, tasks: Sequence[UserTask]) -> None:
    todo = iter(tasks)
    async with httpx.AsyncClient(base_url=address) as client:

        async def work() -> None:
            for task in iter(lambda: next(islice(todo, 1), None), None):
                path = f"/user-tasks/{task.user_task_key}/completion"
                answer = await client.post(path, json={"variables": {}})
                assert answer.status_code == 204, answer.text

        await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
