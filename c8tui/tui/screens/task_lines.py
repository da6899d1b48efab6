"""Everything about one user task, as lines of the pane."""

from __future__ import annotations

import json
from collections.abc import Iterator

from c8tui.model.audit_logs import AuditLog
from c8tui.model.base import moment
from c8tui.model.user_tasks import UserTask, priority_word
from c8tui.model.variables import Variable
from c8tui.session.dates import absolute, due_words
from c8tui.session.inbox import TaskDetail
from c8tui.session.variables import pretty
from c8tui.tui import clock
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line

_TYPES = {str: "string", bool: "boolean", type(None): "null", list: "list", dict: "object", int: "number"}


def brief_lines(task: UserTask, mark: str | None) -> Iterator[Line]:
    """What the list knows already, shown while the rest is being asked for."""
    yield from _task_lines(task, mark)
    yield from _headers(task)
    yield Heading("Variables", "loading")


def detail_lines(detail: TaskDetail, mark: str | None) -> Iterator[Line]:
    """The task, its variables, its history."""
    yield from _task_lines(detail.task, mark)
    if detail.form is not None:
        yield Fact("form", f"{detail.form.form_id} v{detail.form.version}")
    elif detail.task.form_key:
        yield Fact("form", f"{detail.task.form_key}  (its form cannot be read)", "warn")
    yield from _headers(detail.task)
    yield Heading("Variables", str(len(detail.variables)) if detail.variables else "none, or none you may see")
    yield from map(_variable, detail.variables)
    yield from _history(detail.history)


def _task_lines(task: UserTask, mark: str | None) -> Iterator[Line]:
    now = clock.now()
    yield Heading(task.name or task.element_id, f"{mark}, shown as written" if mark else "")
    yield Fact("process", f"{task.process_name or task.process_definition_id} v{task.process_definition_version}")
    yield Fact("state", task.state.lower(), "" if task.state in ("CREATED", "COMPLETED") else "warn")
    yield Fact("assignee", task.assignee or "-")
    yield Fact("candidates", ", ".join((*task.candidate_groups, *task.candidate_users)) or "-")
    yield Fact("priority", f"{task.priority} {priority_word(task.priority)}")
    due = moment(task.due_date)
    overdue = due is not None and due < now and not task.completion_date
    yield Fact("due", f"{absolute(due)}  ({due_words(due, now)})" if due else "-", "error" if overdue else "")
    yield Fact("follow-up", absolute(moment(task.follow_up_date)))
    yield Fact("created", absolute(moment(task.creation_date)))
    if task.completion_date:
        yield Fact("completed", absolute(moment(task.completion_date)))
    if task.external_form_reference:
        yield Fact("external form", task.external_form_reference)
    if task.tags:
        yield Fact("tags", ", ".join(task.tags))
    if task.business_id:
        yield Fact("business id", task.business_id)
    yield Fact("task key", task.user_task_key, "dim")
    yield Fact("instance", task.process_instance_key, "dim")
    if task.root_process_instance_key not in (None, task.process_instance_key):
        yield Fact("root instance", task.root_process_instance_key or "", "dim")
    yield Fact("element", f"{task.element_id}  {task.element_instance_key}", "dim")
    yield Fact("definition", f"{task.process_definition_id}  {task.process_definition_key}", "dim")
    yield Fact("tenant", task.tenant_id, "dim")


def _headers(task: UserTask) -> Iterator[Line]:
    if task.custom_headers:
        yield Heading("Headers", str(len(task.custom_headers)))
    yield from (Fact(name, value) for name, value in sorted(task.custom_headers.items()))


def _variable(variable: Variable) -> Line:
    try:
        value = json.loads(variable.value)
    except (ValueError, RecursionError):
        return Fact(variable.name, variable.value + (" … (cut short)" if variable.is_truncated else ""), note="text")
    kind = _TYPES.get(type(value), "number")
    shown = value if isinstance(value, str) else pretty(variable.value)
    return Fact(variable.name, shown, note=kind)


def _history(history: tuple[AuditLog, ...] | None) -> Iterator[Line]:
    if history is None:
        yield Heading("History", "this cluster keeps no audit log (8.9 and later do), or you may not see it")
        return
    yield Heading("History", str(len(history)) if history else "nothing yet")
    for entry in history:
        failed = "" if entry.result == "SUCCESS" else f"  {entry.result.lower()}"
        what = f"{entry.actor_id or 'somebody'} {entry.operation_type.lower()}{failed}"
        yield Body(f"{absolute(moment(entry.timestamp))}  {what}", "error" if failed else "")
