"""Everything about one batch operation, in the lines of a pane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from c8tui.model.batch_operations import BatchItem, BatchOperation
from c8tui.session.batch_operations import FAILED_SHOWN, operation_words, progress_words
from c8tui.session.dates import absolute
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line


def batch_lines(batch: BatchOperation, failed: Sequence[BatchItem] | None) -> Iterator[Line]:
    """Everything about one batch."""
    yield Heading(operation_words(batch.batch_operation_type), operation_words(batch.state))
    yield Fact("progress", progress_words(batch))
    yield Fact("done", f"{batch.operations_completed_count:,}")
    yield Fact("failed", f"{batch.operations_failed_count:,}", "error" if batch.operations_failed_count else "")
    yield Fact("counted", f"{batch.operations_total_count:,}")
    yield Fact("started", absolute(batch.start_date))
    yield Fact("ended", absolute(batch.end_date))
    if batch.actor_id:
        yield Fact("by", batch.actor_id)
    yield from (Body(f"! {one.type.lower()}: {one.message}", "error") for one in batch.errors)
    if failed:
        more = f", the first {FAILED_SHOWN}" if batch.operations_failed_count > len(failed) else ""
        yield Heading("Failed", f"{batch.operations_failed_count:,}{more}; i lists all items")
        for item in failed:
            yield Fact(item.process_instance_key or item.item_key, item.error_message or "no reason is given", "error")
    yield Heading("Keys")
    yield Fact("batch", batch.batch_operation_key, "dim")
