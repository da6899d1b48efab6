"""The commands on batch operations."""

from __future__ import annotations

from collections.abc import Callable

from c8tui.model.batch_operations import BatchOperation
from c8tui.session import rules
from c8tui.tui.commands.command import Command, Context, on_a_row
from c8tui.tui.commands.common import (
    COPY,
    LAST_RUN,
    LIST,
    LOAD_ALL,
    MARKS,
    OPEN,
    PANES,
    RELATED,
    SEARCH,
    SORT_COLUMN,
    UNDO,
)


class BatchContext(Context, frozen=True, kw_only=True):
    """A batch is selected, or none."""

    batch: BatchOperation | None = None


def _may(verb: str) -> Callable[[BatchContext], str | None]:
    return lambda context: rules.why_not_batch(verb, context.batch)


BATCH_LIST_COMMANDS: tuple[Command[BatchContext], ...] = (
    UNDO,
    LAST_RUN,
    Command("suspend_batch", ("z",), "suspend", "Hold the batch up; what is done stays done", "Batch",
            _may("suspend"), writes=True, many=True, bar=True, also="pause hold"),
    Command("resume_batch", ("Z",), "resume", "Let a suspended batch go on", "Batch", _may("resume"), writes=True,
            many=True, bar=True, also="continue"),
    Command("cancel_batch", ("X",), "cancel", "Do nothing more of the batch, after a question; what is done stays done",
            "Batch", _may("cancel"), writes=True, many=True, bar=True, also="stop abort end"),
    Command("batch_items", ("i",), "items", "List what became of each item, with the reasons of those that failed",
            "Batch", on_a_row, bar=True, also="failures errors"),
    *MARKS, *LIST, COPY, RELATED, *PANES,
)  # fmt: skip

BATCH_COMMANDS: tuple[Command[Context], ...] = (
    Command("only_failed", ("f",), "failed", "List only the items that failed, or all of them again", "List", bar=True,
            also="errors filter"),
    SEARCH, SORT_COLUMN, LOAD_ALL, OPEN, COPY,
    Command("item_instance", ("i",), "instance", "Go to the process instance of the item", "List", on_a_row, bar=True,
            opens=True),
    RELATED, *PANES,
)  # fmt: skip
