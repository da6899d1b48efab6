"""Batch operations: the list of them, the items of one, holding up and stopping, following one to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import msgspec

from c8tui.api import batch_operations
from c8tui.errors import C8Error, NotFound
from c8tui.model.batch_operations import (
    BATCH_STATES,
    BATCH_TYPES,
    UNFINISHED,
    BatchItem,
    BatchItemFilter,
    BatchOperation,
    BatchOperationFilter,
)
from c8tui.model.search import PageRequest, Search, Sort
from c8tui.session import rules
from c8tui.session.filter_syntax import keys, one_of, some_of, text
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, fetching, then
from c8tui.session.resolve import Sleep, resolve
from c8tui.session.rows import Rows

NEWEST_FIRST = Sort("batch_operation_key", "DESC")
FAILED_SHOWN = 20
"""Failed items whose reasons are told beside a list."""
FOLLOW_S = 2.0
"""Between two looks at a batch that is followed."""
MOST_FAILURES = 30
"""Looks that may fail in a row before a batch is no longer followed."""
_ACTORS = {"user": "USER", "client": "CLIENT", "unknown": "UNKNOWN", "anonymous": "ANONYMOUS"}

SCHEMA = QuerySchema(
    (
        Condition("operation_type", "Operation", lambda words, _: some_of(words, BATCH_TYPES),
                  "cancel process instance, resolve incident, *migrate*"),
        Condition("state", "State", lambda words, _: some_of(words, BATCH_STATES),
                  "active, suspended, completed, failed, not completed"),
        Condition("actor_id", "By", lambda words, _: text(words), "anna, several, an*", (8, 9)),
        Condition("actor_type", "Kind of actor", lambda words, _: one_of(words, _ACTORS), "user, client", (8, 9)),
        Condition("batch_operation_key", "Key", lambda words, _: keys(words), "2251799813685249, or several"),
    ),
    (
        Order("batch_operation_key", "key", "oldest first", "newest first", "DESC"),
        Order("start_date", "started", "earliest first", "latest first", "DESC"),
        Order("end_date", "ended", "earliest first", "latest first", "DESC"),
        Order("state", "state"),
        Order("operation_type", "operation"),
        Order("actor_id", "by", since=(8, 9)),
        Order("actor_type", "kind of actor", since=(8, 9)),
    ),
)  # fmt: skip
"""What the API filters and sorts batch operations by."""


class BatchQuery(Query, frozen=True):
    """A query over batch operations: the newest first, unless it says otherwise."""

    sort: Sort = NEWEST_FIRST
    conditions: Mapping[str, str] = msgspec.field(default_factory=dict)


def operation_words(batch_type: str) -> str:
    """The type of a batch as sentences have it: `CANCEL_PROCESS_INSTANCE` -> `cancel process instance`."""
    return batch_type.lower().replace("_", " ") or "unknown"


def progress_words(batch: BatchOperation) -> str:
    """How far it is: `17 of 37, 2 failed`; counts that contradict each other are told as they came."""
    total, done, failed = batch.operations_total_count, batch.done, batch.operations_failed_count
    of = f"{done:,} of {total:,}" if done <= total else f"{done:,} done, {total:,} counted"
    return of + (f", {failed:,} failed" if failed else "")


def end_words(batch: BatchOperation) -> str:
    """What has become of one that is over, in a sentence."""
    parts = [f"{batch.operations_completed_count:,} done"]
    if batch.operations_failed_count:
        parts.append(f"{batch.operations_failed_count:,} failed")
    if (rest := batch.operations_total_count - batch.done) > 0:
        parts.append(f"{rest:,} not done")
    state = operation_words(batch.state)
    reasons = "; ".join(dict.fromkeys(one.message for one in batch.errors if one.message))
    why = f": {reasons}" if reasons else ""
    return f"Batch {operation_words(batch.batch_operation_type)} {state}: {', '.join(parts)}{why}"


@dataclass(slots=True)
class BatchOperations(Searchable):
    """Reads and commands on batch operations."""

    full_schema: ClassVar[QuerySchema] = SCHEMA
    read_only: bool = False
    sleep: Sleep = asyncio.sleep
    """How to wait between two looks."""

    def rows(self, query: BatchQuery = BatchQuery()) -> Rows[BatchOperation]:
        """The batches that a query is about. Loading raises NotWords for conditions that are none."""

        def wanted() -> BatchOperationFilter:
            return BatchOperationFilter(**self.schema.read(query.conditions, self.now()))

        fetch = fetching(partial(batch_operations.search, self.wire), wanted, then(query.sort, NEWEST_FIRST))
        return Rows(fetch, lambda one: one.batch_operation_key)

    def items(self, batch_operation_key: str, state: str = "") -> Rows[BatchItem]:
        """The items of a batch, all or those in a state."""
        wanted = BatchItemFilter(batch_operation_key=batch_operation_key, state=state or None)
        fetch = fetching(partial(batch_operations.items, self.wire), lambda: wanted, (Sort("item_key"),))
        return Rows(fetch, lambda one: one.item_key)

    async def batch(self, batch_operation_key: str) -> BatchOperation:
        """One batch. Raises NotFound for a key that none has."""
        return await batch_operations.get(self.wire, batch_operation_key)

    async def failed_items(self, batch_operation_key: str) -> tuple[BatchItem, ...]:
        """The first items that failed, each with its reason."""
        wanted = BatchItemFilter(batch_operation_key=batch_operation_key, state="FAILED")
        query = Search(filter=wanted, sort=(Sort("item_key"),), page=PageRequest(limit=FAILED_SHOWN))
        return (await batch_operations.items(self.wire, query)).items

    # Commands

    async def suspend(self, batch: BatchOperation) -> None:
        """Hold it up."""
        await self._command("suspend", batch)

    async def resume(self, batch: BatchOperation) -> None:
        """Let it go on."""
        await self._command("resume", batch)

    async def cancel(self, batch: BatchOperation) -> None:
        """Do nothing more of it; what is done stays done."""
        await self._command("cancel", batch)

    async def each(self, verb: str, batches: Iterable[BatchOperation]) -> tuple[C8Error, ...]:
        """Suspend, resume or cancel several, one after the other; why those failed that did."""
        failed = []
        for batch in batches:
            try:
                await self._command(verb, batch)
            except C8Error as error:
                failed.append(error)
        return tuple(failed)

    async def _command(self, verb: str, batch: BatchOperation) -> None:
        rules.allow(rules.why_not_batch(verb, batch), read_only=self.read_only)
        key = batch.batch_operation_key
        send = {"suspend": batch_operations.suspend, "resume": batch_operations.resume,
                "cancel": batch_operations.cancel}[verb]  # fmt: skip

        async def took_effect() -> bool:
            state = (await self.batch(key)).state
            return state == "SUSPENDED" if verb == "suspend" else state != batch.state

        await resolve(send(self.wire, key), took_effect, self.sleep)

    async def follow(self, batch_operation_key: str, told: Callable[[BatchOperation], object]) -> BatchOperation:
        """Look at a batch until it is over, and tell how far it is each time. Raises C8Error.

        A look that fails is tried again: the index may not have it yet, or be away for a while.
        """
        failures = 0
        while True:
            try:
                batch = await self.batch(batch_operation_key)
            except C8Error as error:
                failures += 1
                if failures > MOST_FAILURES and not isinstance(error, NotFound):
                    raise
                if failures > 2 * MOST_FAILURES:
                    raise
            else:
                failures = 0
                told(batch)
                if batch.state not in UNFINISHED:
                    return batch
            await self.sleep(FOLLOW_S)
