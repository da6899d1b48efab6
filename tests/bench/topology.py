"""What the topology screen costs for a large cluster: a look drawn, one changed cell, a key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import process_time
from typing import Any

from c8tui.tui.app import C8App
from c8tui.tui.topology.view import TopologyView
from tests.bench.keys import alone
from tests.bench.recorder import recorded, until
from tests.bench.table import Figure, percentile
from tests.sandboxes import Sandbox

LOOKS = 40


def figures() -> Iterator[Figure]:
    """A topology of 100 x 300 x 3."""
    yield from alone(_topology)


def _topology() -> list[Figure]:
    return asyncio.run(_topology_costs())


async def _topology_costs() -> list[Figure]:
    """100 brokers x 300 partitions x 3: the frame of a look by which one leader has moved, and of a key."""
    sandbox = Sandbox(tasks=1, faults=("cluster",))
    session = await sandbox.session(refresh_s=86_400.0)

    async def opened() -> Any:
        return session

    app = C8App(opened, screen="topology")
    costs, sent, keys = [], [], []
    async with recorded(app) as terminal:
        await until(lambda: app.current_mode == "topology" and app.screen.query("TopologyView"))
        view = app.screen.query_one(TopologyView)
        await until(lambda: view.matrix.rows)
        await terminal.quiet()
        for number in range(LOOKS):
            await sandbox.faults("cluster", *(["unhealthy=5"] if number % 2 else []))
            overview = await session.overview()
            await terminal.quiet()
            terminal.taken()
            began = process_time()
            app.screen.show(overview)  # type: ignore[attr-defined]
            await terminal.quiet()
            costs.append((process_time() - began) * 1000)
            sent.append(sum(map(len, terminal.taken())))
        for number in range(LOOKS):
            began = process_time()
            await app.run_action("move(1)" if number % 2 else "aside(1)", view)
            await terminal.quiet()
            keys.append((process_time() - began) * 1000)
    most, slow, key = max(sent[2:]), percentile(costs[2:], 0.95), percentile(keys, 0.95)
    what = "topology of 100 x 300"
    return [
        Figure(f"{what}: drawn after a look, p95 of CPU ms", f"{slow:.1f} ms", "-", slow, 50.0),
        Figure(f"{what}: bytes for one changed cell", f"{most:,}", "-", most, 2_000),
        Figure(f"{what}: a key with its frame, p95 of CPU ms", f"{key:.1f} ms", "-", key, 15.0),
    ]
