"""What a key costs in a list: CPU, time until it is painted, bytes; each list in a process of its own."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, ParamSpec, TypeVar

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from c8tui.api import user_tasks
from c8tui.cli import configured
from c8tui.flags import parse
from c8tui.model.user_tasks import Changeset
from c8tui.state import State
from c8tui.tui.app import C8App
from c8tui.tui.screens.list import ListScreen
from tests.bench.recorder import Recorder, recorded, until
from tests.tui.apps import list_of, loaded

P = ParamSpec("P")
T = TypeVar("T")

WARMING_KEYS = 100


@dataclass(slots=True)
class Cost:
    """What each of many keys cost."""

    cpu_s: list[float] = field(default_factory=list)
    """From the paint before to its own, so that nothing is lost."""
    wait_s: list[float] = field(default_factory=list)
    """From the key to the paint."""
    sent: list[int] = field(default_factory=list)
    """Bytes."""

    @classmethod
    def of(cls, costs: Sequence[Cost]) -> Cost:
        """Those of several runs together."""
        return cls(
            [seconds for cost in costs for seconds in cost.cpu_s],
            [seconds for cost in costs for seconds in cost.wait_s],
            [number for cost in costs for number in cost.sent],
        )


class Table(App[None]):
    """Textual's own table with the columns of an inbox."""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Task", "Process", "Assignee", "Prio", "Due", "Age")
        for n in range(1_000):
            table.add_row(f"Review invoice {n}", "invoice", "anna", "medium", "overdue 1 d", "3 d")
        table.focus()


@asynccontextmanager
async def listing(address: str, mode: str = "inbox") -> AsyncIterator[tuple[C8App, Recorder]]:
    """c8tui on the cluster at an address, its inbox (or the list of another mode) loaded and at rest."""
    app = C8App(configured(parse(["--address", address]), State()), screen=mode)
    async with recorded(app) as terminal:
        await until(lambda: app.current_mode == mode and app.screen.query("StatusLine") and loaded(app))
        await terminal.quiet()
        yield app, terminal


def alone(measure: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a measure in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, *args, **kwargs).result()


async def held(terminal: Recorder, cursor: Callable[[], int], key: str, times: int) -> Cost:
    """Press a key so many times, each when the one before has moved the cursor and that has been painted."""
    cost = Cost()
    terminal.taken()
    cpu = process_time()
    for _ in range(times):
        began, at, sent = perf_counter(), cursor(), 0
        terminal.press(key)
        while cursor() == at or not sent:
            await terminal.painted()
            sent += sum(map(len, terminal.taken()))
        cost.wait_s.append(perf_counter() - began)
        before, cpu = cpu, process_time()
        cost.cpu_s.append(cpu - before)
        cost.sent.append(sent)
    return cost


def in_list(address: str, key: str, times: int, mode: str = "inbox") -> Cost:
    """What a key costs in the inbox (or the list of another mode), away from its first page."""

    async def run() -> Cost:
        async with listing(address, mode) as (app, terminal):
            listed = list_of(app).listed
            return await warmed(terminal, lambda: listed.cursor, key, times)

    return asyncio.run(run())


def in_table(key: str, times: int) -> Cost:
    """What the same key costs in Textual's table of 1,000 rows."""

    async def run() -> Cost:
        app = Table()
        async with recorded(app) as terminal:
            await terminal.quiet()
            listed = app.query_one(DataTable)
            return await warmed(terminal, lambda: listed.cursor_row, key, times)

    return asyncio.run(run())


async def warmed(terminal: Recorder, cursor: Callable[[], int], key: str, times: int) -> Cost:
    """The cost of a key that is held when the list has been walked for a while."""
    await held(terminal, cursor, "down", WARMING_KEYS)
    await terminal.quiet()
    return await held(terminal, cursor, key, times)


@contextmanager
def holds() -> Iterator[list[float]]:
    """Seconds that each callback keeps the event loop to itself, while a `with` lasts."""
    kept: list[float] = []
    run = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        began = perf_counter()
        run(handle)
        kept.append(perf_counter() - began)

    asyncio.Handle._run = timed  # type: ignore[method-assign, assignment]
    try:
        yield kept
    finally:
        asyncio.Handle._run = run  # type: ignore[method-assign]


def refreshes(address: str, times: int) -> Cost:
    """Refresh the inbox so many times, in each of which one row has changed; waits are the longest holds."""

    async def run() -> Cost:
        cost = Cost()
        async with listing(address) as (app, terminal):
            screen = list_of(app)
            rows = screen.listed.rows
            assert rows is not None
            shown = [task.user_task_key for _, task in rows.loaded()][1:20]
            with holds() as kept:
                for n in range(times):
                    changes = Changeset(priority=1 + n % 99)
                    await user_tasks.update(app.session.user_tasks.wire, shown[n % len(shown)], changes)
                    await refreshed(terminal, screen, kept, cost)
        return cost

    return asyncio.run(run())


async def refreshed(terminal: Recorder, screen: ListScreen[Any], kept: list[float], cost: Cost) -> None:
    """Add what one refresh costs."""
    rows = screen.listed.rows
    assert rows is not None
    terminal.taken()
    kept.clear()
    before, cpu = rows.loaded_at, process_time()
    screen.polling.now()
    await until(lambda: rows.loaded_at != before)
    await terminal.quiet(0.05)
    cost.cpu_s.append(process_time() - cpu)
    cost.wait_s.append(max(kept))
    cost.sent.append(sum(map(len, terminal.taken())))


def resident(address: str, rows: int, mode: str = "inbox") -> float:
    """MiB of memory after paging through so many rows of the inbox, or of the list of another mode."""

    async def run() -> float:
        async with listing(address, mode) as (app, terminal):
            listed = list_of(app).listed
            while listed.cursor < min(rows, listed.count - 1):
                terminal.press("pagedown")
                await terminal.painted()
                await until(lambda: listed.current is not None)
                terminal.taken()
            await terminal.quiet()
            return resident_now()

    return asyncio.run(run())


def resident_now() -> float:
    """MiB that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
