"""Following a batch that was started here to its end, on whichever screen somebody is by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from c8tui.session.batch_operations import end_words

if TYPE_CHECKING:
    from c8tui.tui.host import Host


def follow_batch(host: Host, batch_operation_key: str, changed: Callable[[], object]) -> None:
    """Say what has become of a batch when it is over; `changed` hears of each look."""
    host.flow.start(_followed(host, batch_operation_key, changed), group="batches")


async def _followed(host: Host, batch_operation_key: str, changed: Callable[[], object]) -> None:
    batch = await host.session.ops.batch_operations.follow(batch_operation_key, lambda _: changed())
    bad = batch.operations_failed_count or batch.state in ("FAILED", "CANCELED", "PARTIALLY_COMPLETED")
    reasons = "; :batches tells the reasons" if bad else ""
    host.say(f"{end_words(batch)}{reasons}", "warn" if bad else "ok")
    changed()
