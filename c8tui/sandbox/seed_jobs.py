"""Jobs of the first state: done, waiting, held by a worker, failed, or stopped by an incident."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from c8tui.sandbox.blueprints import HOUR_MS
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Row
from c8tui.sandbox.stories.people import FAILURES, WORKERS

FATES = ("waiting", "stopped", "waiting", "held", "failed", "waiting", "stopped", "thrown", "waiting", "waiting")
"""What becomes of the jobs that are not done, one after the other."""


def settle_job(flow: Flow, job: Row, chance: Random, fates: Iterator[str], at: int, until: int, *, done: bool) -> None:
    """Gives a new job its fate; `until` is when it ended, or now.

    One that is not done takes the next of the fates.
    """
    worker = WORKERS[job["type"]]
    if done:
        job |= {"state": "COMPLETED", "phase": "done", "end_time": until, "worker": worker, "last_update_time": until}
        flow.put("job", job, at)
        return
    fate = next(fates)
    message = chance.choice(FAILURES[job["type"]])
    happened = min(until, at + HOUR_MS // 4)
    changed = {"worker": worker, "last_update_time": happened}
    match fate:
        case "held":
            deadline = until + chance.randrange(1, 10) * HOUR_MS // 60
            job |= changed | {"phase": "active", "deadline": deadline, "ready_at": deadline}
        case "failed":
            again = until + chance.randrange(1, 60) * HOUR_MS // 60
            job |= changed | {"state": "FAILED", "phase": "backoff", "retries": 2, "ready_at": again}
            job |= {"error_message": message, "has_failed_with_retries_left": 1}
        case "stopped":
            job |= changed | {"state": "FAILED", "phase": "failed", "retries": 0, "error_message": message}
        case "thrown":
            job |= changed | {"state": "ERROR_THROWN", "phase": "thrown", "error_code": "UNDELIVERABLE"}
            job |= {"error_message": message, "end_time": happened}
    flow.put("job", job, at)
    if fate == "stopped":
        flow.raise_incident(job, "JOB_NO_RETRIES", message, happened)
    if fate == "thrown":
        flow.raise_incident(job, "UNHANDLED_ERROR_EVENT", "No catch event for the error code UNDELIVERABLE", until)
