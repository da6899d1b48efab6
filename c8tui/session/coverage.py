"""Which rules of a decision table fire on the cluster: its latest evaluations, read one by one and counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field

from c8tui.api import decisions
from c8tui.dates.wire import in_zone
from c8tui.decisions.coverage import Coverage, Seen, coverage_of
from c8tui.errors import BadAnswer, C8Error, Conflict, InvalidArgument, NotFound, ServerFault
from c8tui.model.base import moment
from c8tui.model.decisions import DecisionInstance, DecisionInstanceFilter
from c8tui.model.search import Op, Page, PageRequest, Search, Sort
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    from c8tui.api.wire import Wire
    from c8tui.decisions.sheet import Sheet

PAGE = 100
"""Evaluations asked for at once."""
IN_FLIGHT = 8
"""Evaluations read at the same time, since only reading one by one tells its rules."""
IN_A_ROW = 10
"""So many evaluations that cannot be read, one after the other, are no accident any more."""

_ITS_OWN = (BadAnswer, Conflict, InvalidArgument, ServerFault)
"""Failures that may be those of one evaluation; others would be those of the next one too."""


class Looked(Struct):
    """The coverage, and what it was counted from."""

    coverage: Coverage
    total: int = 0
    """Evaluations that there are, as the cluster counts them; a lower bound when `capped`."""
    capped: bool = False
    gone: int = 0
    """Evaluations that were listed, but were not there any more."""
    unread: list[tuple[str, C8Error]] = field(default_factory=list)
    """The keys of evaluations that could not be read, and why; they are not counted."""
    stopped: C8Error | None = None
    """Why it ended before it was through; None when it did not."""
    all_seen: bool = False
    """Whether there were no further evaluations to look at."""

    @property
    def done(self) -> int:
        """How many evaluations were dealt with, counted or not."""
        return self.coverage.looked_at + self.gone + len(self.unread)


async def look(
    wire: Wire,
    decision_definition_key: str,
    sheet: Sheet,
    *,
    most: int,
    since: datetime | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Looked:
    """Counts the rules of at most `most` evaluations of one version, the newest first, none before `since`.

    `progress` hears how many are done, and of how many. An evaluation that cannot be read is told in the answer; a
    failure that the next one would meet too ends the counting, and what was counted stays. Raises C8Error when not
    even the first list is to be had. Cancelling it stops all that it asks.
    """
    look = _Look(wire, Looked(coverage_of(sheet)), max(1, most), progress)
    await look.through(_rows(wire, decision_definition_key, since))
    return look.looked


def _rows(wire: Wire, key: str, since: datetime | None) -> Rows[DecisionInstance]:
    date = Op(gte=in_zone(since, UTC).isoformat(timespec="milliseconds")) if since else None
    query = Search(
        filter=DecisionInstanceFilter(decision_definition_key=key, evaluation_date=date),
        sort=(Sort("evaluation_date", "DESC"),),
    )

    async def fetch(page: PageRequest) -> Page[DecisionInstance]:
        return await decisions.search_instances(wire, query.at(page))

    return Rows(fetch, lambda instance: instance.decision_evaluation_instance_key)


class _Look(Struct):
    """One count under way."""

    wire: Wire
    looked: Looked
    most: int
    progress: Callable[[int, int], None]
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT))
    in_a_row: int = 0
    """Evaluations that could not be read since the last one that could."""

    async def through(self, rows: Rows[DecisionInstance]) -> None:
        looked, listed = self.looked, 0
        try:
            async for page in rows.walk(min(PAGE, self.most)):
                looked.total, looked.capped = rows.total, rows.capped
                wanted = page[: self.most - listed]
                listed += len(wanted)
                self.progress(looked.done, self._goal)
                await asyncio.gather(*map(self._one, wanted))
                if looked.stopped or len(wanted) < len(page):
                    return
                if listed == self.most:
                    looked.all_seen = not looked.capped and looked.total <= listed
                    return
        except C8Error as failed:
            if not listed:
                raise
            looked.stopped = failed
            return
        looked.all_seen = True

    @property
    def _goal(self) -> int:
        """How many will be looked at, as far as that is known."""
        return self.most if self.looked.capped else min(self.most, self.looked.total)

    async def _one(self, listed: DecisionInstance) -> None:
        async with self.slots:
            if self.looked.stopped:
                return
            key = listed.decision_evaluation_instance_key
            try:
                found = await decisions.get_instance(self.wire, key)
            except NotFound:
                self.looked.gone += 1
            except _ITS_OWN as failed:
                self._unread(key, failed)
            except C8Error as failed:
                self.looked.stopped = self.looked.stopped or failed
                return
            else:
                self.in_a_row = 0
                self.looked.coverage.add(_seen(found, self.looked.coverage))
        self.progress(self.looked.done, self._goal)

    def _unread(self, key: str, failed: C8Error) -> None:
        self.looked.unread.append((key, failed))
        self.in_a_row += 1
        if self.in_a_row >= IN_A_ROW:
            self.looked.stopped = self.looked.stopped or failed


def _seen(instance: DecisionInstance, coverage: Coverage) -> Seen:
    rules = tuple(coverage.key_of(rule.rule_id, rule.rule_index) for rule in instance.matched_rules)
    return Seen(rules, moment(instance.evaluation_date), instance.state == "FAILED")
