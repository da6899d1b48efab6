"""When an app has done all there was to do: Textual's pilot looks at the processor for that, 40 ms with each key.

Here it is idle as soon as nothing is ready to run in its loop. What a timer or a thread brings later is awaited by what
it brings (`until`), and never by the time it may take.
"""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

LONGEST_S = 1.0
TURNS = 3
"""Turns of the loop with nothing to do, one behind the other."""


def wait_by_the_loop(patch: pytest.MonkeyPatch) -> None:
    """Let every pilot wait so."""
    for module in ("app", "pilot"):
        patch.setattr(f"textual.{module}.wait_for_idle", until_idle)


async def until_idle(*_: object) -> None:
    """Until nothing is ready to run."""
    loop = asyncio.get_running_loop()
    idle, ends = 0, monotonic() + LONGEST_S
    while idle < TURNS and monotonic() < ends:
        await asyncio.sleep(0)
        idle = 0 if loop._ready else idle + 1  # type: ignore[attr-defined]
