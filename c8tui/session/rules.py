"""What may be done to a task, a job, an incident or a batch and why not, as pure rules: None means it may."""

from __future__ import annotations

from c8tui.errors import Refusal
from c8tui.model.batch_operations import UNFINISHED, BatchOperation
from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.model.user_tasks import ACTIONABLE, UserTask
from c8tui.model.versions import Version, has


def allow(reason: str | None, *, read_only: bool) -> None:
    """Raise Refusal for a reason, or for a profile that may only look; nothing is sent then."""
    if read_only:
        raise Refusal("this profile is read-only")
    if reason:
        raise Refusal(reason)


_WAITING = {
    "CREATING": "it is still being created",
    "ASSIGNING": "a listener is deciding on its assignment",
    "UPDATING": "a listener is deciding on its update",
    "COMPLETING": "it is being completed",
    "CANCELING": "it is being canceled",
}


def is_on_its_way(task: UserTask) -> bool:
    """Whether the task is between two states, while its listeners are at work."""
    return task.state.endswith("ING")


def why_not_actionable(task: UserTask | None) -> str | None:
    """Why no command at all would be accepted."""
    if task is None:
        return "no task is selected"
    if task.state == ACTIONABLE:
        return None
    return _WAITING.get(task.state, f"it is {task.state.lower() or 'in an unknown state'}")


def why_not_claim(task: UserTask | None, user: str | None) -> str | None:
    """Claiming takes what nobody holds; it never steals."""
    if task is not None and task.assignee and task.state == ACTIONABLE:
        return "already yours" if task.assignee == user else f"assigned to {task.assignee}; take over with t"
    return why_not_actionable(task)


def why_not_unclaim(task: UserTask | None, user: str | None) -> str | None:
    """Unclaiming is for the holder."""
    if reason := why_not_actionable(task):
        return reason
    if task is None or not task.assignee:
        return "unassigned"
    return None if task.assignee == user else f"assigned to {task.assignee}, not you"


def why_not_take_over(task: UserTask | None, user: str | None) -> str | None:
    """Taking over is for what somebody else holds."""
    if reason := why_not_actionable(task):
        return reason
    if task is None or not task.assignee:
        return "unassigned; claim it with c"
    return "already yours" if task.assignee == user else None


def why_not_complete(task: UserTask | None, user: str | None) -> str | None:
    """One's own tasks, and those that nobody holds (they are claimed on the way)."""
    if reason := why_not_actionable(task):
        return reason
    if task is not None and task.assignee and task.assignee != user:
        return f"assigned to {task.assignee}; take over with t first"
    return None


_PAST = frozenset({"COMPLETED", "CANCELED", "FAILED"})


def why_not_read_form(task: UserTask | None) -> str | None:
    """A form is read where it cannot be filled in any more."""
    if task is None:
        return "no task is selected"
    if not task.form_key:
        return "it has no form"
    return None if task.state in _PAST else "it is not over"


_OVER = frozenset({"COMPLETED", "CANCELED", "ERROR_THROWN"})
PRIORITY_SINCE: Version = (8, 10)
"""Jobs have priorities from this version on."""


def why_not_work(job: Job | None) -> str | None:
    """Why a job can be neither completed, failed nor given retries."""
    if job is None:
        return "no job is selected"
    return f"it is {job_state_words(job)}" if job.state in _OVER else None


def why_not_prioritize(job: Job | None, gateway_version: str) -> str | None:
    """Why the priority of a job cannot be changed."""
    if reason := why_not_work(job):
        return reason
    if has(gateway_version, PRIORITY_SINCE):
        return None
    return f"priorities of jobs come with Camunda 8.10; this cluster runs {gateway_version}"


def job_state_words(job: Job) -> str:
    """The state of a job: `error thrown`."""
    return job.state.lower().replace("_", " ") or "in an unknown state"


def why_not_resolve(incident: Incident | None) -> str | None:
    """Only an active incident can be resolved."""
    if incident is None:
        return "no incident is selected"
    if incident.state == "ACTIVE":
        return None
    return (
        "being resolved"
        if incident.state == "PENDING"
        else f"{incident.state.lower() or 'in an unknown state'} already"
    )


def why_not_batch(verb: str, batch: BatchOperation | None) -> str | None:
    """Why a batch cannot be suspended, resumed or canceled."""
    if batch is None:
        return "no batch is selected"
    wanted = {"suspend": {"CREATED", "ACTIVE"}, "resume": {"SUSPENDED"}, "cancel": UNFINISHED}[verb]
    return None if batch.state in wanted else f"it is {batch.state.lower().replace('_', ' ') or 'unknown'}"
