"""Jobs: as searches see them, and as activation hands them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Moment, Number, Text

JOB_STATES = (
    "CREATED", "COMPLETED", "CANCELED", "ERROR_THROWN", "FAILED", "MIGRATED", "RETRIES_UPDATED", "TIMED_OUT",
)  # fmt: skip
"""The states every supported version knows."""
JOB_KINDS = ("BPMN_ELEMENT", "EXECUTION_LISTENER", "TASK_LISTENER", "AD_HOC_SUB_PROCESS")
LISTENER_EVENTS = (
    "START", "END", "CREATING", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING", "CANCEL", "BEFORE_ALL",
    "UNSPECIFIED",
)  # fmt: skip
"""Those that 8.10 knows."""
UNDENIABLE = frozenset({"CREATING", "CANCELING"})
"""What a task listener cannot deny."""


class Job(Record, frozen=True, kw_only=True):
    """A job as POST /jobs/search returns it (8.8+)."""

    job_key: str
    type: str = ""
    state: str = ""
    worker: str | None = None
    retries: int | None = None
    deadline: Timestamp | None = None
    end_time: Timestamp | None = None
    error_code: str | None = None
    error_message: str | None = None
    denied_reason: str | None = None
    is_denied: bool | None = None
    has_failed_with_retries_left: bool = False
    kind: str = ""
    listener_event_type: str | None = None
    element_id: str | None = None
    element_instance_key: str = ""
    process_definition_id: str = ""
    process_definition_key: str = ""
    process_instance_key: str = ""
    root_process_instance_key: str | None = None
    tenant_id: str = ""
    custom_headers: dict[str, str] = {}
    creation_time: Timestamp | None = None
    last_update_time: Timestamp | None = None
    priority: int | None = None
    """8.10+."""

    def __post_init__(self) -> None:
        canonical(self, "state", "kind", "listener_event_type")


class TaskOfListener(Record, frozen=True, kw_only=True):
    """The user task that a task listener listens to, as it will be when the transition is over."""

    user_task_key: str = ""
    action: str = ""
    assignee: str | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    due_date: Timestamp | None = None
    follow_up_date: Timestamp | None = None
    priority: int | None = None
    changed_attributes: tuple[str, ...] = ()


class ActivatedJob(Record, frozen=True, kw_only=True):
    """A job handed out and locked by POST /jobs/activation; `deadline` is in epoch milliseconds."""

    job_key: str
    type: str = ""
    worker: str = ""
    retries: int = 0
    deadline: int = 0
    variables: dict[str, Any] = {}
    custom_headers: dict[str, Any] = {}
    kind: str = ""
    element_id: str = ""
    element_instance_key: str = ""
    process_definition_id: str = ""
    process_definition_key: str = ""
    process_definition_version: int = 0
    process_instance_key: str = ""
    tenant_id: str = ""
    user_task: TaskOfListener | None = None
    """Of a task listener."""


class ActivatedJobs(Record, frozen=True, kw_only=True):
    """The answer of POST /jobs/activation, empty when the long poll ran out."""

    jobs: tuple[ActivatedJob, ...]


class Activation(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", kw_only=True):
    """What POST /jobs/activation asks for; `timeout` (lock) and `request_timeout` (long poll) in milliseconds."""

    type: str
    timeout: int
    max_jobs_to_activate: int
    worker: str | None = None
    request_timeout: int | None = None
    """0 or None: the server's own time; negative: do not wait."""
    fetch_variable: tuple[str, ...] | None = None
    tenant_ids: tuple[str, ...] | None = None


class JobChangeset(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", kw_only=True):
    """What PATCH /jobs/{key} changes; `timeout` in milliseconds from now."""

    retries: int | None = None
    timeout: int | None = None
    priority: int | None = None
    """8.10+."""


class ListenerResult(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", tag_field="type", tag="userTask"):
    """What a task listener says of the transition: it is denied, or goes on with corrections of the task."""

    denied: bool = False
    denied_reason: str = ""
    corrections: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """By the API's names: assignee, dueDate, followUpDate, candidateUsers, candidateGroups, priority. What is not there
    stays as it is; an empty text or list clears."""


class ElementToActivate(msgspec.Struct, frozen=True, rename="camel"):
    """An element of an ad-hoc sub-process that begins, with variables of its own scope."""

    element_id: str
    variables: Mapping[str, Any] = msgspec.field(default_factory=dict)


class AdHocResult(msgspec.Struct, frozen=True, rename="camel", tag_field="type", tag="adHocSubProcess"):
    """What the worker of an ad-hoc sub-process says: what begins next in it, and whether it is over."""

    activate_elements: tuple[ElementToActivate, ...] = ()
    is_completion_condition_fulfilled: bool = False
    is_cancel_remaining_instances: bool = False


JobResult = ListenerResult | AdHocResult


class JobFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /jobs/search. Sorts by `has_failed_with_retries_left` from 8.9; the last two sorts from 8.10."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "deadline", "denied_reason", "element_id", "element_instance_key", "end_time", "error_code",
            "error_message", "is_denied", "job_key", "kind", "listener_event_type", "process_definition_id",
            "process_definition_key", "process_instance_key", "retries", "state", "tenant_id", "type", "worker",
            "has_failed_with_retries_left", "creation_time", "priority",
        }
    )  # fmt: skip

    job_key: Key | None = None
    type: Text | None = None
    state: Text | None = None
    worker: Text | None = None
    kind: Text | None = None
    retries: Number | None = None
    error_code: Text | None = None
    error_message: Text | None = None
    element_id: Text | None = None
    process_definition_id: Text | None = None
    process_definition_key: Key | None = None
    process_instance_key: Key | None = None
    element_instance_key: Key | None = None
    listener_event_type: Text | None = None
    has_failed_with_retries_left: bool | None = None
    is_denied: bool | None = None
    denied_reason: Text | None = None
    deadline: Moment | None = None
    end_time: Moment | None = None
    tenant_id: Text | None = None
    creation_time: Moment | None = None
    """8.9+, as the next one."""
    last_update_time: Moment | None = None
    priority: Number | None = None
    """8.10+."""
