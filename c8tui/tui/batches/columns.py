"""The columns of the list of batch operations; one draws the progress."""

from __future__ import annotations

from typing import Any

from c8tui.model.batch_operations import BatchOperation
from c8tui.session.batch_operations import operation_words, progress_words
from c8tui.session.list_fields import BATCH_FIELDS
from c8tui.tui.screens.columns import ColumnSet, plain, since
from c8tui.tui.widgets.columns import Cell, Column

BAR = 12
"""Cells of a progress bar."""
_STYLES = {"FAILED": "error", "PARTIALLY_COMPLETED": "warn", "SUSPENDED": "warn", "CANCELED": "dim", "COMPLETED": "ok"}


def _progress(batch: BatchOperation) -> Cell:
    total, done = batch.operations_total_count, batch.done
    filled = BAR * min(done, total) // total if total > 0 else 0
    style = "error" if batch.operations_failed_count else ""
    return f"[{'#' * filled}{'.' * (BAR - filled)}] {progress_words(batch)}", style


def _state(batch: BatchOperation) -> Cell:
    return operation_words(batch.state), _STYLES.get(batch.state, "")


COLUMNS: dict[str, Column[Any]] = {
    "operation": Column("Operation", 22, lambda b: (operation_words(b.batch_operation_type), ""), grow=2,
                        order="operation_type"),
    "state": Column("State", 11, _state, order="state"),
    "progress": Column("Progress", 26, _progress, grow=1),
    "started": since("Started", lambda b: b.start_date, "start_date"),
    "by": Column("By", 10, lambda b: (b.actor_id or "-", "dim"), show_from=96, order="actor_id"),
    "key": Column("Key", 17, lambda b: (b.batch_operation_key, "dim"), show_from=110, order="batch_operation_key"),
    "done": plain("Done", 8, BATCH_FIELDS["done"], number=True),
    "failed": plain("Failed", 8, BATCH_FIELDS["failed"], number=True),
    "total": plain("Items", 8, BATCH_FIELDS["total"], number=True),
    "ended": since("Ended", lambda b: b.end_date, "end_date"),
    "actor_type": plain("Kind of actor", 13, BATCH_FIELDS["actor_type"], "actor_type"),
    "errors": plain("Errors", 20, BATCH_FIELDS["errors"], grow=3),
}  # fmt: skip
STANDARD = ("operation", "state", "progress", "started", "by", "key")
BATCH_COLUMNS: ColumnSet[BatchOperation] = ColumnSet(COLUMNS, STANDARD)
