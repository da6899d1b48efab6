"""Read-your-writes: our own commands laid over lists that learn of them late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct, field

from c8tui.model.base import moment


class Stateful(Protocol):
    """A record that is in a state."""

    @property
    def state(self) -> str:
        """Its state."""


T = TypeVar("T", bound=Stateful)

LIFETIME_S = 60.0
"""After this a write is no longer laid over: the index had its time, what it says is shown."""

WRITTEN = ("pending", "index behind")
"""What is said of a write that has been sent."""
CLOCKS_S = 60.0
"""Seconds by which the end of a lock may differ that we expect and the cluster, by its own clock, has set."""
_TRANSITIONS = frozenset({"ASSIGNING", "UPDATING", "COMPLETING"})


class Write(Struct, eq=False):
    """One command's effect on one record, shown until the index agrees."""

    key: str
    seen_state: str
    """The state the record was in when we wrote; the write is laid only over that, not over what came after."""
    fields: dict[str, Any]
    at: float
    confirmed: bool = False
    note: str = ""
    """What is said of it in place of `pending`."""
    meanwhile: Mapping[str, str] = field(default_factory=dict)
    """How a state is shown until the cluster has confirmed it."""

    @property
    def effect(self) -> dict[str, Any]:
        """The fields as they are shown: nothing is completed before the cluster has said so."""
        state = self.fields.get("state", "")
        if self.confirmed or state not in self.meanwhile:
            return self.fields
        return {**self.fields, "state": self.meanwhile[state]}


class Overlay(Struct, Generic[T]):
    """The writes of this session that the index has not shown yet, over the records of one resource."""

    key_of: Callable[[T], str]
    """What a record is known by."""
    meanwhile: Mapping[str, str] = field(default_factory=dict)
    """How a state is shown until the cluster has confirmed it: `COMPLETED` as `COMPLETING`."""
    clock: Callable[[], float] = monotonic
    on_change: Callable[[], object] = lambda: None
    """Called when a write was laid over, confirmed or taken back, so that what is drawn can follow."""
    _writes: dict[str, list[Write]] = field(default_factory=dict)
    _written: dict[str, float] = field(default_factory=dict)
    """When each record was last written to by us, in the last minute or so."""

    def begin(self, record: T, **fields: Any) -> Write:
        """Lay `fields` over `record` from now on, as pending."""
        write = Write(self.key_of(record), record.state, fields, self.clock(), meanwhile=self.meanwhile)
        self._writes.setdefault(write.key, []).append(write)
        self.on_change()
        return write

    def note(self, write: Write, text: str) -> None:
        """Say `text` of a write that is pending; an empty one takes that back."""
        if write.note != text:
            write.note = text
            self.on_change()

    def confirm(self, write: Write) -> None:
        """The cluster said yes; the index may still be behind."""
        write.confirmed = True
        write.at = self._written[write.key] = self.clock()
        self.on_change()

    def roll_back(self, write: Write) -> None:
        """The command failed: this write alone goes, later ones stay."""
        self._keep(write.key, [w for w in self._writes.get(write.key, ()) if w is not write])
        self.on_change()

    def seen(self, record: T) -> T:
        """The index has told `record`: writes that it shows by now are forgotten. Returns `record` as it is."""
        if writes := self._writes.get(self.key_of(record)):
            self._keep(self.key_of(record), self._alive(record, writes))
        return record

    def over(self, record: T, *, pending: bool = True) -> T:
        """`record` as the index told it, with our writes on top that it does not show yet; `pending`: all of them."""
        for write in self._writes.get(self.key_of(record), ()):
            if (pending or write.confirmed) and not _overtaken(record, write):
                record = cast("T", msgspec.structs.replace(cast("Any", record), **write.effect))
        return record

    def mark(self, key: str) -> str | None:
        """`pending` or its note, `index behind`, or None when nothing of ours is laid over this record."""
        writes = self._writes.get(key)
        if not writes:
            return None
        pending = [write for write in writes if not write.confirmed]
        return (pending[-1].note or WRITTEN[0]) if pending else WRITTEN[1]

    def ours(self, key: str) -> bool:
        """Whether we have written to this record lately, so that its change is no news."""
        return self.clock() - self._written.get(key, -LIFETIME_S) < LIFETIME_S

    def written_at(self, user_task_key: str) -> float | None:
        """When a command of ours on this task was confirmed last, by the clock; None where none was."""
        return self._written.get(user_task_key)

    @property
    def waiting(self) -> bool:
        """Whether any confirmed write still waits for the index (expired ones do not count)."""
        now = self.clock()
        return any(w.confirmed and now - w.at < LIFETIME_S for writes in self._writes.values() for w in writes)

    def _alive(self, record: T, writes: list[Write]) -> list[Write]:
        """The writes that are neither shown by the index, nor overtaken by a later state, nor too old."""
        shown = [n for n, write in enumerate(writes) if write.confirmed and shows(record, write.fields)]
        rest = writes[shown[-1] + 1 :] if shown else writes
        now = self.clock()
        return [w for w in rest if not _overtaken(record, w) and not (w.confirmed and now - w.at >= LIFETIME_S)]

    def _keep(self, key: str, writes: list[Write]) -> None:
        if writes:
            self._writes[key] = writes
        else:
            self._writes.pop(key, None)


def shows(record: Stateful, fields: Mapping[str, Any]) -> bool:
    """Whether `record` has all these values; dates are the same when they name the same moment, deadlines about so."""
    return all(_same(name, getattr(record, name), value) for name, value in fields.items())


def same_deadline(one: str | None, other: str | None) -> bool:
    """Whether two ends of a lock are one, but for the clocks; none is only none."""
    first, second = moment(one), moment(other)
    if first is None or second is None:
        return first is second
    return abs((first - second).total_seconds()) <= CLOCKS_S


def _same(name: str, one: Any, other: Any) -> bool:
    if name == "deadline":
        return same_deadline(one, other)
    return moment(one) == moment(other) if name.endswith("_date") else bool(one == other)


def _overtaken(record: Stateful, write: Write) -> bool:
    return record.state != write.seen_state and record.state not in _TRANSITIONS
