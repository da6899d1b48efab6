"""How many tasks: completed today and how fast, and those that each view holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic, time
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.errors import C8Error, Refusal

if TYPE_CHECKING:
    from c8tui.session.identity import Identity
    from c8tui.session.runs import Run
    from c8tui.session.user_tasks import UserTasks
    from c8tui.session.views import View
    from c8tui.state import State

PACE_S = 600.0
"""The pace is that of the last ten minutes."""
LEAST_S = 60.0
"""Before a minute has gone by, one task done in five seconds is no pace of twelve a minute."""


class CompletionStats(Struct):
    """Counts completions that the cluster has confirmed; the number of today is remembered on this machine."""

    state: State
    clock: Callable[[], float] = time
    """Seconds since 1970."""
    place: str = ""
    """Where they count: a profile of a cluster."""
    _at: deque[float] = field(default_factory=deque)

    def run_changed(self, run: Run) -> None:
        """A listener of the outbox: what a finished run has completed counts for today."""
        if run.state == "finished" and run.step.kind == "complete" and run.resource.name == "user_tasks":
            self.add(run.counts["done"])

    def add(self, number: int = 1) -> None:
        """So many tasks were completed just now."""
        self._at.extend([self.clock()] * number)
        self.state.remember_done(self._day(), number, self.place)

    @property
    def today(self) -> int:
        """Tasks completed today at this place, in the zone of this machine, by every c8tui of this person here."""
        return self.state.done_on(self._day(), self.place)

    @property
    def pace(self) -> float | None:
        """Tasks a minute over the last ten minutes of this run; None until there were two."""
        now = self.clock()
        while self._at and now - self._at[0] > PACE_S:
            self._at.popleft()
        if len(self._at) < 2:
            return None
        return len(self._at) * 60 / max(LEAST_S, now - self._at[0])

    def words(self) -> str:
        """As a line says it: `12 done today, 3.1/min`; empty before the first."""
        if not (today := self.today):
            return ""
        pace = self.pace
        return f"{today:,} done today" + (f", {pace:.1f}/min" if pace is not None else "")

    def _day(self) -> str:
        return f"{datetime.fromtimestamp(self.clock()):%Y-%m-%d}"


# The counts of views: asked for cheaply, one after the other, and remembered with their age

COUNT_LIFETIME_S = 30.0
"""After so long a count is asked for again."""


class Count(Struct, frozen=True):
    """How many a view held. `bound`: at least so many; `failed`: it could not be asked for since."""

    view: View
    number: int
    bound: bool
    at: float
    failed: bool = False

    def words(self) -> str:
        """`1,204`, `10,000+`, `31?` when it is not known to be true any more."""
        return f"{self.number:,}{'+' if self.bound else ''}{'?' if self.failed else ''}"


class Counts(Struct):
    """The counts of views by their ids."""

    user_tasks: UserTasks
    clock: Callable[[], float] = monotonic
    _known: dict[str, Count] = field(default_factory=dict)
    _written_at: float = float("-inf")

    def words(self, view: View) -> str:
        """The count of a view as a list shows it; empty while it was never known of what the view asks for now."""
        count = self._of(view)
        return count.words() if count is not None else ""

    def _of(self, view: View) -> Count | None:
        count = self._known.get(view.id)
        return count if count is not None and count.view == view else None

    def wrote(self) -> None:
        """Something was written: what was counted before is old."""
        self._written_at = self.clock()

    def is_due(self, view: View) -> bool:
        """Whether a view has to be counted again: it has changed, tasks have, or it was long ago."""
        count, now = self._of(view), self.clock()
        return count is None or now - count.at >= COUNT_LIFETIME_S or count.at < self._written_at

    async def refresh(self, views: Iterable[View], identity: Identity) -> None:
        """Count those that are due, one at a time. A failure leaves the old number, marked, and ends it."""
        for view in views:
            if not self.is_due(view):
                continue
            try:
                number, bound = await self.user_tasks.count(view, identity)
            except Refusal:
                continue  # nobody knows yet whose tasks these would be
            except C8Error:
                self._failed(view)
                return
            self._known[view.id] = Count(view, number, bound, self.clock())

    def _failed(self, view: View) -> None:
        if (before := self._of(view)) is not None:
            self._known[view.id] = replace(before, failed=True)
