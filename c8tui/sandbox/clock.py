"""The clock of the sandbox: stopped at a time, and let go again."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.world import PINNED

_YEAR_9999_MS = 253_402_300_799_999


async def pin(call: Call) -> None:
    """`PUT /clock`: the clock shows `timestamp` (milliseconds since 1970) until it is pinned anew or reset.

    What is due by then happens before the answer.
    """
    body = call.body.only("timestamp")
    body.need("timestamp")
    timestamp = body.whole("timestamp", 0, 0, _YEAR_9999_MS)
    call.world.store.note(PINNED, str(timestamp))
    call.world.turn()


async def reset(call: Call) -> None:
    """`POST /clock/reset`: the clock shows the time of the system again."""
    call.body.only()
    call.world.store.note(PINNED, None)
    call.world.turn()


ENDPOINTS = (
    Endpoint("command", "PUT", "/clock", pin),
    Endpoint("command", "POST", "/clock/reset", reset),
)
