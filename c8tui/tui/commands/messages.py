"""The commands on message subscriptions."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import (
    COPY,
    FILTER,
    LAST_RUN,
    LOAD_ALL,
    OPEN,
    PANES,
    RELATED,
    SEARCH,
    SORT,
    SORT_COLUMN,
    UNDO,
)

MESSAGE_COMMANDS: tuple[Command[Context], ...] = (
    UNDO, LAST_RUN, FILTER, SORT, SORT_COLUMN, SEARCH, LOAD_ALL, OPEN, COPY, RELATED, *PANES,
)  # fmt: skip
