"""What a sandbox tells: the texts and the people of its data, one module per story."""

from __future__ import annotations

from typing import Protocol

from c8tui.sandbox.store import Row


class Story(Protocol):
    """A story: how many tasks it has, and what it does to the texts that a cluster sends."""

    name: str
    tasks: int
    """How many user tasks it has unless somebody asks for another number."""

    def twist(self, table: str, row: Row) -> Row:
        """A row as this story tells it; called for each row that is seeded or comes up later."""

    def text(self, text: str) -> str:
        """A text that is in no table (host, display name, detail of a problem) as this story tells it."""
