"""The pace of a run: eight at once, half as many when the cluster is pressed, slowly more again."""

from __future__ import annotations

import asyncio

from c8tui.session.outbox import Pace


async def test_no_more_than_its_width_are_on_the_way() -> None:
    pace, inside, most = Pace(most=3, width=3.0), 0, 0

    async def one() -> None:
        nonlocal inside, most
        await pace.enter()
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1
        await pace.leave(pressed=False)

    await asyncio.gather(*(one() for _ in range(10)))
    assert most == 3


async def test_it_halves_under_pressure_and_never_stops() -> None:
    pace = Pace()
    widths = []
    for _ in range(5):
        await pace.enter()
        await pace.leave(pressed=True)
        widths.append(pace.width)
    assert widths == [4.0, 2.0, 1.0, 1.0, 1.0]
    for _ in range(100):
        await pace.enter()
        await pace.leave(pressed=False)
    assert pace.width == 8.0
