"""What can be done to batch operations, one or those that are marked, and what is read of one for the pane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from c8tui.errors import Refusal
from c8tui.model.batch_operations import UNFINISHED, BatchOperation
from c8tui.session import rules
from c8tui.session.batch_operations import operation_words, progress_words
from c8tui.session.process_instances import InstanceQuery
from c8tui.text import counted
from c8tui.tui.batches.items import BatchItemsScreen
from c8tui.tui.batches.lines import batch_lines
from c8tui.tui.commands.ids import INSTANCES
from c8tui.tui.flow import Cancelled
from c8tui.tui.screens.related import Way, way_to

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen
    from c8tui.tui.screens.marks import Marks

MOST_NAMED = 5
"""Batches that a question names one by one."""


class BatchActions:
    """The commands on the batch under the cursor or on those that are marked, and the pane of one."""

    def __init__(self, screen: ListScreen[BatchOperation], marks: Marks[BatchOperation]) -> None:
        self._screen, self._marks = screen, marks

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

    def _targets(self, verb: str) -> list[BatchOperation]:
        """What is marked and can be done so to, else the batch under the cursor. Raises Cancelled, and Refusal."""
        if not self._marks.number:
            return [self._selected()]
        able = [batch for batch in self._marks.targets() if rules.why_not_batch(verb, batch) is None]
        if not able:
            raise Refusal(f"none of the marked batches can be told to {verb}")
        return able

    async def action_suspend_batch(self) -> None:
        """Hold it up."""
        await self._do("suspend", "Suspended")

    async def action_resume_batch(self) -> None:
        """Let it go on."""
        await self._do("resume", "Resumed")

    async def action_cancel_batch(self) -> None:
        """Do nothing more of it."""
        await self._do("cancel", "Canceled")

    async def _do(self, verb: str, said: str) -> None:
        """Send a command to each; one that ends things, or that is for several, after a question."""
        batches, marked, ui = self._targets(verb), self._marks.number, self._screen.ui
        what = counted(len(batches), "batch operation") if marked else "batch"
        if verb == "cancel" or marked:
            able = f"\n{marked - len(batches):,} of the marked ones cannot." if marked > len(batches) else ""
            yes = f"Yes, {verb} {'them' if len(batches) > 1 else 'the batch'}"
            await ui.confirm(f"{verb.capitalize()} {what}", question_words(verb, batches) + able, yes,
                             kind=f"{verb} batch")  # fmt: skip
        sending = self._screen.session.ops.batch_operations.each(verb, batches)
        failed = await self._screen.flow.heard(sending)
        self._screen.polling.anew()
        if len(batches) == 1 and failed:
            raise failed[0]
        one = f"batch {batches[0].batch_operation_key}" if len(batches) == 1 else ""
        done = one or f"{len(batches) - len(failed):,} of {counted(len(batches), 'batch operation')}"
        why = f"; {failed[0].sentence}" if failed else ""
        ui.say(f"{said} {done}{why}", "warn" if failed else "ok")

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


def question_words(verb: str, batches: Sequence[BatchOperation]) -> str:
    """What a command on these batches means, the first of them by name."""
    lines = []
    for batch in batches[:MOST_NAMED]:
        left = counted(max(0, batch.operations_total_count - batch.done), "item")
        lines.append(f"{operation_words(batch.batch_operation_type)}: {progress_words(batch)}, {left} not done yet")
    if len(batches) > MOST_NAMED:
        lines.append(f"and {len(batches) - MOST_NAMED:,} more")
    ends = "What is left would not be done; what is done stays done."
    return "\n".join((*lines, ends) if verb == "cancel" else lines)
