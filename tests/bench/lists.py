"""Keys, memory and refreshes of an inbox of a million tasks, against a small one and against Textual's table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from tests.bench.cluster import many, served
from tests.bench.keys import Cost, alone, in_list, in_table, refreshes, resident
from tests.bench.table import Figure, in_turn, milliseconds, p99, ratio, ratio_p99

PAGED_ROWS = 20_000
REFRESHES = 100


def figures(rounds: int, keys: int) -> Iterator[Figure]:
    """All about the list."""
    with served("--tasks", "1000") as small, served("--tasks", "100") as few, served(*many()) as large:
        yield from held_keys(rounds, keys, small, large)
        yield from pages(keys, large)
        before, after = alone(resident, few, 0), alone(resident, large, PAGED_ROWS)
        yield Figure(f"MiB more after {PAGED_ROWS:,} rows", f"{after:.1f}", f"{before:.1f}", after - before, 10)
        yield from polls(few)


def held_keys(rounds: int, keys: int, small: str, large: str) -> Iterator[Figure]:
    """A key that is held down."""
    measures = (
        partial(alone, in_table, "down", keys),
        partial(alone, in_list, small, "down", keys),
        partial(alone, in_list, large, "down", keys),
    )
    table, thousand, million = (Cost.of(costs) for costs in in_turn(rounds, *measures))
    yield ratio("CPU a key, 1,000,000 rows / 1,000", million.cpu_s, thousand.cpu_s, 1.2)
    yield ratio_p99("the same, p99", million.cpu_s, p99(thousand.cpu_s), 1.3)
    yield ratio("CPU a key, 1,000,000 rows / DataTable 1,000", million.cpu_s, table.cpu_s, 0.5)
    yield ratio("key to paint, 1,000,000 rows / 1,000", million.wait_s, thousand.wait_s, 1.2)
    yield ratio_p99("the same, p99", million.wait_s, p99(thousand.wait_s), 1.3)
    mean = sum(million.sent) / len(million.sent)
    yield Figure("bytes a key, on average", f"{mean:,.0f}", f"{sum(table.sent) / len(table.sent):,.0f}", mean, 2_000)


def pages(keys: int, large: str) -> Iterator[Figure]:
    """Keys that scroll, each of them."""
    cost = alone(in_list, large, "pagedown", min(keys, 200))
    yield ratio_p99("CPU of a page down, p99 / its p50", cost.cpu_s, median(cost.cpu_s), 2.0)
    largest = max(cost.sent)
    yield Figure("bytes of a page down, at most", f"{largest:,}", "-", largest, 12_000)


def polls(address: str) -> Iterator[Figure]:
    """Refreshes that find one row changed."""
    cost = alone(refreshes, address, REFRESHES)
    hold = p99(cost.wait_s) * 1e3
    yield Figure("a refresh holds the loop, ms p99", milliseconds(cost.wait_s, p99), "-", hold, 16)
    largest = max(cost.sent)
    yield Figure("bytes of a refresh, one row changed", f"{largest:,}", "-", largest, 1_000)
