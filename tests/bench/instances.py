"""What an operator looks at: diagrams laid out and walked, a list of instances, one instance of many elements."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from functools import partial
from time import perf_counter, process_time
from typing import Any

from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.outline import outline_of
from c8tui.diagrams.picture import DiagramOverlay, picture_of
from c8tui.diagrams.walk import Walker, Way
from c8tui.tui.processes.instance import InstanceScreen
from tests.bench.cluster import many, served
from tests.bench.keys import Cost, alone, in_list, listing, resident, resident_now
from tests.bench.lists import PAGED_ROWS
from tests.bench.recorder import until
from tests.bench.table import Figure, in_turn, p99, percentile, ratio, ratio_p99
from tests.diagrams.collaborations import collaboration
from tests.diagrams.test_random import large

KEYS = 300
AT_REST_S = 0.05
"""Within so many seconds a sandbox answers whose engine has nothing left to do."""
ARTICLES, LINES = 100_000, 5_000
COLUMNS, ROWS = 160, 50
WAYS: tuple[Way, ...] = ("right", "right", "down", "right", "left", "up")


def figures() -> Iterator[Figure]:
    """Diagrams, the list of a million instances, and one with 100,000 element instances."""
    for elements, goal_s in ((500, 1.0), (2_000, 4.0)):
        yield from _diagram(large(elements), goal_s)
    yield from _diagram(collaboration(4, 125, 40), 1.0)
    with served("--tasks", "5000") as small, served(*many()) as million:
        for mode in ("instances", "jobs"):
            yield from _list(mode, small, million)
    with served("--story", "tree") as address:
        key = _stocktaking(address)
        took, grown = alone(opened, address, key)
        yield Figure(f"instance with {ARTICLES:,} element instances: opened, seconds", f"{took:.2f} s", "-", took, 1.5)
        yield Figure("the same, MiB more after 5,000 of its lines", f"{grown:.1f}", "-", grown, 10.0)


def _list(mode: str, small: str, million: str) -> Iterator[Figure]:
    """The list of a mode on the data of 1,000,000 tasks (917,000 instances, 194,000 jobs) and on that of 5,000."""
    measures = (partial(alone, in_list, address, "down", KEYS, mode) for address in (small, million))
    few, lots = (Cost.of(costs) for costs in in_turn(3, *measures))
    yield ratio(f"{mode}: CPU a key, of 1,000,000 tasks / of 5,000", lots.cpu_s, few.cpu_s, 1.2)
    yield ratio_p99("the same, p99", lots.cpu_s, p99(few.cpu_s), 1.3)
    mean = sum(lots.sent) / len(lots.sent)
    yield Figure(f"{mode}: bytes a key, on average", f"{mean:,.0f}", "-", mean, 2_000)
    before, after = alone(resident, small, 0, mode), alone(resident, million, PAGED_ROWS, mode)
    yield Figure(f"{mode}: MiB more after {PAGED_ROWS:,} rows", f"{after:.1f}", f"{before:.1f}", after - before, 10)


def _stocktaking(address: str) -> str:
    """Start an instance with so many element instances, and give its key once the engine has made all of them."""
    nothing: dict[str, Any] = {name: [] for name in ("regions", "stores", "floors", "shelves", "compartments")}
    body = {"processDefinitionId": "stocktaking", "variables": {"articles": ARTICLES, **nothing}}
    request = urllib.request.Request(
        f"{address}/process-instances", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=300) as answer:
        key = str(json.load(answer)["processInstanceKey"])
    while _delay(address) > AT_REST_S:  # each request lets the engine go on
        pass
    return key


def _delay(address: str) -> float:
    """Seconds that a small answer takes."""
    began = perf_counter()
    with urllib.request.urlopen(f"{address}/topology") as answer:
        answer.read()
    return perf_counter() - began


def opened(address: str, key: str) -> tuple[float, float]:
    """Seconds until an instance is drawn with its diagram and its tree, and MiB more after a walk through that."""

    async def run() -> tuple[float, float]:
        async with listing(address, "instances") as (app, terminal):
            began, screen = perf_counter(), InstanceScreen(key)
            app.call_later(app.push_screen, screen)
            await until(lambda: screen.current is not None and screen.content.state is not None)
            await terminal.painted()
            took = perf_counter() - began
            await terminal.quiet()
            screen.side.show_list(True)
            screen.listed.action_jump(-1)
            await terminal.quiet()
            screen.content.action_open()
            await until(lambda: screen.listed.count > 1_000)
            await terminal.quiet()
            before = resident_now()
            while screen.listed.cursor < LINES:
                terminal.press("pagedown")
                await terminal.painted()
                await until(lambda: screen.current is not None)
                terminal.taken()
            return took, resident_now() - before

    return asyncio.run(run())


def _diagram(model: BpmnModel, goal_s: float) -> Iterator[Figure]:
    messages = f" and {len(model.messages):,} messages" if model.messages else ""
    what = f"diagram of {len(model.nodes):,} elements{messages}"
    began = perf_counter()
    picture = picture_of(model)
    walker = Walker(picture)
    took = perf_counter() - began
    yield Figure(f"{what}: laid out, seconds", f"{took:.2f} s", "-", took, goal_s)
    waits, here = [], picture.order[0]
    for number in range(KEYS):
        began = process_time()
        here = walker.step(here, WAYS[number % len(WAYS)])
        box, overlay = picture.boxes[here], DiagramOverlay(here)
        levels, left, top = picture.levels(overlay), max(0, box.x - COLUMNS // 2), max(0, box.y - ROWS // 2)
        for y in range(top, min(top + ROWS, picture.height)):
            picture.line(y, left, left + COLUMNS, overlay, levels)
        waits.append((process_time() - began) * 1000)
    slow = percentile(waits, 0.99)
    yield Figure(f"{what}: a walk key with its frame, p99 of CPU ms", f"{slow:.1f} ms", "-", slow, 15.0)
    began = perf_counter()
    outline_of(model, scopes=picture.scopes)
    took = perf_counter() - began
    yield Figure(f"{what}: outline, seconds", f"{took:.2f} s", "-", took, 1.0)
