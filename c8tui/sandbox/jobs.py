"""Jobs: search, activation with long polling, completion, failure, errors and updates."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

import msgspec

from c8tui.sandbox.activation import ActivationOrder, wait
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import JOBS
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.reads import searching
from c8tui.sandbox.store import Row
from c8tui.sandbox.world import World

_LOOK_AGAIN_S = 0.1
"""How often a waiting activation looks for jobs that time alone makes ready, and for a client that hung up."""
_TURN_PAUSE_MS = 100
_INT32 = 2**31 - 1
_INT64 = 2**63 - 1
_MOST_MS = 10**13
_LEASES = ("leaseToken",)


class Jobs:
    """The handlers of jobs, over one flow.

    A job's `phase` is what the engine knows of it: `ready`, `active` (locked by a worker until `ready_at`), `backoff`
    (failed, ready again at `ready_at`), `failed` (no retries left), `thrown` (an error that nothing caught), `done`.
    """

    def __init__(self, world: World, flow: Flow) -> None:
        self._world = world
        self._flow = flow
        self._next_turn = 0
        self._waiting: set[asyncio.Event] = set()
        flow.on_job = self.wake

    def turn(self, now: int) -> None:
        """Makes jobs ready whose lock or backoff is over."""
        if now < self._next_turn:
            return
        store = self._world.store
        for phase in ("active", "backoff"):
            for job in store.find("job", phase=phase, at_most=("ready_at", now)):
                late = {"state": "TIMED_OUT", "last_update_time": now} if phase == "active" else {}
                self.put(job | late | {"phase": "ready", "deadline": None})
        earliest = min(store.lowest("job", "ready_at", phase=phase) for phase in ("active", "backoff"))
        self._next_turn = max(earliest, now + _TURN_PAUSE_MS)

    def put(self, job: Row) -> None:
        """Writes a job, and tells whom it concerns."""
        self._world.put("job", job)
        if job["phase"] == "ready":
            self.wake()
        elif job["phase"] in ("active", "backoff"):
            self._next_turn = min(self._next_turn, job["ready_at"])

    def wake(self) -> None:
        """Lets waiting activations look for jobs."""
        for event in self._waiting:
            event.set()

    async def activate(self, call: Call) -> object:
        """`POST /jobs/activation`: locks jobs for a worker, and waits for them if there are none."""
        order = ActivationOrder(call)
        deadline = monotonic() + order.patience_s
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            while True:
                jobs = self._lock(call, order)
                left = deadline - monotonic()
                if jobs or left <= 0 or await call.gone():
                    return {"jobs": jobs}
                await wait(event, min(left, _LOOK_AGAIN_S))
                self._world.turn()
        finally:
            self._waiting.remove(event)

    def _lock(self, call: Call, order: ActivationOrder) -> list[dict[str, Any]]:
        now, store = self._world.now(), self._world.store
        locked: list[Row] = []
        for tenant in order.tenants:
            wanted = order.most - len(locked)
            if wanted:
                locked += store.find("job", limit=wanted, type=order.type, phase="ready", tenant_id=tenant)
        for job in locked:
            job |= {"phase": "active", "ready_at": now + order.timeout, "deadline": now + order.timeout}
            job |= {"worker": order.worker, "last_update_time": now}
            self.put(job)
        return [self._activated(call, job, order.fetch) for job in locked]

    def _activated(self, call: Call, job: Row, fetch: list[str] | None) -> dict[str, Any]:
        """A job as its worker gets it."""
        variables = self._flow.variables(job["process_instance_key"])
        variables |= self._flow.variables(job["element_instance_key"])
        if fetch:
            variables = {name: variables[name] for name in fetch if name in variables}
        instance = self._world.store.get("process_instance", job["process_instance_key"])
        answer = {
            "type": job["type"],
            "processDefinitionId": job["process_definition_id"],
            "processDefinitionVersion": job["process_definition_version"],
            "elementId": job["element_id"],
            "customHeaders": msgspec.Raw(job["custom_headers"].encode()),
            "worker": job["worker"],
            "retries": job["retries"],
            "deadline": job["deadline"],
            "variables": variables,
            "tenantId": job["tenant_id"],
            "jobKey": str(job["key"]),
            "processInstanceKey": str(job["process_instance_key"]),
            "processDefinitionKey": str(job["process_definition_key"]),
            "elementInstanceKey": str(job["element_instance_key"]),
            "kind": job["kind"],
            "listenerEventType": job["listener_event_type"],
            "userTask": None,
            "tags": msgspec.Raw((instance["tags"] if instance else "[]").encode()),
        }
        if call.world.speaks("8.9"):
            answer["rootProcessInstanceKey"] = str(job["root_process_instance_key"])
        if call.world.speaks("8.10"):
            answer |= {"businessId": job["business_id"], "priority": job["priority"], "leaseToken": None}
            answer["physicalTenantId"] = "default"
        return answer

    def _held(self, call: Call, intent: str) -> Row:
        """The job that a command is about; 404 unless the engine holds it."""
        key = call.key("jobKey")
        job = self._world.store.get("job", key)
        if job is None or job["phase"] == "done" or job["tenant_id"] not in call.principal.tenants:
            raise rejected(intent, "NOT_FOUND", f"no open job has the key '{key}'")
        return job

    def _workable(self, call: Call, intent: str) -> Row:
        """The same for a worker's commands; 409 when the job failed and nobody may work on it."""
        job = self._held(call, intent)
        if job["phase"] not in ("ready", "active"):
            raise rejected(intent, "INVALID_STATE", f"job '{job['key']}' is in state '{job['state']}'")
        return job

    async def complete(self, call: Call) -> None:
        """`POST /jobs/{jobKey}/completion`: the variables go into the instance, which moves on."""
        body = call.body.only("variables", "result", *self._newer(*_LEASES, "businessId"))
        variables = body.inner("variables").data
        if body.has("result") and body.inner("result").text("type") not in ("userTask", "adHocSubProcess"):
            raise invalid("The value of 'result.type' must be one of userTask, adHocSubProcess.")
        job, now = self._workable(call, "COMPLETE"), self._world.now()
        self.put(job | {"state": "COMPLETED", "phase": "done", "end_time": now, "last_update_time": now})
        self._flow.leave(job["process_instance_key"], job["element_id"], variables, now)

    async def fail(self, call: Call) -> None:
        """`POST /jobs/{jobKey}/failure`: back to the workers, now or later; without retries left an incident."""
        body = call.body.only("retries", "errorMessage", "retryBackOff", "variables", *self._newer(*_LEASES))
        retries = body.whole("retries", 0, 0, _INT32)
        pause = body.whole("retryBackOff", 0, 0, _MOST_MS)
        message, variables = body.text("errorMessage") or "", body.inner("variables").data
        job, now = self._workable(call, "FAIL"), self._world.now()
        phase = "failed" if retries == 0 else "backoff" if pause else "ready"
        job |= {"state": "FAILED", "phase": phase, "retries": retries, "ready_at": now + pause, "deadline": None}
        job |= {"error_message": message, "has_failed_with_retries_left": int(retries > 0), "last_update_time": now}
        self.put(job)
        self._keep_local(job, variables, now)
        if retries == 0:
            self._flow.raise_incident(job, "JOB_NO_RETRIES", message or "No more retries left.", now)

    async def throw(self, call: Call) -> None:
        """`POST /jobs/{jobKey}/error`: no process here catches errors, so each one becomes an incident."""
        body = call.body.only("errorCode", "errorMessage", "variables", *self._newer(*_LEASES))
        body.need("errorCode")
        code, message = body.text("errorCode") or "", body.text("errorMessage")
        variables = body.inner("variables").data
        if not code:
            raise invalid("The property 'errorCode' must not be empty.")
        job, now = self._workable(call, "THROW_ERROR"), self._world.now()
        job |= {"state": "ERROR_THROWN", "phase": "thrown", "error_code": code, "error_message": message}
        self.put(job | {"deadline": None, "end_time": now, "last_update_time": now})
        self._keep_local(job, variables, now)
        self._flow.raise_incident(job, "UNHANDLED_ERROR_EVENT", f"Nothing catches the error code '{code}'.", now)

    async def update(self, call: Call) -> None:
        """`PATCH /jobs/{jobKey}`: retries, or the time that is left to the worker."""
        body = call.body.only("changeset", "operationReference", *self._newer(*_LEASES))
        body.need("changeset")
        body.whole("operationReference", 1, 1, _INT64)
        changeset = body.inner("changeset").only("retries", "timeout", *self._newer("priority"))
        if not any(changeset.has(name) for name in ("retries", "timeout", "priority")):
            raise invalid("The property 'changeset' must set one of retries, timeout.")
        changes, timeout = self._changes(changeset), changeset.whole("timeout", 0, 1, _MOST_MS)
        job, now = self._held(call, "UPDATE"), self._world.now()
        if changeset.has("timeout"):
            if job["phase"] != "active":
                raise rejected("UPDATE", "INVALID_STATE", f"job '{job['key']}' is not locked by a worker")
            changes |= {"deadline": now + timeout, "ready_at": now + timeout}
        self.put(job | changes | {"last_update_time": now})

    def _changes(self, changeset: Body) -> Row:
        changes: Row = {}
        if changeset.has("retries"):
            changes |= {"retries": changeset.whole("retries", 0, 1, _INT32), "state": "RETRIES_UPDATED"}
        if changeset.has("priority"):
            changes["priority"] = changeset.whole("priority", 0, -_INT32, _INT32)
        return changes

    def _keep_local(self, job: Row, variables: Mapping[str, Any], now: int) -> None:
        """The variables of a job that did not complete stay in its own scope."""
        instance = self._world.store.get("process_instance", job["process_instance_key"])
        if instance is not None:
            self._flow.set_variables(instance, job["element_instance_key"], variables, now)

    def _newer(self, *names: str) -> tuple[str, ...]:
        """Properties that 8.10 brought."""
        return names if self._world.speaks("8.10") else ()

    def endpoints(self) -> tuple[Endpoint, ...]:
        """What these handlers serve."""
        return (
            Endpoint("search", "POST", "/jobs/search", searching(JOBS)),
            Endpoint("command", "POST", "/jobs/activation", self.activate),
            Endpoint("command", "POST", "/jobs/{jobKey}/completion", self.complete),
            Endpoint("command", "POST", "/jobs/{jobKey}/failure", self.fail),
            Endpoint("command", "POST", "/jobs/{jobKey}/error", self.throw),
            Endpoint("command", "PATCH", "/jobs/{jobKey}", self.update),
        )
