"""What may be done to a process instance and why not, as pure rules: None means it may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from c8tui.model.process_instances import ProcessInstance
from c8tui.model.versions import Version, has

Operation = Literal["cancel", "delete", "suspend", "resume", "migrate", "modify"]
SINCE: dict[Operation, Version] = {"delete": (8, 9), "suspend": (8, 10), "resume": (8, 10)}
"""Operations that came after 8.8, and with which version."""
DOING: dict[Operation, str] = {
    "cancel": "Canceling", "delete": "Deleting", "suspend": "Suspending", "resume": "Resuming",
    "migrate": "Migrating", "modify": "Modifying",
}  # fmt: skip
DONE: dict[Operation, str] = {
    "cancel": "canceled", "delete": "deleted", "suspend": "suspended", "resume": "resumed",
    "migrate": "migrated", "modify": "modified",
}  # fmt: skip
LEADS_TO: dict[Operation, str] = {"cancel": "TERMINATED", "delete": "deleted", "suspend": "SUSPENDED",
                                  "resume": "ACTIVE"}  # fmt: skip
"""The state of an instance afterwards, where it has another."""
OVER = frozenset({"COMPLETED", "TERMINATED"})


def not_offered(operation: Operation, gateway_version: str) -> str | None:
    """Why this cluster cannot do it at all: the version that brings it."""
    since = SINCE.get(operation)
    if since is None or has(gateway_version, since):
        return None
    return f"it comes with Camunda {since[0]}.{since[1]}; this cluster runs {gateway_version}"


def why_not(operation: Operation, instance: ProcessInstance | None, gateway_version: str) -> str | None:
    """Why an operation cannot be done to an instance."""
    if instance is None:
        return "no process instance is selected"
    return not_offered(operation, gateway_version) or _RULES[operation](instance)


def state_word(instance: ProcessInstance) -> str:
    """The state as sentences have it."""
    return instance.state.lower() or "in an unknown state"


def _unless_over(instance: ProcessInstance) -> str | None:
    return f"it is {state_word(instance)}" if instance.state in {*OVER, "deleted"} else None


def _cancel(instance: ProcessInstance) -> str | None:
    if reason := _unless_over(instance):
        return reason
    return "another instance called it; cancel the outermost" if instance.parent_process_instance_key else None


def _delete(instance: ProcessInstance) -> str | None:
    return None if instance.state in OVER else f"it is {state_word(instance)}; only what has ended is deleted"


def _running(instance: ProcessInstance) -> str | None:
    return None if instance.state == "ACTIVE" else f"it is {state_word(instance)}"


def _outermost(instance: ProcessInstance, verb: str) -> str | None:
    return f"another instance called it; {verb} the outermost" if instance.parent_process_instance_key else None


def _suspend(instance: ProcessInstance) -> str | None:
    return _running(instance) or _outermost(instance, "suspend")


def _resume(instance: ProcessInstance) -> str | None:
    if instance.state != "SUSPENDED":
        return f"it is {state_word(instance)}, not suspended"
    return _outermost(instance, "resume")


_RULES: dict[Operation, Callable[[ProcessInstance], str | None]] = {
    "cancel": _cancel, "delete": _delete, "suspend": _suspend, "resume": _resume, "migrate": _running,
    "modify": _running,
}  # fmt: skip
