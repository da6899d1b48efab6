"""The commands on incidents."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context, on_a_row
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

COPY_MORE: Command[Context] = Command(
    "copy_more", ("Y",), "copy", "Choose what of the incident to copy: its message, its keys", "List", on_a_row
)

INCIDENT_COMMANDS: tuple[Command[Context], ...] = (
    UNDO, LAST_RUN, FILTER, SORT, SORT_COLUMN, SEARCH, LOAD_ALL, OPEN, COPY, COPY_MORE, RELATED, *PANES,
)  # fmt: skip
