"""Commands on incidents."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.jobs import Jobs
from c8tui.sandbox.problems import rejected

_INT64 = 2**63 - 1


class Incidents:
    """The handlers of commands on incidents."""

    def __init__(self, flow: Flow, jobs: Jobs) -> None:
        self._flow = flow
        self._jobs = jobs

    async def resolve(self, call: Call) -> None:
        """`POST /incidents/{incidentKey}/resolution`: what failed is tried again.

        A job goes on if it has retries; without them 8.9 refuses, and 8.8 takes the command and raises the incident
        anew. Where there is no job, an element fails for something that nothing here can mend: it does so again.
        """
        call.body.only("operationReference").whole("operationReference", 1, 1, _INT64)
        key, world = call.key("incidentKey"), call.world
        incident = world.store.get("incident", key)
        if incident is None or incident["state"] != "ACTIVE" or incident["tenant_id"] not in call.principal.tenants:
            raise rejected("RESOLVE", "NOT_FOUND", f"no active incident has the key '{key}'")
        job = world.store.get("job", incident["job_key"]) if incident["job_key"] is not None else None
        stuck = job is not None and job["retries"] < 1
        if stuck and world.speaks("8.9"):
            raise rejected("RESOLVE", "INVALID_STATE", f"job '{incident['job_key']}' has no retries left")
        now = world.now()
        if job is None or stuck:
            self._flow.raise_anew(incident, now)
        else:
            world.put("incident", incident | {"state": "RESOLVED"})
            self._jobs.put(job | {"phase": "ready", "ready_at": now, "last_update_time": now})
        self._flow.mark_incident(incident["process_instance_key"], now)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """What these handlers serve."""
        return (Endpoint("command", "POST", "/incidents/{incidentKey}/resolution", self.resolve),)
