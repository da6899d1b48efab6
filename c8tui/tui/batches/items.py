"""The items of one batch operation: what became of each, and why some failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from c8tui.model.base import moment
from c8tui.model.batch_operations import BatchItem, BatchOperation
from c8tui.session.batch_operations import operation_words, progress_words
from c8tui.session.dates import absolute, ago
from c8tui.session.rows import Rows
from c8tui.tui import clock
from c8tui.tui.commands.ids import BATCH
from c8tui.tui.history import Shown, short_key
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.screens.related import Related, ways_of_instance
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line

_STYLES = {"FAILED": "error", "COMPLETED": "ok", "SKIPPED": "warn", "CANCELED": "dim"}


def _state(item: BatchItem) -> Cell:
    return operation_words(item.state), _STYLES.get(item.state, "")


class BatchItemsScreen(ListScreen[BatchItem]):
    """All items of a batch, or those that failed."""

    NAME = BATCH
    NOUN = "item"
    EMPTY = "No such items."
    COLUMNS = (
        Column("Instance", 17, lambda i: (i.process_instance_key or "-", "")),
        Column("State", 10, _state),
        Column("Reason", 20, lambda i: (i.error_message or "", "error"), grow=4),
        Column("Processed", 10, lambda i: (ago(i.processed_date, clock.now()), "dim"), show_from=70,
               value=lambda i: moment(i.processed_date), dated=True),
        Column("Item", 17, lambda i: (i.item_key, "dim"), show_from=100),
    )  # fmt: skip

    def __init__(
        self, batch: BatchOperation, go_to: Callable[[str], object], *, only_failed: bool | None = None
    ) -> None:
        """`go_to` goes to a process instance by its key; unless it is said, those that failed are listed if any did."""
        super().__init__()
        self.shown = self._place
        self.of, self.go_to = batch, go_to
        self.only_failed = batch.operations_failed_count > 0 if only_failed is None else only_failed

    def begin(self) -> None:
        related = Related(
            self.ui, lambda: self.current, lambda item: ways_of_instance(self.host, item.process_instance_key)
        )
        self.parts += [ItemActions(self), related]
        super().begin()

    def rows(self) -> Rows[BatchItem]:
        key = self.of.batch_operation_key
        return self.session.ops.batch_operations.items(key, "FAILED" if self.only_failed else "")

    def caption(self) -> str:
        which = "failed items" if self.only_failed else "all items"
        return f"{operation_words(self.of.batch_operation_type)}, {which}   {progress_words(self.of)}"

    def describe(self, item: BatchItem) -> None:
        self.pane.facts.show(item_lines(item))

    def action_back(self) -> None:
        """Out of the pane and the search, then to the batches."""
        if self.pane.is_open or self.search.wanted or self.search.is_loading:
            super().action_back()
        else:
            self.host.navigation.step_out()

    def _place(self) -> Shown:
        key = self.of.batch_operation_key
        again = partial(BatchItemsScreen, self.of, self.go_to, only_failed=self.only_failed)
        return Shown((self.NAME, key), f"batch {short_key(key)}", again, self.come_back.row)


class ItemActions:
    """The commands on items."""

    def __init__(self, screen: BatchItemsScreen) -> None:
        self._screen = screen

    def action_only_failed(self) -> None:
        """From the failed items to all of them and back."""
        self._screen.only_failed = not self._screen.only_failed
        self._screen.restart()

    def action_item_instance(self) -> None:
        """Go to its process instance."""
        item = self._screen.current
        if item is not None and item.process_instance_key:
            self._screen.go_to(item.process_instance_key)
        else:
            self._screen.ui.say("it is of no process instance", "warn")


def item_lines(item: BatchItem) -> Iterator[Line]:
    """Everything about one item, its whole reason first."""
    yield Heading("Item", operation_words(item.state))
    if item.error_message:
        yield from (Body(line, "error") for line in item.error_message.splitlines())
    yield Fact("processed", absolute(item.processed_date))
    yield Heading("Keys")
    yield Fact("instance", item.process_instance_key or "-", "dim")
    yield Fact("item", item.item_key, "dim")
    yield Fact("batch", item.batch_operation_key, "dim")
