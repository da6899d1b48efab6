"""What a sandbox tells: the texts and the people of its data, one module per story."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from c8tui.sandbox.cluster_state import ClusterState
from c8tui.sandbox.engine.engine import Engine
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


@runtime_checkable
class Scripted(Protocol):
    """A story that is told by processes of its own, rather than by a number of tasks of the trading company."""

    def tell(self, engine: Engine, now: int) -> None:
        """Deploys them, and lets happen what has happened by `now` (milliseconds since 1970)."""


@runtime_checkable
class Clustered(Protocol):
    """A story whose brokers and partitions are its own, rather than three of each that are well."""

    def cluster(self, now: int) -> ClusterState:
        """How they are at `now` (milliseconds since 1970)."""


class Plain:
    """A story that leaves all texts as they are; scripted ones have as many tasks as their processes come to."""

    tasks = 0

    def twist(self, table: str, row: Row) -> Row:
        """The row itself."""
        return row

    def text(self, text: str) -> str:
        """The text itself."""
        return text
