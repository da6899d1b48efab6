"""Everything about one user task, as lines of the pane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from c8tui.errors import C8Error
from c8tui.model.audit_logs import AuditLog
from c8tui.model.base import moment
from c8tui.model.jobs import Job
from c8tui.model.user_tasks import UserTask, priority_word
from c8tui.model.variables import Variable
from c8tui.model.versions import version_word
from c8tui.session import rules
from c8tui.session.dates import absolute, due_words
from c8tui.session.overlay import WRITTEN
from c8tui.session.stale_check import Difference
from c8tui.session.task_position import TaskPosition
from c8tui.session.user_tasks import TaskDetail
from c8tui.session.variables import kind_of, preview, read
from c8tui.text import visible
from c8tui.tui import clock
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line

_DONE = {
    "assign": "assigned it", "unassign": "unassigned it", "complete": "completed it", "update": "changed it",
    "create": "created it", "cancel": "canceled it",
}  # fmt: skip
"""What the audit log calls an operation, as something that was done."""
MOST_VARIABLES = 200
"""Variables that the pane lists; the tree of them has all."""


def _mark_words(mark: str | None) -> str:
    """What is said of our own write: nothing is as written before it has been sent."""
    return f"{mark}, shown as written" if mark in WRITTEN else mark or ""


def brief_lines(task: UserTask, mark: str | None, error: C8Error | None = None) -> Iterator[Line]:
    """What the list knows already, shown while the rest is being asked for, or where `error` keeps it away."""
    yield Heading(task.title, _mark_words(mark))
    yield from task_lines(task)
    yield from _headers(task)
    yield Heading("Variables", "loading" if error is None else "")
    if error is not None:
        yield _trouble(error)
    yield from _keys(task)


def detail_lines(detail: TaskDetail, mark: str | None, changed: Sequence[Difference] = ()) -> Iterator[Line]:
    """The task, what `changed` since it was looked at first, its variables, its history, its keys."""
    task = detail.task
    yield Heading(task.title, _mark_words(mark))
    yield from (Body(f"changed since you looked: {difference.words()}", "warn") for difference in changed)
    yield from _own_lines(detail)
    if detail.form is not None:
        yield Fact("form", f"{detail.form.form_id} {version_word(detail.form.version)}")
    elif "form" in detail.troubles:
        yield Fact("form", f"{task.form_key}  (cannot be read: {detail.troubles['form'].detail})", "warn")
    elif task.form_key:
        yield Fact("form", f"{task.form_key}  (its form cannot be read)", "warn")
    yield from _headers(task)
    yield from _variable_part(detail)
    yield from _history_part(detail)
    yield from _keys(task)


def _own_lines(detail: TaskDetail) -> Iterator[Line]:
    """The task itself, its place and what it waits for, each with what is wrong with it in its place."""
    troubles = detail.troubles
    if "task" in troubles:
        yield Body(f"! as the list knows it; it cannot be read itself: {troubles['task'].detail}", "warn")
    yield from task_lines(detail.task, detail.position, detail.listeners)
    if "position" in troubles:
        yield Fact("position", f"unknown: {troubles['position'].detail}", "warn")
    if "listeners" in troubles:
        yield Fact("waits for", f"unknown: {troubles['listeners'].detail}", "warn")


def _variable_part(detail: TaskDetail) -> Iterator[Line]:
    trouble = detail.troubles.get("variables")
    if detail.variables is not None:
        yield from variable_lines(detail.variables)
    else:
        yield Heading("Variables")
    if trouble is not None:
        yield _trouble(trouble)


def _history_part(detail: TaskDetail) -> Iterator[Line]:
    trouble = detail.troubles.get("history")
    if trouble is None or detail.history is not None:
        yield from history_lines(detail.history)
    else:
        yield Heading("History")
    if trouble is not None:
        yield _trouble(trouble)


def _trouble(error: C8Error) -> Line:
    """What is wrong with a part, where it should stand."""
    return Body(f"! cannot be read: {error.detail}   ! shows all of it", "error")


def stream_lines(detail: TaskDetail) -> Iterator[Line]:
    """What somebody answers by first: the variables; what stands in the head of a stream already is left out."""
    yield from _variable_part(detail)
    yield Heading("Task")
    yield from _own_lines(detail)
    yield from _headers(detail.task)
    yield from _history_part(detail)
    yield from _keys(detail.task)


def task_lines(task: UserTask, place: TaskPosition | None = None, listeners: Sequence[Job] = ()) -> Iterator[Line]:
    """What somebody decides by, without the name."""
    now = clock.now()
    process = task.process_name or task.process_definition_id or "unknown"
    yield Fact("process", f"{process} {version_word(task.process_definition_version)}")
    if place is not None:
        yield Fact("position", place.words())
    yield _state(task)
    yield from map(_listener, listeners)
    yield Fact("assignee", task.assignee or "-")
    yield Fact("candidates", ", ".join((*task.candidate_groups, *task.candidate_users)) or "-")
    yield Fact("priority", "-" if task.priority is None else f"{task.priority} {priority_word(task.priority)}")
    due = moment(task.due_date)
    overdue = due is not None and due < now and not task.completion_date
    far = f"  ({due_words(task.due_date, now)})" if due else ""
    yield Fact("due", f"{absolute(task.due_date)}{far}", "error" if overdue else "")
    yield Fact("follow-up", absolute(task.follow_up_date))
    yield Fact("created", absolute(task.creation_date))
    if task.completion_date:
        yield Fact("completed", absolute(task.completion_date))
    if task.external_form_reference:
        yield Fact("external form", task.external_form_reference)
    if task.tags:
        yield Fact("tags", ", ".join(task.tags))
    if task.business_id:
        yield Fact("business id", task.business_id)


def _state(task: UserTask) -> Fact:
    """The state; a task on its way says what it waits for."""
    word = task.state.lower() or "unknown"
    if rules.is_on_its_way(task):
        return Fact("state", f"{word}: {rules.why_not_actionable(task)}", "warn")
    return Fact("state", word, "" if task.state in ("CREATED", "COMPLETED") else "warn")


def _listener(job: Job) -> Fact:
    """What a task on its way waits for."""
    failed = f"  {job.error_message or job.error_code}" if job.error_message or job.error_code else ""
    stuck = "  not tried again: it needs retries" if job.retries == 0 else ""
    left = "unknown" if job.retries is None else job.retries
    said = f"listener {job.type}: {job.state.lower() or 'unknown'}, retries {left}{failed}{stuck}"
    return Fact("waits for", said, "error" if job.retries == 0 else "warn")


def _keys(task: UserTask) -> Iterator[Line]:
    """What only machines want to know, last."""
    yield Heading("Ids")
    yield Fact("task", task.user_task_key, "dim")
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


def variable_lines(variables: Sequence[Variable]) -> Iterator[Line]:
    """One line each; the whole of them is a key away."""
    remark = f"{len(variables)}  e for all" if variables else "None (or you lack permission to see them)."
    yield Heading("Variables", remark)
    yield from map(_variable, variables[:MOST_VARIABLES])
    if len(variables) > MOST_VARIABLES:
        yield Body(f"and {len(variables) - MOST_VARIABLES:,} more", "dim")


def _variable(variable: Variable) -> Line:
    if not variable.value:
        return Fact(variable.name, "its value did not come", "warn")
    value, is_json = read(variable.value)
    if not is_json:
        cut = "  (cut short)" if variable.is_truncated else ""
        return Fact(variable.name, f"{preview(visible(variable.value))}{cut}", note="text")
    return Fact(variable.name, visible(preview(value)), note=kind_of(value))


def history_lines(history: tuple[AuditLog, ...] | None) -> Iterator[Line]:
    """The latest operations, or that there is no log of them."""
    if history is None:
        yield Heading("History", "this cluster keeps no audit log (8.9 and later do), or you may not see it")
        return
    yield Heading("History", str(len(history)) if history else "nothing yet")
    for entry in history:
        word = entry.operation_type.lower()
        failed = entry.result not in ("SUCCESS", "")
        what = f"{word} {entry.result.lower()}" if failed else _DONE.get(word, word or "changed it")
        when, who = absolute(entry.timestamp), entry.actor_id or "someone"
        yield Body(f"{when}  {who} {what}", "error" if failed else "")
