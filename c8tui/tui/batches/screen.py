"""The batches screen: batch operations with their progress and the reasons of what failed."""

from __future__ import annotations

from c8tui.model.batch_operations import BatchOperation
from c8tui.session.batch_operations import BatchQuery
from c8tui.session.filter_syntax import is_long_key
from c8tui.session.lists import LISTS
from c8tui.session.rows import Rows
from c8tui.tui.batches.actions import BatchActions
from c8tui.tui.batches.columns import BATCH_COLUMNS
from c8tui.tui.commands.batches import BatchContext
from c8tui.tui.commands.ids import BATCHES
from c8tui.tui.screens import marks
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related
from c8tui.tui.widgets.spoken import YOURS


class BatchesScreen(ListScreen[BatchOperation]):
    """Every batch operation, or those that are asked for."""

    NAME = BATCHES
    NOUN = "batch operation"
    EMPTY = f"No batch operations. {OR_NO_PERMISSION}"
    COLUMNS = BATCH_COLUMNS.shown

    list_query: ListQuery[BatchQuery]
    views: ListViews[BatchQuery]
    _actions: BatchActions

    def begin(self) -> None:
        batches = self.session.ops.batch_operations
        marked: Marks[BatchOperation] = Marks(self)
        self._actions = BatchActions(self, marked)
        self.list_query = ListQuery(
            self, batches, BatchQuery(), what="batch operations",
            about="All that is filled in must hold.", names=lambda one: (one.batch_operation_key,),
        )  # fmt: skip
        self.views = ListViews(self, self.list_query, LISTS[BATCHES], BATCH_COLUMNS)
        related = Related(self.ui, lambda: self.current, self._actions.ways)
        self.parts += [self._actions, *self.views.parts(), marked, related]
        self.prompts[marks.SIGN] = marked
        self.views.begin()
        self.polling.catching_up = self._actions.anything_under_way
        super().begin()

    def rows(self) -> Rows[BatchOperation]:
        return self.list_query.rows()

    def caption(self) -> str:
        return self.views.caption("Batch operations")

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def flag(self, item: BatchOperation) -> str:
        return YOURS if item.batch_operation_key in self.session.ops.instance_batches.started else super().flag(item)

    def context(self) -> BatchContext:
        return BatchContext(batch=self.current, **self.known())

    def narrow(self, argument: str) -> None:
        """A view by its id, else one by its key, those of an operation by its name."""
        if self.views.shows(argument):
            return
        name = "batch_operation_key" if is_long_key(argument) else "operation_type"
        self.list_query.ask(BatchQuery(conditions={name: argument}))

    def describe(self, item: BatchOperation) -> None:
        self._actions.describe(item)
