"""Batch operations: find them and their items, hold them up, stop them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.api.request import path
from c8tui.model.batch_operations import BatchItem, BatchItemFilter, BatchOperation, BatchOperationFilter
from c8tui.model.search import Page, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[BatchOperationFilter]) -> Page[BatchOperation]:
    """A page of batch operations. POST /batch-operations/search, 8.8+."""
    return await wire.search("/batch-operations/search", query, BatchOperation)


async def get(wire: Wire, batch_operation_key: str) -> BatchOperation:
    """One batch operation. GET /batch-operations/{key}."""
    return await wire.read(path("batch-operations", batch_operation_key), BatchOperation)


async def items(wire: Wire, query: Search[BatchItemFilter]) -> Page[BatchItem]:
    """A page of the items of batches. POST /batch-operation-items/search."""
    return await wire.search("/batch-operation-items/search", query, BatchItem)


async def suspend(wire: Wire, batch_operation_key: str) -> None:
    """Hold it up. POST /batch-operations/{key}/suspension."""
    await wire.command("POST", path("batch-operations", batch_operation_key, "suspension"))


async def resume(wire: Wire, batch_operation_key: str) -> None:
    """Let it go on. POST /batch-operations/{key}/resumption."""
    await wire.command("POST", path("batch-operations", batch_operation_key, "resumption"))


async def cancel(wire: Wire, batch_operation_key: str) -> None:
    """Do nothing more of it; what is done stays done. POST /batch-operations/{key}/cancellation."""
    await wire.command("POST", path("batch-operations", batch_operation_key, "cancellation"))
