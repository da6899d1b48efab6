"""The commands on message subscriptions."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import COPY, LAST_RUN, LIST, PANES, RELATED, UNDO

MESSAGE_COMMANDS: tuple[Command[Context], ...] = (UNDO, LAST_RUN, *LIST, COPY, RELATED, *PANES)
