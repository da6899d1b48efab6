"""What an operator looks at: diagrams laid out, walked and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter, process_time

from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.outline import outline_of
from c8tui.diagrams.picture import DiagramOverlay, picture_of
from c8tui.diagrams.walk import Walker, Way
from tests.bench.table import Figure, percentile
from tests.diagrams.test_random import large

KEYS = 300
COLUMNS, ROWS = 160, 50
WAYS: tuple[Way, ...] = ("right", "right", "down", "right", "left", "up")


def figures() -> Iterator[Figure]:
    """Diagrams of 500 and of 2,000 elements."""
    for elements, goal_s in ((500, 1.0), (2_000, 4.0)):
        yield from _diagram(large(elements), goal_s)


def _diagram(model: BpmnModel, goal_s: float) -> Iterator[Figure]:
    what = f"diagram of {len(model.nodes):,} elements"
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
