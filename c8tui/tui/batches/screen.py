"""The batches screen: batch operations with their progress and the reasons of what failed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence

from c8tui.model.base import moment
from c8tui.model.batch_operations import UNFINISHED, BatchItem, BatchOperation
from c8tui.session.batch_operations import FAILED_SHOWN, BatchQuery, operation_words, progress_words
from c8tui.session.dates import absolute, ago
from c8tui.session.filter_syntax import is_long_key
from c8tui.session.process_instances import InstanceQuery
from c8tui.session.rows import Rows
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.batches.items import BatchItemsScreen
from c8tui.tui.commands.batches import BatchContext
from c8tui.tui.commands.ids import BATCHES, INSTANCES
from c8tui.tui.flow import Cancelled
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related, Way, way_to
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line

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


class BatchesScreen(ListScreen[BatchOperation]):
    """Every batch operation, or those that are asked for."""

    NAME = BATCHES
    NOUN = "batch operation"
    EMPTY = f"No batch operations. {OR_NO_PERMISSION}"
    COLUMNS = (
        Column("Operation", 22, lambda b: (operation_words(b.batch_operation_type), ""), grow=2,
               order="operation_type"),
        Column("State", 11, _state, order="state"),
        Column("Progress", 26, _progress, grow=1),
        Column("Started", 9, lambda b: (ago(b.start_date, clock.now()), "dim"), order="start_date",
               value=lambda b: moment(b.start_date), dated=True),
        Column("By", 10, lambda b: (b.actor_id or "-", "dim"), show_from=96, order="actor_id"),
        Column("Key", 17, lambda b: (b.batch_operation_key, "dim"), show_from=110, order="batch_operation_key"),
    )  # fmt: skip

    list_query: ListQuery[BatchQuery]
    _actions: BatchActions

    def begin(self) -> None:
        batches = self.session.ops.batch_operations
        self._actions = BatchActions(self)
        self.list_query = ListQuery(
            self, BatchQuery(), batches.schema, batches.now, what="batch operations",
            about="All that is filled in must hold.", names=lambda one: (one.batch_operation_key,),
        )  # fmt: skip
        self.parts += [self._actions, self.list_query, Related(self.ui, lambda: self.current, self._actions.ways)]
        self.polling.catching_up = self._actions.anything_under_way
        super().begin()

    def rows(self) -> Rows[BatchOperation]:
        return self.session.ops.batch_operations.rows(self.list_query.query)

    def caption(self) -> str:
        return f"Batch operations{self.list_query.words()}"

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def flag(self, item: BatchOperation) -> str:
        return "*" if item.batch_operation_key in self.session.ops.instance_batches.started else super().flag(item)

    def context(self) -> BatchContext:
        return BatchContext(batch=self.current, **self.known())

    def narrow(self, argument: str) -> None:
        """One by its key, those of an operation by its name."""
        name = "batch_operation_key" if is_long_key(argument) else "operation_type"
        self.list_query.ask(BatchQuery(conditions={name: argument}))

    def describe(self, item: BatchOperation) -> None:
        self._actions.describe(item)


class BatchActions:
    """The commands on the batch under the cursor, and the pane of it."""

    def __init__(self, screen: BatchesScreen) -> None:
        self._screen = screen

    def anything_under_way(self) -> bool:
        """Whether a batch in sight is not over, so that the list should be renewed soon."""
        return any(batch.state in UNFINISHED - {"SUSPENDED"} for _, batch in self._screen.listed.in_sight())

    def describe(self, batch: BatchOperation) -> None:
        """What the list knows, then the reasons of what failed."""
        self._screen.pane.facts.show(batch_lines(batch, None))
        failed = self._screen.load_failed
        self._screen.flow.start(self._fetch(batch), failed=failed, group="detail", exclusive=True)

    async def _fetch(self, batch: BatchOperation) -> None:
        reading = self._screen.session.ops.batch_operations.failed_items(batch.batch_operation_key)
        items = await self._screen.flow.heard(reading)
        if self._screen.pane.is_about(batch.batch_operation_key):
            self._screen.pane.facts.show(batch_lines(batch, items))

    def _selected(self) -> BatchOperation:
        if (batch := self._screen.current) is None:
            raise Cancelled
        return batch

    async def action_suspend_batch(self) -> None:
        """Hold it up."""
        await self._do(self._screen.session.ops.batch_operations.suspend, "Suspended")

    async def action_resume_batch(self) -> None:
        """Let it go on."""
        await self._do(self._screen.session.ops.batch_operations.resume, "Resumed")

    async def action_cancel_batch(self) -> None:
        """Do nothing more of it."""
        batch = self._selected()
        what = operation_words(batch.batch_operation_type)
        left = max(0, batch.operations_total_count - batch.done)
        question = (
            f"{what}: {progress_words(batch)}\n{counted(left, 'item')} would not be done; what is done stays done."
        )
        await self._screen.ui.confirm("Cancel batch", question, "Yes, cancel the batch", kind="cancel batch")
        await self._do(self._screen.session.ops.batch_operations.cancel, "Canceled")

    async def _do(self, command: Callable[[BatchOperation], Awaitable[None]], said: str) -> None:
        batch = self._selected()
        await command(batch)
        self._screen.ui.say(f"{said} batch {batch.batch_operation_key}")
        self._screen.polling.anew()

    def ways(self, batch: BatchOperation) -> Iterator[Way]:
        """Where one can go from a batch: to its items, and to the instances that it was about."""
        total, failed = batch.operations_total_count, batch.operations_failed_count
        yield Way("items", "all items", lambda: self._list_items(batch, only_failed=False), known=f"{total:,}")
        yield Way("failed", "items that failed", lambda: self._list_items(batch, only_failed=True), known=f"{failed:,}")
        of_it = {"batch_operation_key": batch.batch_operation_key}
        yield way_to(self._screen.host, INSTANCES, "instances", "process instances that it was about", of_it)
        active = {**of_it, "state": "active"}
        yield way_to(self._screen.host, INSTANCES, "active", "those of them that are active", active)

    def _list_items(self, batch: BatchOperation, *, only_failed: bool) -> None:
        self._screen.ui.show(BatchItemsScreen(batch, self._go_to, only_failed=only_failed))

    def action_batch_items(self) -> None:
        """List its items."""
        self._screen.ui.show(BatchItemsScreen(self._selected(), self._go_to))

    def _go_to(self, process_instance_key: str) -> None:
        query = InstanceQuery(conditions={"process_instance_key": process_instance_key})
        self._screen.host.go_and(INSTANCES, lambda instances: instances.list_query.ask(query))


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
