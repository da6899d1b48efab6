"""What an inbox costs that nobody touches, with its poll on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from time import perf_counter, sleep

from tests.bench.cluster import C8TUI, served
from tests.bench.start import A_TASK
from tests.bench.table import Figure
from tests.bench.terminal import Terminal


def figures(seconds: float) -> Iterator[Figure]:
    """CPU and bytes of an inbox that nobody touches, with its poll on."""
    with tempfile.TemporaryDirectory() as home, served("--tasks", "1000") as address:
        with Terminal([*C8TUI, "--address", address], {"HOME": home}) as terminal:
            terminal.until(A_TASK)
            sleep(2.0)
            while terminal.read(0.05):
                pass
            cpu, written, end = terminal.cpu_seconds(), 0, perf_counter() + seconds
            while (left := end - perf_counter()) > 0:
                written += len(terminal.read(left))
            share = (terminal.cpu_seconds() - cpu) / seconds * 100
        yield Figure("idle CPU, poll every 5 s", f"{share:.2f} %", "-", share, 1.0)
        yield Figure("idle bytes a second", f"{written / seconds:.0f}", "-", written / seconds, 300)
