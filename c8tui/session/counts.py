"""How many tasks each view holds: asked for cheaply, one after the other, and remembered with their age."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from c8tui.errors import C8Error, Refusal

if TYPE_CHECKING:
    from c8tui.session.identity import Identity
    from c8tui.session.user_tasks import UserTasks
    from c8tui.session.views import View

LIFETIME_S = 30.0
"""After so long a count is asked for again."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many a view held. `bound`: at least so many; `failed`: it could not be asked for since."""

    view: View
    number: int
    bound: bool
    at: float
    failed: bool = False

    def words(self) -> str:
        """`1,204`, `10,000+`, `31?` when it is not known to be true any more."""
        return f"{self.number:,}{'+' if self.bound else ''}{'?' if self.failed else ''}"


@dataclass(slots=True)
class Counts:
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
        return count is None or now - count.at >= LIFETIME_S or count.at < self._written_at

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
