"""Jobs of the first state: done, waiting, held by a worker, failed, or stopped by an incident."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.jobs import Verdict
from c8tui.sandbox.store import Row
from c8tui.sandbox.stories.company import HOUR_MS
from c8tui.sandbox.stories.people import FAILURES, WORKERS

FATES = ("waiting", "stopped", "waiting", "held", "failed", "waiting", "stopped", "thrown", "waiting", "waiting")
"""What becomes of the jobs that are not done, one after the other."""


def settle_job(
    engine: Engine, job: Row, chance: Random, fates: Iterator[str], at: int, until: int, *, done: bool
) -> None:
    """Gives a new job its fate; `until` is when it ended, or now.

    One that is not done takes the next of the fates.
    """
    kind = next(one for one in WORKERS if job["type"].startswith(one))
    job = job | {"worker": WORKERS[kind]}
    if done:
        with engine.transaction(until):
            engine.jobs.complete(job, {}, Verdict())
            _tell(engine, job)
        return
    fate, message = next(fates), chance.choice(FAILURES[kind])
    happened = min(until, at + HOUR_MS // 4)
    with engine.transaction(happened):
        match fate:
            case "held":
                deadline = until + chance.randrange(1, 10) * HOUR_MS // 60
                engine.jobs.put(job, phase="active", deadline=deadline, ready_at=deadline)
            case "failed":
                again = until + chance.randrange(1, 60) * HOUR_MS // 60
                engine.jobs.fail(job, 2, again - happened, message, {})
            case "stopped":
                engine.jobs.fail(job, 0, 0, message, {})
            case "thrown":
                engine.jobs.throw(job, "UNDELIVERABLE", message, {})
        _tell(engine, job)


def _tell(engine: Engine, job: Row) -> None:
    """Writes a job once more as the story tells it: its worker and what the worker said are new."""
    told = engine.store.get("job", job["key"])
    assert told is not None, "a job is never deleted"
    engine.records.put("job", told)
