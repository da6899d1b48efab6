"""What becomes of jobs: completed, failed, thrown, timed out, cancelled, and resolved after an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from c8tui.sandbox.engine.ad_hoc import AdHocSubProcesses, AdHocVerdict
from c8tui.sandbox.engine.events import Events, uncaught
from c8tui.sandbox.engine.lifecycle import Lifecycle
from c8tui.sandbox.engine.user_tasks import UserTasks
from c8tui.sandbox.engine.work import Execution, Incident
from c8tui.sandbox.problems import rejected
from c8tui.sandbox.store import Row

_NO_RETRIES = {
    "BPMN_ELEMENT": "JOB_NO_RETRIES",
    "EXECUTION_LISTENER": "EXECUTION_LISTENER_NO_RETRIES",
    "TASK_LISTENER": "TASK_LISTENER_NO_RETRIES",
    "AD_HOC_SUB_PROCESS": "AD_HOC_SUB_PROCESS_NO_RETRIES",
}
"""The incident of each kind of job that has no retries left."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a worker says beside variables: of a transition, whether it is denied and what it corrects in the task; of
    an ad-hoc subprocess, what to activate next.
    """

    denied: bool = False
    reason: str = ""
    corrections: Row = field(default_factory=dict)
    ad_hoc: AdHocVerdict = field(default_factory=AdHocVerdict)


class JobWork:
    """The effects of commands on jobs.

    A job's `phase` is what the engine knows of it: `ready`, `active` (locked by a worker until `ready_at`), `backoff`
    (failed, ready again at `ready_at`), `failed` (no retries left), `thrown` (an error that nothing caught), `done`.
    """

    def __init__(self, life: Lifecycle, events: Events, tasks: UserTasks, ad_hoc: AdHocSubProcesses) -> None:
        self._life = life
        self._work = life.work
        self._events = events
        self._tasks = tasks
        self._ad_hoc = ad_hoc
        self.next_due = 0
        """No lock and no back-off is over before this time, in milliseconds since 1970."""
        life.cancelled = self.cancelled

    def put(self, job: Row, **changes: object) -> Row:
        """Changes a job, and tells whom it concerns."""
        job = job | {"last_update_time": self._work.at} | changes
        self._work.store.put("job", job, self._work.at)
        if job["phase"] == "ready":
            self._life.ready()
        elif job["phase"] in ("active", "backoff"):
            self.next_due = min(self.next_due, job["ready_at"])
        return job

    def _end(self, job: Row, state: str, phase: str, **changes: object) -> Row:
        return self.put(job, state=state, phase=phase, end_time=self._work.at, **changes)

    def complete(self, job: Row, variables: Mapping[str, Any], verdict: Verdict) -> None:
        """A worker is done with a job."""
        denied: dict[str, Any] = {"is_denied": 1, "denied_reason": verdict.reason} if verdict.denied else {}
        self._end(job, "COMPLETED", "done", deadline=None, **denied)
        execution = self._work.find(job["element_instance_key"])
        if execution is None:
            return
        match job["kind"]:
            case "TASK_LISTENER" if verdict.denied:
                self._tasks.denied(execution, verdict.reason)
            case "TASK_LISTENER":
                self._tasks.listened(execution, dict(verdict.corrections))
            case "EXECUTION_LISTENER":
                starting = job["listener_event_type"] == "START"
                if starting or execution.is_process:
                    self._life.variables.set_local(execution, variables)
                else:
                    self._life.variables.propagate(self._work.parent(execution), variables)
                self._life.listened(execution)
            case "AD_HOC_SUB_PROCESS":
                self._ad_hoc.decided(execution, variables, verdict.ad_hoc)
            case _:
                self._life.merge(execution, self._work.node(execution), variables)
                self._work.do("complete", execution)

    def fail(self, job: Row, retries: int, pause: int, message: str, variables: Mapping[str, Any]) -> None:
        """A worker gave up: back to the workers, now or `pause` ms later; without retries left an incident."""
        phase = "failed" if retries == 0 else "backoff" if pause else "ready"
        failed = {"error_message": message, "has_failed_with_retries_left": int(retries > 0), "deadline": None}
        job = self.put(job, state="FAILED", phase=phase, retries=retries, ready_at=self._work.at + pause, **failed)
        execution = self._work.find(job["element_instance_key"])
        if execution is None:
            return
        self._life.variables.set_local(execution, variables)
        if retries == 0:
            incident = Incident(_NO_RETRIES[job["kind"]], message or "No more retries left.")
            self._stop(execution, incident, job)

    def _stop(self, execution: Execution, incident: Incident, job: Row) -> None:
        self._life.records.raise_incident(execution, incident, job["key"])
        execution.data["incident"] = True

    def throw(self, job: Row, code: str, message: str | None, variables: Mapping[str, Any]) -> None:
        """A worker throws a BPMN error; one that nothing catches is an incident."""
        execution = self._work.find(job["element_instance_key"])
        thrown: dict[str, Any] = {"error_code": code, "error_message": message, "deadline": None}
        caught = execution is not None and self._events.catch_error(execution, code, variables)
        job = self._end(job, "ERROR_THROWN", "done" if caught else "thrown", **thrown)
        if execution is not None and not caught:
            self._life.variables.set_local(execution, variables)
            self._stop(execution, uncaught(code), job)

    def time_passes(self, now: int) -> None:
        """Makes jobs ready whose lock or back-off is over."""
        if now < self.next_due:
            return
        store = self._work.store
        with self._work.transaction(now):
            for phase in ("active", "backoff"):
                for job in store.find("job", phase=phase, at_most=("ready_at", now)):
                    late = {"state": "TIMED_OUT"} if phase == "active" else {}
                    self.put(job, phase="ready", deadline=None, **late)
        self.next_due = min(store.lowest("job", "ready_at", phase=phase) for phase in ("active", "backoff"))

    def cancelled(self, execution: Execution) -> bool:
        """Takes back what an execution waits for; False when listeners must end before it is over."""
        if execution.data.get("job") or execution.data.get("listener"):
            for job in self._work.store.find("job", element_instance_key=execution.key):
                if job["phase"] != "done":
                    self._end(job, "CANCELED", "done", deadline=None)
        return self._tasks.cancel(execution) if "task" in execution.data else True

    def update(self, job: Row, changes: Row, timeout: int | None) -> None:
        """Changes columns of a job, and the end of its lock; 409 where nobody holds it."""
        if timeout is not None:
            if job["phase"] != "active":
                raise rejected("UPDATE", "INVALID_STATE", f"job '{job['key']}' is not locked by a worker")
            until = self._work.at + timeout
            changes = changes | {"deadline": until, "ready_at": until}
        self.put(job, **changes)

    def resolve(self, incident: Row, job: Row) -> None:
        """The incident of a job is resolved: workers get it again. The caller has seen to its retries."""
        self._life.records.resolve(incident)
        self.put(job, phase="ready", ready_at=self._work.at, end_time=None)
