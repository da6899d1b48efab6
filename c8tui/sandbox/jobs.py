"""Jobs: search, activation with long polling, completion, failure, errors and updates."""

from __future__ import annotations

import asyncio
import json
from time import monotonic
from typing import Any

import msgspec

from c8tui.sandbox.activation import ActivationOrder, wait
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import JOBS
from c8tui.sandbox.engine.ad_hoc import Activation, AdHocVerdict
from c8tui.sandbox.engine.jobs import Verdict
from c8tui.sandbox.engine.suspension import ASIDE
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.reads import searching
from c8tui.sandbox.store import Row
from c8tui.sandbox.task_commands import task_changes
from c8tui.sandbox.values import iso
from c8tui.sandbox.world import World

_LOOK_AGAIN_S = 0.1
"""How often a waiting activation looks for jobs that time alone makes ready, and for a client that hung up."""
_INT32 = 2**31 - 1
_INT64 = 2**63 - 1
_MOST_MS = 10**13
_LEASES = ("leaseToken",)
_ATTRIBUTES = {
    "assignee": "assignee",
    "candidate_groups": "candidateGroups",
    "candidate_users": "candidateUsers",
    "due_date": "dueDate",
    "follow_up_date": "followUpDate",
    "priority": "priority",
}
"""What of a task a listener may correct, by column."""
_DATES = {"dueDate": "due_date", "followUpDate": "follow_up_date"}
_ACTIONS = {"assigning": "assign", "updating": "update", "completing": "complete"}


class Jobs:
    """The handlers of jobs; what they do to them is the engine's `JobWork`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._engine = world.engine
        self._waiting: set[asyncio.Event] = set()
        world.engine.life.ready = self.wake

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
                if await call.gone():
                    return {"jobs": []}  # nobody would work on them
                jobs = self._lock(call, order)
                left = deadline - monotonic()
                if jobs or left <= 0:
                    return {"jobs": jobs}
                await wait(event, min(left, _LOOK_AGAIN_S))
                self._world.turn()
        finally:
            self._waiting.remove(event)

    def _lock(self, call: Call, order: ActivationOrder) -> list[dict[str, Any]]:
        now, store = self._world.now(), self._world.store
        with self._engine.transaction(now):
            found: list[Row] = []
            for tenant in order.tenants:
                wanted = order.most - len(found)
                if wanted:
                    found += store.find("job", limit=wanted, type=order.type, phase="ready", tenant_id=tenant)
            until = now + order.timeout
            held = {"phase": "active", "ready_at": until, "deadline": until, "worker": order.worker}
            locked = [self._engine.jobs.put(job, **held) for job in found]
            return [self._activated(call, job, order.fetch) for job in locked]

    def _activated(self, call: Call, job: Row, fetch: list[str] | None) -> dict[str, Any]:
        """A job as its worker gets it."""
        execution = self._engine.work.find(job["element_instance_key"])
        variables = {} if execution is None else self._engine.variables.visible(execution, fetch or None)
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
            "userTask": self._user_task(job),
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
        if job["phase"].startswith(ASIDE):
            raise rejected(intent, "INVALID_STATE", f"the process instance of job '{key}' is suspended")
        return job

    def _workable(self, call: Call, intent: str) -> Row:
        """The same for a worker's commands; 409 when the job failed and nobody may work on it."""
        job = self._held(call, intent)
        if job["phase"] not in ("ready", "active"):
            raise rejected(intent, "INVALID_STATE", f"job '{job['key']}' is in state '{job['state']}'")
        return job

    def _user_task(self, job: Row) -> dict[str, Any] | None:
        """What the worker of a task listener is told about the task: as it will be when the transition is over."""
        execution = self._engine.work.find(job["element_instance_key"])
        if job["kind"] != "TASK_LISTENER" or execution is None:
            return None
        task = self._engine.tasks.task_of(execution)
        transition = execution.data.get("transition") or {"event": "", "changes": {}}
        changes = dict(transition["changes"])
        task = task | changes
        dates = {name: None if task[column] is None else iso(task[column]) for name, column in _DATES.items()}
        return dates | {
            "action": _ACTIONS.get(transition["event"], ""),
            "assignee": task["assignee"],
            "candidateGroups": json.loads(task["candidate_groups"]),
            "candidateUsers": json.loads(task["candidate_users"]),
            "changedAttributes": [_ATTRIBUTES[column] for column in changes if column in _ATTRIBUTES],
            "formKey": None if task["form_key"] is None else str(task["form_key"]),
            "priority": task["priority"],
            "userTaskKey": str(task["key"]),
        }

    async def complete(self, call: Call) -> None:
        """`POST /jobs/{jobKey}/completion`: the variables go into the instance, which moves on."""
        body = call.body.only("variables", "result", *self._newer(*_LEASES, "businessId"))
        variables = body.inner("variables").data
        self._leases(body)
        kind = body.inner("result").text("type") or "userTask"
        if kind not in ("userTask", "adHocSubProcess"):
            raise invalid("The value of 'result.type' must be one of userTask, adHocSubProcess.")
        job = self._workable(call, "COMPLETE")
        verdict = self._verdict(body, job, kind)
        if job["kind"] == "TASK_LISTENER" and variables:
            raise rejected("COMPLETE", "INVALID_ARGUMENT", "a task listener must not set variables")
        with self._engine.transaction(self._world.now()):
            self._engine.jobs.complete(job, variables, verdict)

    def _verdict(self, body: Body, job: Row, kind: str) -> Verdict:
        """The result of a listener or of an ad-hoc subprocess; 400 where it does not fit the job."""
        if not body.has("result"):
            return Verdict()
        result = body.inner("result")
        if kind == "adHocSubProcess":
            return Verdict(ad_hoc=self._ad_hoc(result, job))
        result.only("type", "denied", "deniedReason", "corrections")
        denied, reason = result.flag("denied", False), result.text("deniedReason") or ""
        given = result.inner("corrections").only(*_ATTRIBUTES.values())
        if job["kind"] != "TASK_LISTENER":
            raise rejected("COMPLETE", "INVALID_ARGUMENT", f"job '{job['key']}' is not of a task listener")
        event = job["listener_event_type"]
        if denied and event in ("CREATING", "CANCELING"):
            raise rejected("COMPLETE", "INVALID_ARGUMENT", f"a listener of the event {event} cannot deny it")
        if denied and given.data:
            raise rejected("COMPLETE", "INVALID_ARGUMENT", "a denied transition takes no corrections")
        corrections = task_changes(given)
        if given.has("assignee"):
            corrections["assignee"] = given.text("assignee") or None
        return Verdict(denied, reason, corrections)

    def _ad_hoc(self, result: Body, job: Row) -> AdHocVerdict:
        """What the worker of an ad-hoc subprocess wants next; 400 where it is over and something is to begin in it."""
        result.only("type", "activateElements", "isCompletionConditionFulfilled", "isCancelRemainingInstances")
        wanted = elements_to_activate(result, "activateElements")
        fulfilled = result.flag("isCompletionConditionFulfilled", False)
        remaining = result.flag("isCancelRemainingInstances", False)
        execution = self._engine.work.find(job["element_instance_key"])
        if job["kind"] != "AD_HOC_SUB_PROCESS" or execution is None:
            raise rejected("COMPLETE", "INVALID_ARGUMENT", f"job '{job['key']}' is not of an ad-hoc subprocess")
        if fulfilled and wanted:
            reason = "an ad-hoc subprocess whose completion condition is fulfilled activates no elements"
            raise rejected("COMPLETE", "INVALID_ARGUMENT", reason)
        self._engine.ad_hoc.check(execution, [element_id for element_id, _ in wanted], "COMPLETE")
        return AdHocVerdict(wanted, fulfilled, remaining)

    def _leases(self, body: Body) -> None:
        for name in (*_LEASES, "businessId"):
            body.text(name)

    async def fail(self, call: Call) -> None:
        """`POST /jobs/{jobKey}/failure`: back to the workers, now or later; without retries left an incident."""
        body = call.body.only("retries", "errorMessage", "retryBackOff", "variables", *self._newer(*_LEASES))
        retries = body.whole("retries", 0, 0, _INT32)
        pause = body.whole("retryBackOff", 0, 0, _MOST_MS)
        message, variables = body.text("errorMessage") or "", body.inner("variables").data
        self._leases(body)
        job = self._workable(call, "FAIL")
        with self._engine.transaction(self._world.now()):
            self._engine.jobs.fail(job, retries, pause, message, variables)

    async def throw(self, call: Call) -> None:
        """`POST /jobs/{jobKey}/error`: the innermost event that catches it goes on, else there is an incident.

        409 for the job of a task listener, which can only deny.
        """
        body = call.body.only("errorCode", "errorMessage", "variables", *self._newer(*_LEASES))
        body.need("errorCode")
        code, message = body.text("errorCode") or "", body.text("errorMessage")
        variables = body.inner("variables").data
        self._leases(body)
        if not code:
            raise invalid("The property 'errorCode' must not be empty.")
        job = self._workable(call, "THROW_ERROR")
        if job["kind"] == "TASK_LISTENER":
            reason = f"job '{job['key']}' is of a task listener, which cannot throw an error"
            raise rejected("THROW_ERROR", "INVALID_STATE", reason)
        with self._engine.transaction(self._world.now()):
            self._engine.jobs.throw(job, code, message, variables)

    async def update(self, call: Call) -> None:
        """`PATCH /jobs/{jobKey}`: retries, or the time that is left to the worker."""
        body = call.body.only("changeset", "operationReference", *self._newer(*_LEASES))
        body.need("changeset")
        body.whole("operationReference", 1, 1, _INT64)
        changes, timeout = job_changes(body.inner("changeset"), newest=self._world.speaks("8.10"))
        job = self._held(call, "UPDATE")
        with self._engine.transaction(self._world.now()):
            self._engine.jobs.update(job, changes, timeout)

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


def elements_to_activate(body: Body, name: str) -> list[Activation]:
    """The ids of elements of an ad-hoc subprocess in a list of objects, with the variables of each."""
    found: list[Activation] = []
    for one in body.objects(name):
        one.only("elementId", "variables").need("elementId")
        found.append((one.text("elementId") or "", one.inner("variables").data))
    return found


def job_changes(changeset: Body, *, newest: bool) -> tuple[Row, int | None]:
    """What a changeset sets in a job, by column, and for how many milliseconds its lock holds; 400 for an empty one."""
    names = ("retries", "timeout", *(("priority",) if newest else ()))
    changeset.only(*names)
    if not any(changeset.has(name) for name in names):
        raise invalid(f"The property 'changeset' must set one of {', '.join(names)}.")
    changes: Row = {}
    if changeset.has("retries"):
        changes |= {"retries": changeset.whole("retries", 0, 1, _INT32), "state": "RETRIES_UPDATED"}
    if changeset.has("priority"):
        changes["priority"] = changeset.whole("priority", 0, -_INT32, _INT32)
    timeout = changeset.whole("timeout", 0, 1, _MOST_MS)
    return changes, timeout if changeset.has("timeout") else None
