"""What an activation of jobs asks for, and the waiting for it."""

from __future__ import annotations

import asyncio
import contextlib

from c8tui.sandbox.calls import Call
from c8tui.sandbox.problems import Problem, invalid

DEFAULT_POLL_MS = 10_000
"""How long an activation waits that leaves the time to the cluster."""
_LONGEST_POLL_MS = 3_600_000
_LONGEST_LOCK_MS = 10**13
_MOST_JOBS = 2**31 - 1


class ActivationOrder:
    """The body of `POST /jobs/activation`, checked. A 400 names what is missing or wrong in it."""

    def __init__(self, call: Call) -> None:
        newer = ("tenantFilter",) if call.world.speaks("8.9") else ()
        lease = ("withLease",) if call.world.speaks("8.10") else ()
        body = call.body.only(
            "type",
            "worker",
            "timeout",
            "maxJobsToActivate",
            "fetchVariable",
            "requestTimeout",
            "tenantIds",
            *newer,
            *lease,
        )
        body.need("type", "timeout", "maxJobsToActivate")
        self.type = body.text("type") or ""
        if not self.type.strip():
            raise invalid("The property 'type' must not be blank.")
        self.worker = body.text("worker") or ""
        self.timeout = body.whole("timeout", 0, 1, _LONGEST_LOCK_MS)
        """For how many milliseconds the jobs are locked."""
        self.most = body.whole("maxJobsToActivate", 0, 1, _MOST_JOBS)
        self.fetch = body.texts("fetchVariable")
        """The variables that the worker wants; all of them when empty."""
        asked = body.whole("requestTimeout", 0, -(2**63), 2**63 - 1)
        self.patience_s = 0.0 if asked < 0 else min(asked or DEFAULT_POLL_MS, _LONGEST_POLL_MS) / 1000
        """How many seconds the request waits for jobs."""
        self.tenants = _tenants(call)


def _tenants(call: Call) -> tuple[str, ...]:
    """The tenants whose jobs are wanted; 403 for one that the principal lacks."""
    asked = call.body.texts("tenantIds")
    which = call.body.text("tenantFilter") or "PROVIDED"
    if which not in ("PROVIDED", "ASSIGNED"):
        raise invalid("The value of 'tenantFilter' must be one of PROVIDED, ASSIGNED.")
    if which == "ASSIGNED":
        return call.principal.tenants
    for tenant in asked or ():
        if tenant not in call.principal.tenants:
            raise Problem("FORBIDDEN", f"The principal has no tenant '{tenant}'.")
    return tuple(dict.fromkeys(asked or ("<default>",)))


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Waits for an event, at most so long, and clears it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()
