"""Read-your-writes: our own commands laid over lists that learn of them late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

import msgspec
from msgspec import Struct, field

from c8tui.model.base import moment
from c8tui.model.user_tasks import UserTask

LIFETIME_S = 60.0
"""After this a write is no longer laid over: the index had its time, what it says is shown."""

WRITTEN = ("pending", "index behind")
"""What is said of a write that has been sent."""
_TRANSITIONS = frozenset({"ASSIGNING", "UPDATING", "COMPLETING"})


class Write(Struct, eq=False):
    """One command's effect on one task, shown until the index agrees."""

    user_task_key: str
    seen_state: str
    """The state the task was in when we wrote; the write is laid only over that, not over what came after."""
    fields: dict[str, Any]
    at: float
    confirmed: bool = False
    note: str = ""
    """What is said of it in place of `pending`."""

    @property
    def effect(self) -> dict[str, Any]:
        """The fields as they are shown: nothing is completed before the cluster has said so."""
        if not self.confirmed and self.fields.get("state") == "COMPLETED":
            return {**self.fields, "state": "COMPLETING"}
        return self.fields


class Overlay(Struct):
    """The writes of this session that the index has not shown yet."""

    clock: Callable[[], float] = monotonic
    on_change: Callable[[], object] = lambda: None
    """Called when a write was laid over, confirmed or taken back, so that what is drawn can follow."""
    _writes: dict[str, list[Write]] = field(default_factory=dict)
    _written: dict[str, float] = field(default_factory=dict)
    """When each task was last written to by us, in the last minute or so."""

    def begin(self, task: UserTask, **fields: Any) -> Write:
        """Lay `fields` over `task` from now on, as pending."""
        write = Write(task.user_task_key, task.state, fields, self.clock())
        self._writes.setdefault(task.user_task_key, []).append(write)
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
        write.at = self._written[write.user_task_key] = self.clock()
        self.on_change()

    def roll_back(self, write: Write) -> None:
        """The command failed: this write alone goes, later ones stay."""
        self._keep(write.user_task_key, [w for w in self._writes.get(write.user_task_key, ()) if w is not write])
        self.on_change()

    def seen(self, task: UserTask) -> UserTask:
        """The index has told `task`: writes that it shows by now are forgotten. Returns `task` as it is."""
        if writes := self._writes.get(task.user_task_key):
            self._keep(task.user_task_key, self._alive(task, writes))
        return task

    def over(self, task: UserTask, *, pending: bool = True) -> UserTask:
        """`task` as the index told it, with our writes on top that it does not show yet; `pending`: all of them."""
        for write in self._writes.get(task.user_task_key, ()):
            if (pending or write.confirmed) and not _overtaken(task, write):
                task = msgspec.structs.replace(task, **write.effect)
        return task

    def mark(self, user_task_key: str) -> str | None:
        """`pending` or its note, `index behind`, or None when nothing of ours is laid over this task."""
        writes = self._writes.get(user_task_key)
        if not writes:
            return None
        pending = [write for write in writes if not write.confirmed]
        return (pending[-1].note or WRITTEN[0]) if pending else WRITTEN[1]

    def ours(self, user_task_key: str) -> bool:
        """Whether we have written to this task lately, so that its change is no news."""
        return self.clock() - self._written.get(user_task_key, -LIFETIME_S) < LIFETIME_S

    def written_at(self, user_task_key: str) -> float | None:
        """When a command of ours on this task was confirmed last, by the clock; None where none was."""
        return self._written.get(user_task_key)

    @property
    def waiting(self) -> bool:
        """Whether any confirmed write still waits for the index (expired ones do not count)."""
        now = self.clock()
        return any(w.confirmed and now - w.at < LIFETIME_S for writes in self._writes.values() for w in writes)

    def _alive(self, task: UserTask, writes: list[Write]) -> list[Write]:
        """The writes that are neither shown by the index, nor overtaken by a later state, nor too old."""
        shown = [n for n, write in enumerate(writes) if write.confirmed and shows(task, write.fields)]
        rest = writes[shown[-1] + 1 :] if shown else writes
        now = self.clock()
        return [w for w in rest if not _overtaken(task, w) and not (w.confirmed and now - w.at >= LIFETIME_S)]

    def _keep(self, user_task_key: str, writes: list[Write]) -> None:
        if writes:
            self._writes[user_task_key] = writes
        else:
            self._writes.pop(user_task_key, None)


def shows(task: UserTask, fields: Mapping[str, Any]) -> bool:
    """Whether `task` has all these values; dates are the same when they name the same moment."""
    return all(_same(name, getattr(task, name), value) for name, value in fields.items())


def _same(name: str, one: Any, other: Any) -> bool:
    return moment(one) == moment(other) if name.endswith("_date") else bool(one == other)


def _overtaken(task: UserTask, write: Write) -> bool:
    return task.state != write.seen_state and task.state not in _TRANSITIONS
