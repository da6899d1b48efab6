"""Steps between decision and cluster: held for a while, so that they can be taken back, then sent at its pace."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, time
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from c8tui.api.detached import detached
from c8tui.errors import (
    Backpressure,
    C8Error,
    GatewayFailure,
    NoAnswer,
    NotFound,
    Refusal,
    TokenError,
    Unavailable,
    Unreachable,
)
from c8tui.session.bulk import read_again
from c8tui.session.overlay import Write
from c8tui.session.resolve import Sleep
from c8tui.session.resources import Item, Operation, RunResource, T
from c8tui.session.runs import Run
from c8tui.session.stale_check import Changed

if TYPE_CHECKING:
    from c8tui.session.journal import Journal

NOT_BEGUN = (Unreachable, TokenError, Backpressure, Unavailable, NoAnswer, GatewayFailure)
"""Failures that say nothing of the record: the same command may be sent once the cluster can be had again.

The last three only where they are of the look before it: a command that fails so may have been done.
"""
LONGEST_PAUSE_S = 30.0
"""Between two tries of a run that the cluster cannot be reached for."""

_numbers = itertools.count()


@dataclass(slots=True)
class Outbox:
    """What can be taken back and what is done to several records goes through here, of every resource.

    `listeners` hear of each change of a run.
    """

    journal: Journal
    undo_s: float = 0.0
    """Seconds in which a step can be taken back; 0 sends at once."""
    clock: Callable[[], float] = monotonic
    sleep: Sleep = asyncio.sleep
    listeners: list[Callable[[Run], object]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    """Those that are not over, oldest first."""
    latest: Run | None = None
    """The last one of several records, over or not."""
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _wake: dict[str, asyncio.Event] = field(default_factory=dict)
    _recalled: dict[str, asyncio.Event] = field(default_factory=dict)
    """Set when a run is taken back or stopped, so that looks before commands end at once."""
    _draining: bool = False
    """Whether c8tui is about to end."""
    _pending: PendingWrites = field(default_factory=lambda: PendingWrites())

    def put(
        self,
        resource: RunResource[T],
        step: Operation,
        records: Iterable[T],
        skipped: Iterable[tuple[T, str]] = (),
    ) -> Run:
        """Do `step` to `records` when the time to take it back is over. Raises Refusal for a profile that only looks.

        `skipped` were marked as well, and are told of with their reasons.
        """
        if resource.read_only:
            raise Refusal("this profile is read-only")
        run = Run.of(f"{time():.0f}-{os.getpid()}-{next(_numbers)}", resource, step, records, skipped)
        run.held_until = self.clock() + self.undo_s
        self.journal.begin(run)
        self._pending.lay(run)
        self._start(run)
        return run

    def adopt(self, run: Run) -> None:
        """Take over a run that was left over, paused: nothing is sent until somebody lets it go on."""
        run.state = "paused"
        self._start(run)

    def _start(self, run: Run) -> None:
        self.runs.append(run)
        if run.many:
            self.latest = run
        self._wake[run.id], self._recalled[run.id] = asyncio.Event(), asyncio.Event()
        self._tasks[run.id] = detached(self._drive(run), f"run {run.id}")
        self._tell(run)

    # What a person can do

    @property
    def last_held(self) -> Run | None:
        """The latest run of which something can still be taken back."""
        return next((run for run in reversed(self.runs) if run.revocable), None)

    @property
    def waits(self) -> str:
        """What the first line says while a step waits for the cluster; else empty."""
        return WAITING if any(run.waits for run in self.runs) else ""

    def take_back(self) -> Run | None:
        """Take back what was not sent yet of the latest run; None when there is none.

        It is over at once unless a command of it is on its way, which is waited for.
        """
        if (run := self.last_held) is not None:
            if run.state == "held":
                run.state = "taken_back"
                self._wake[run.id].set()
                self._over(run)
            else:
                run.taken_back = True
                self.stop(run)
        return run

    async def wait(self, run: Run) -> Run:
        """Until the run is over."""
        if (task := self._tasks.get(run.id)) is not None:
            await asyncio.shield(task)
        return run

    def send_now(self, run: Run) -> None:
        """Do not wait any longer."""
        if run.state == "held":
            run.held_until = self.clock()
            self._wake[run.id].set()

    def pause(self, run: Run) -> None:
        """Begin nothing more for now; what is on its way is waited for."""
        if run.state == "running":
            run.state = "paused"
            self._wake[run.id].clear()
            self._tell(run)

    def go_on(self, run: Run) -> None:
        """Go on with a run that was paused, or that paused by itself."""
        if run.state == "paused":
            run.starts(self.clock())
            self._wake[run.id].set()
            self._tell(run)

    def stop(self, run: Run) -> None:
        """End a run: what is on its way is waited for, the rest is not sent."""
        if not run.over:
            run.stopping = True
            self._recalled[run.id].set()
            self.go_on(run)
            self.send_now(run)

    async def again(self, run: Run, *items: Item) -> Run:
        """Do the same once more to these items of a run that is over, as a run of its own; they are read again first.

        Where another record came in the place of one, it is done to that.

        Only for those who have seen what is known of each: one whose outcome is unknown may have been done.
        Raises C8Error, and does nothing then.
        """
        resource = run.resource
        followers = await asyncio.gather(*(resource.read(item.follower) for item in items if item.follower))
        records = [item.record for item in items if not item.follower]
        now = await read_again(resource, records)
        return self.put(resource, run.step, [*(now.get(resource.key_of(one), one) for one in records), *followers])

    async def drain(self, *, send: bool) -> None:
        """Until no run is left: what is not sent yet is sent now, or not at all. Nothing is looked at once more."""
        self._draining = True
        for run in [*self.runs]:
            if send and run.state != "looking":
                self.send_now(run)
                self.go_on(run)
            else:
                self.stop(run)
        for run in [*self.runs]:
            await self.wait(run)

    async def close(self) -> None:
        """Stop at once. What was not sent stays in the journal, and is asked about the next time."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self.journal.close()

    # Sending

    async def _drive(self, run: Run) -> None:
        if run.state == "held":
            await self._hold(run)
            if run.over:
                return
            self.journal.started(run)
            run.starts(self.clock())
            self._wake[run.id].set()
            self._tell(run)
        queue, pace = deque(run.of_state("waiting")), Pace()
        await asyncio.gather(*(self._work(run, queue, pace) for _ in range(min(MOST_AT_ONCE, len(run.items)))))
        await resolve_unknown(run, self.sleep, self.journal.note)
        await self._look_again(run)
        untouched = run.counts["waiting"] == len(run.items)
        run.state, run.ended_at = "taken_back" if run.taken_back and untouched else "finished", self.clock()
        self._over(run)

    async def _look_again(self, run: Run) -> None:
        """Whether what was done has stayed so, where the resource does not take the cluster's word for it.

        Everything is sent by then, so that nothing has to be remembered of it. Whoever stops the run stops the look.
        """
        done = [*run.of_state("done")]
        if not run.resource.grace_s or not done or run.stopping or self._draining:
            return
        self.journal.end(run)
        run.state, run.looks_at = "looking", self.clock() + run.resource.grace_s
        self._tell(run)
        look = detached(run.resource.second_look(run.step, done, self.sleep), f"second look of {run.id}")
        try:
            await self._unless_recalled(run, look)
        except C8Error as error:
            for item in done:
                item.why = item.why or f"it could not be looked at again: {error.detail}"

    async def _hold(self, run: Run) -> None:
        """Until the time is over, or somebody wakes it."""
        if self.undo_s <= 0:
            return
        woken = asyncio.ensure_future(self._wake[run.id].wait())
        slept = asyncio.ensure_future(self.sleep(self.undo_s))
        try:
            await asyncio.wait((woken, slept), return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
            slept.cancel()

    async def _work(self, run: Run, queue: deque[Item], pace: Pace) -> None:
        """One of several at a time who take the next record that waits."""
        while not run.stopping:
            await pace.enter()
            pressed = run.resource.times_pressed
            try:
                await self._wake[run.id].wait()
                if not queue or run.stopping:
                    return
                item = queue.popleft()
                await self._send(run, item)
                if item.state == "waiting":
                    queue.appendleft(item)
            finally:
                await pace.leave(pressed=run.resource.times_pressed > pressed)
            self._tell(run)

    async def _send(self, run: Run, item: Item) -> None:
        try:
            if not run.many and self.undo_s > 0:  # it was held, and is looked at again; a set was previewed
                look = detached(_unchanged(run.resource, item.record), f"look of {run.id}")
                if not await self._unless_recalled(run, look):
                    return
            item.state = "sending"
            self.journal.note(run, item)
            self._pending.take_off(run, run.resource.key_of(item.record))
            await run.resource.send(run.step, item.record)
        except C8Error as error:
            if isinstance(error, NOT_BEGUN) and error.outcome_known:
                item.state = "waiting"
                self._pause_by_itself(run, error)
            else:
                item.state = "refused" if error.outcome_known else "unknown"
                self._pending.take_off(run, run.resource.key_of(item.record))
                await run.resource.explain(run.step, item, error, datetime.now(UTC))
        else:
            item.state, run.failures = "done", 0
        self.journal.note(run, item)

    async def _unless_recalled(self, run: Run, look: asyncio.Task[Any]) -> bool:
        """Wait for a look, until nothing more is to be sent; False then. Raises what the look raises."""
        recalled = asyncio.ensure_future(self._recalled[run.id].wait())
        try:
            await asyncio.wait((look, recalled), return_when=asyncio.FIRST_COMPLETED)
        finally:
            recalled.cancel()
            if not look.done():
                look.cancel()
        if run.stopping:
            await asyncio.gather(look, return_exceptions=True)
            return False
        await look
        return True

    def _pause_by_itself(self, run: Run, error: C8Error) -> None:
        """The cluster cannot be had: wait longer each time, and go on alone."""
        if run.state != "running":
            if run.trouble:  # others of it have failed first; now this one waits with them
                self._pending.lay(run, note=WAITING)
            return
        pause = min(LONGEST_PAUSE_S, 2.0**run.failures)
        run.failures += 1
        self.pause(run)
        run.trouble, run.retry_at = error.detail, self.clock() + pause
        self._pending.lay(run, note=WAITING)
        self._tell(run)
        self._tasks[f"{run.id} retry"] = detached(self._retry(run, pause), f"retry {run.id}")

    async def _retry(self, run: Run, pause: float) -> None:
        await self.sleep(pause)
        if run.trouble:
            self.go_on(run)

    def _over(self, run: Run) -> None:
        self._pending.take_off(run, *run.items)
        self.journal.end(run)
        self.runs.remove(run)
        self._tasks.pop(run.id, None)
        if (retry := self._tasks.pop(f"{run.id} retry", None)) is not None:
            retry.cancel()
        self._recalled.pop(run.id, None)
        self._wake.pop(run.id, None)
        self._tell(run)

    def _tell(self, run: Run) -> None:
        for listener in [*self.listeners]:
            listener(run)


async def _unchanged(resource: RunResource[T], record: T) -> None:
    """Raises Changed when a record is not what it was, and what a read raises when it cannot be read."""
    if found := resource.differences(record, await resource.read(resource.key_of(record), pending=False)):
        raise Changed(found)


# Commands that were never answered as the API answers: read again, never sent again

LOOK_PAUSES_S = (1.0, 2.0, 4.0, 8.0)
"""How long a cluster that is away is waited for, in all, before what is unknown stays so."""


async def resolve_unknown(run: Run, sleep: Sleep, note: Callable[[Run, Item], object]) -> None:
    """Read those whose outcome is unknown once more: the cluster may have come back, the index caught up.

    `note` hears of each that was looked at.
    """
    pauses = [*LOOK_PAUSES_S]
    for item in run.of_state("unknown"):
        while True:
            try:
                _seen_again(run, item, await run.resource.read(run.resource.key_of(item.record)))
            except NotFound:
                item.why = "it is gone"
            except C8Error as error:
                if pauses:
                    await sleep(pauses.pop(0))
                    continue
                item.why = f"{item.why}; and it cannot be read: {error.detail}"
            break
        note(run, item)


def _seen_again(run: Run, item: Item, now: Any) -> None:
    if run.resource.shows(run.step, now):
        item.state, item.why, item.error = "done", "read again", None
    else:
        item.why = f"read again: {run.resource.state_words(now)}"


# What is not sent yet, laid over the lists, so that the rows show what will be

WAITING = "waiting for the cluster, u to undo"
"""What is said of a step that could not be sent yet, wherever there is room to say it."""
WAITING_IN_ROW = "waiting, u undo"
"""The same in a row of a list."""


class PendingWrites(Struct):
    """The writes of runs, by run and record; the command of a record lays its own when it is sent."""

    _writes: dict[str, dict[str, Write]] = msgspec.field(default_factory=dict)

    def lay(self, run: Run, *, note: str = "") -> None:
        """Show the effect on each record that waits, with `note`, by default what is being done, for `pending`."""
        note = note or run.step.doing.removesuffix(" of")
        writes, overlay = self._writes.setdefault(run.id, {}), run.resource.overlay
        for item in run.of_state("waiting"):
            key = run.resource.key_of(item.record)
            if key not in writes:
                writes[key] = overlay.begin(item.record, **run.step.effect())
            overlay.note(writes[key], note)

    def take_off(self, run: Run, *keys: str) -> None:
        """Show these records as they are: their commands lay their own writes, or nothing will be sent."""
        writes = self._writes.get(run.id, {})
        for key in keys:
            if (write := writes.pop(key, None)) is not None:
                run.resource.overlay.roll_back(write)
        if not writes:
            self._writes.pop(run.id, None)


# Commands on their way at once: fewer as soon as the cluster is pressed, more again slowly

MOST_AT_ONCE = 8
"""As many as one client sends at once without slowing itself down (see `api.wire`)."""


class Pace(Struct):
    """Additive increase, multiplicative decrease, as TCP does it."""

    most: int = MOST_AT_ONCE
    width: float = float(MOST_AT_ONCE)
    _on_the_way: int = 0
    _room: asyncio.Condition = msgspec.field(default_factory=asyncio.Condition)

    async def enter(self) -> None:
        """Wait for room for one more."""
        async with self._room:
            await self._room.wait_for(lambda: self._on_the_way < max(1, int(self.width)))
            self._on_the_way += 1

    async def leave(self, *, pressed: bool) -> None:
        """One is over; `pressed` when the cluster said meanwhile that it has too much to do."""
        self.width = max(1.0, self.width / 2) if pressed else min(float(self.most), self.width + 1 / self.width)
        async with self._room:
            self._on_the_way -= 1
            self._room.notify_all()
