"""Batch operations: a command over many instances that the cluster carries out by itself, and its items."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Text

BATCH_STATES = (
    "CREATED", "ACTIVE", "SUSPENDED", "COMPLETED", "PARTIALLY_COMPLETED", "CANCELED", "FAILED",
)  # fmt: skip
UNFINISHED = frozenset({"CREATED", "ACTIVE", "SUSPENDED"})
"""The states in which something may still be done."""
BATCH_TYPES = (
    "CANCEL_PROCESS_INSTANCE", "RESOLVE_INCIDENT", "MIGRATE_PROCESS_INSTANCE", "MODIFY_PROCESS_INSTANCE",
    "DELETE_PROCESS_INSTANCE", "DELETE_DECISION_INSTANCE", "DELETE_DECISION_DEFINITION", "DELETE_PROCESS_DEFINITION",
    "SUSPEND_PROCESS_INSTANCE", "RESUME_PROCESS_INSTANCE", "UPDATE_JOB",
)  # fmt: skip
"""Those that 8.10 knows."""
ITEM_STATES = ("ACTIVE", "COMPLETED", "SKIPPED", "CANCELED", "FAILED")


class BatchOperationError(Record, frozen=True, kw_only=True):
    """Why a partition could not begin a batch."""

    type: str = ""
    partition_id: int | None = None
    message: str = ""


class BatchOperation(Record, frozen=True, kw_only=True):
    """A batch operation as POST /batch-operations/search returns it (8.8+)."""

    batch_operation_key: str
    state: str = ""
    batch_operation_type: str = ""
    start_date: Timestamp | None = None
    end_date: Timestamp | None = None
    actor_type: str | None = None
    """8.9+, as the next one."""
    actor_id: str | None = None
    operations_total_count: int = 0
    operations_failed_count: int = 0
    operations_completed_count: int = 0
    errors: tuple[BatchOperationError, ...] = ()

    def __post_init__(self) -> None:
        canonical(self, "state", "batch_operation_type")

    @property
    def done(self) -> int:
        """How many items are over, as far as the counts agree: some clusters count more done than there are."""
        return self.operations_completed_count + self.operations_failed_count


class BatchOperationFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /batch-operations/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {"batch_operation_key", "operation_type", "state", "start_date", "end_date", "actor_type", "actor_id"}
    )

    batch_operation_key: Key | None = None
    operation_type: Text | None = None
    state: Text | None = None
    actor_type: Text | None = None
    """8.9+, as the next one."""
    actor_id: Text | None = None


class BatchItem(Record, frozen=True, kw_only=True):
    """What became of one item of a batch."""

    item_key: str
    batch_operation_key: str = ""
    operation_type: str = ""
    process_instance_key: str | None = None
    root_process_instance_key: str | None = None
    """8.9+."""
    state: str = ""
    processed_date: Timestamp | None = None
    error_message: str | None = None
    """Why it failed."""

    def __post_init__(self) -> None:
        canonical(self, "state", "operation_type")


class BatchItemFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /batch-operation-items/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {"batch_operation_key", "item_key", "process_instance_key", "processed_date", "state"}
    )

    batch_operation_key: Key | None = None
    item_key: Key | None = None
    process_instance_key: Key | None = None
    state: Text | None = None


class BatchCreated(Record, frozen=True, kw_only=True):
    """The answer of what creates a batch."""

    batch_operation_key: str
    batch_operation_type: str = ""
