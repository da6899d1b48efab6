"""One operation on its way to one record or many: what has become of each, and how it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from c8tui.session.resources import Item, ItemState, Operation, RunResource
from c8tui.text import counted

RunState = Literal["held", "running", "paused", "looking", "finished", "taken_back"]
MOST_REASONS = 3
"""Reasons that a sentence tells one by one."""


class Run(Struct, eq=False):
    """An operation for a frozen set of records. Only the outbox changes its state; anybody may look."""

    id: str
    resource: RunResource[Any]
    """What the records are."""
    step: Operation
    items: dict[str, Item]
    """By the keys of the records, in the order in which they are sent."""
    state: RunState = "held"
    held_until: float = 0.0
    """By the outbox's clock."""
    trouble: str = ""
    """Why it paused by itself, raw; empty when a person paused it."""
    retry_at: float | None = None
    """When it goes on by itself, by the outbox's clock."""
    began_at: float | None = None
    ended_at: float | None = None
    failures: int = 0
    """How often it has paused by itself since it last got on."""
    taken_back: bool = False
    """Somebody took back what was not sent of it."""
    stopping: bool = False
    """Nothing more is begun; what is on its way is waited for."""
    skipped: tuple[tuple[Any, str], ...] = ()
    """Records that were marked as well and are no items, each with the reason why not (raw)."""
    looks_at: float = 0.0
    """When what was done is looked at once more, by the outbox's clock."""
    _begun: int = 0
    """How many items were finished when it (last) began, so that the rate is that of now."""

    @classmethod
    def of(
        cls,
        id_: str,
        resource: RunResource[Any],
        step: Operation,
        records: Iterable[Any],
        skipped: Iterable[tuple[Any, str]] = (),
    ) -> Run:
        """A new run; a record that is named twice is one."""
        items = {resource.key_of(record): Item(record) for record in records}
        return cls(id_, resource, step, items, skipped=tuple(skipped))

    @property
    def what(self) -> str:
        """Its only record by its title, else how many there are: `"Check invoice"`, `12 tasks` (raw)."""
        if len(self.items) == 1:
            return f'"{self.resource.title_of(self.first.record)}"'
        return counted(len(self.items), self.resource.noun)

    @property
    def many(self) -> bool:
        """Whether several records were marked for it, however many of them are left."""
        return len(self.items) + len(self.skipped) > 1

    @property
    def counts(self) -> Counter[ItemState]:
        """How many items are in each state."""
        return Counter(item.state for item in self.items.values())

    @property
    def went_well(self) -> bool:
        """Whether all of it was done, and helped."""
        return all(item.state == "done" and not item.failed_after_all for item in self.items.values())

    @property
    def finished(self) -> int:
        """How many items are neither waiting nor on their way."""
        counts = self.counts
        return len(self.items) - counts["waiting"] - counts["sending"]

    @property
    def first(self) -> Item:
        """The only item of a run for one record."""
        return next(iter(self.items.values()))

    @property
    def revocable(self) -> bool:
        """Whether something of it was not sent yet and can be taken back.

        What a person has paused, or an earlier c8tui left over, is decided about where it is shown.
        """
        if self.state == "held":
            return True
        going_on = self.state == "running" or bool(self.trouble)
        return going_on and not self.over and not self.stopping and self.counts["waiting"] > 0

    @property
    def waits(self) -> bool:
        """Whether it waits for the cluster, also while that is tried once more."""
        return self.revocable and (bool(self.trouble) or self.failures > 0)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("finished", "taken_back")

    def of_state(self, *states: ItemState) -> Iterator[Item]:
        """The items in these states."""
        return (item for item in self.items.values() if item.state in states)

    @property
    def retryable(self) -> Iterator[Item]:
        """The items for which the same may be done once more, by somebody who has seen what is known of each."""
        return (one for one in self.items.values() if one.follower or one.state in ("refused", "unknown", "waiting"))

    def rate(self, now: float) -> float | None:
        """Items finished a second since it began or went on; None before the first."""
        if self.began_at is None:
            return None
        seconds, number = (self.ended_at or now) - self.began_at, self.finished - self._begun
        return number / seconds if number > 0 and seconds > 0 else None

    def seconds_left(self, now: float) -> float | None:
        """Seconds until it is sent while it is held, until it is done while it runs; None when nobody can say."""
        if self.state == "held":
            return max(0.0, self.held_until - now)
        rate = self.rate(now)
        return (len(self.items) - self.finished) / rate if rate and self.state == "running" else None

    def starts(self, now: float) -> None:
        """It begins or goes on."""
        self.state, self.trouble, self.retry_at, self.ended_at = "running", "", None, None
        self.began_at, self._begun = now, self.finished

    def words(self) -> str:
        """What has become of it: `35 completed, 1 refused, 1 unknown, 3 not sent, 2 skipped: held by ben`."""
        told = [
            f"{number:,} {what}"
            for states in (("done",), ("refused",), ("unknown",), ("waiting", "sending"))
            for what, number in Counter(map(self.outcome_of, self.of_state(*states))).most_common()
        ]
        if self.skipped:
            told.append(f"{len(self.skipped):,} skipped: {reasons_in_words([why for _, why in self.skipped])}")
        return ", ".join(told)

    def outcome_of(self, item: Item) -> str:
        """What has become of one item, in a word or a few."""
        if item.outcome:
            return item.outcome
        if item.state == "done":
            return self.step.done
        return "not sent" if item.state in ("waiting", "sending") else item.state


def reasons_in_words(reasons: Sequence[str]) -> str:
    """Why records are left out, the most first: `held by ben`, or `2 held by ben, 1 gone` where they differ."""
    known = Counter(reasons).most_common()
    if len(known) == 1:
        return known[0][0]
    told = [f"{number:,} {why}" for why, number in known[:MOST_REASONS]]
    if rest := sum(number for _, number in known[MOST_REASONS:]):
        told.append(f"{rest:,} for other reasons")
    return ", ".join(told)
