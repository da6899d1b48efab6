"""The commands on message subscriptions."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import COPY, LAST_RUN, LIST, PANES, RELATED, UNDO

MESSAGE_COMMANDS: tuple[Command[Context], ...] = (
    Command("reached", ("H",), "correlated", "What the message of the row has been correlated with, or all messages",
            "List", bar=True, also="reached history arrived received"),
    UNDO, LAST_RUN, *LIST, COPY, RELATED, *PANES,
)  # fmt: skip
CORRELATED_COMMANDS: tuple[Command[Context], ...] = (
    Command("waiting", ("H",), "subscriptions", "Who waits for the message of the row, or for any", "List",
            bar=True, also="waiting messages"),
    UNDO, LAST_RUN, *LIST, COPY, RELATED, *PANES,
)  # fmt: skip
