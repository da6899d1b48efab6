"""Process instances: whether one still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.api.request import path
from c8tui.model.processes import InstanceState

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def state_of(wire: Wire, process_instance_key: str) -> InstanceState:
    """The state of an instance. GET /process-instances/{key}, 8.8+."""
    return await wire.read(path("process-instances", process_instance_key), InstanceState)
