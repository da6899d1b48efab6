"""The running sandbox as its handlers see it: data, clock, faults, story and the log of what was asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.fault_specs import Faults
from c8tui.sandbox.fields import Resource, View, reaches
from c8tui.sandbox.options import Options
from c8tui.sandbox.store import Row, Store
from c8tui.sandbox.stories import Story

PINNED = "clock"
"""Where the time is kept at which `PUT /clock` has stopped the clock."""
_LOGGED_COMMANDS = 10_000
_LOGGED_REQUESTS = 2_000


@dataclass(frozen=True, slots=True)
class Logged:
    """One request that was answered."""

    method: str
    path: str
    status: int
    time: float
    """Unix time in seconds, by the sandbox's clock."""
    principal: str | None


@dataclass
class World:
    """Everything that one sandbox is."""

    options: Options
    store: Store
    engine: Engine
    faults: Faults
    story: Story
    tenants: frozenset[str] = frozenset({"<default>", "tenant-b"})
    """Every tenant that there is."""
    present: set[str] = field(default_factory=lambda: {"demo"})
    """Who uses the sandbox: colleagues leave their tasks alone."""
    commands: deque[Logged] = field(default_factory=lambda: deque(maxlen=_LOGGED_COMMANDS))
    """The commands that took effect, oldest first."""
    requests: deque[Logged] = field(default_factory=lambda: deque(maxlen=_LOGGED_REQUESTS))
    """The last requests of any kind, oldest first."""
    duties: list[Callable[[int], None]] = field(default_factory=list)
    """What is looked at before each request, given the time: ends of locks, of listeners, colleagues at work."""

    def now(self) -> int:
        """Milliseconds since 1970 by the sandbox's clock, which may be pinned."""
        pinned = self.store.noted(PINNED)
        return self._system() if pinned is None else int(pinned)

    def _system(self) -> int:
        return int(self.options.clock() * 1000)

    def turn(self) -> None:
        """Lets everything happen that is due; called before each request."""
        now, system = self.now(), self._system()
        self.store.pinned_behind_ms = system - now
        self.store.settle(system)
        self.engine.time_passes(now)
        for duty in self.duties:
            duty(now)
        self.store.settle(system)

    def put(self, table: str, row: Row) -> None:
        """Writes a row of truth; searches see it when the lag is over."""
        self.store.put(table, row, self.now())

    def view(self, resource: Resource) -> View:
        """A resource in the dialect of this sandbox."""
        return resource.view(self.options.dialect)

    def speaks(self, since: str) -> bool:
        """Whether the dialect has what came with version `since`."""
        return reaches(self.options.dialect, since)
